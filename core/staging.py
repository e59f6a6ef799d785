"""Temporary tables: many rows are put beside the real ones, and compared and taken over by a few statements.

Names of tables and columns come from models and constants, never from what somebody typed; values travel as
parameters or through COPY.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

Line = Sequence[Any]
BATCH = 10_000
COPIED = 1 << 20


def create(table: str, columns: Mapping[str, str]) -> None:
    """An empty temporary table of this connection; one of the same name from before is gone."""
    drop(table)
    described = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    run(f"CREATE TEMPORARY TABLE {table} ({described})")


def create_as(table: str, query: str, params: Sequence[Any] = ()) -> None:
    """A temporary table with the rows of `query`, `line` among its columns."""
    drop(table)
    run(f"CREATE TEMPORARY TABLE {table} AS {query}", params)
    settle(table)


def drop(*tables: str) -> None:
    for table in tables:
        run(f"DROP TABLE IF EXISTS {_temporary(table)}")


def settle(table: str) -> None:
    """Let the planner know how many rows there are: it takes a fresh table for a nearly empty one.

    One column is enough for that, and much quicker than all.
    """
    if connection.vendor == "postgresql":
        run(f"ANALYZE {table} (line)")


def run(statement: str, params: Sequence[Any] = ()) -> int:
    """How many rows a statement touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [_plain(value) for value in params])
        return int(cursor.rowcount)


def rows(statement: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [_plain(value) for value in params])
        return list(cursor.fetchall())


def fill(table: str, columns: Sequence[str], lines: Iterable[Line]) -> None:
    """Put lines into a temporary table, by COPY where there is one."""
    named = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            text = "".join(["\t".join([_copied(value) for value in line]) + "\n" for line in lines])
            cursor.cursor.copy_expert(f"COPY {table} ({named}) FROM STDIN", io.BytesIO(text.encode()), size=COPIED)
        else:
            marks = ", ".join(["%s"] * len(columns))
            insert = f"INSERT INTO {table} ({named}) VALUES ({marks})"  # noqa: S608 -- names of ours, see above
            cursor.executemany(insert, [[_plain(value) for value in line] for line in lines])


def remove(table: str, column: str, numbers: Sequence[int]) -> None:
    """Take out the rows with these whole numbers."""
    for start in range(0, len(numbers), BATCH):
        named = ", ".join(str(int(number)) for number in numbers[start : start + BATCH])
        run(f"DELETE FROM {table} WHERE {column} IN ({named})")  # noqa: S608 -- whole numbers


def differs(left: str, right: str) -> str:
    """A comparison for which NULL is a value like any other."""
    return f"{left} {'IS DISTINCT FROM' if connection.vendor == 'postgresql' else 'IS NOT'} {right}"


def _temporary(table: str) -> str:
    return f"{'pg_temp' if connection.vendor == 'postgresql' else 'temp'}.{table}"


def _plain(value: Any) -> Any:
    """SQLite's driver knows neither decimals nor days."""
    if connection.vendor == "sqlite" and isinstance(value, Decimal | date) and not hasattr(value, "hour"):
        return str(value)
    return value


def _copied(value: Any) -> str:
    """A value in the text form of COPY."""
    if value.__class__ is str:
        # Cleaned text has no tabs and line ends left; what has is not printable.
        if value.isprintable() and "\\" not in value:
            return value
        return str(value).replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")
    if value is None:
        return r"\N"
    return str(value)
