"""Many rows by one statement each: what a batch writes, without paying for every cell on its way.

On PostgreSQL the rows travel as one JSON text and the database unpacks it; elsewhere they are listed. Either way the
statement is written once: for a single row, too, Django's own bulk statements take most of their time to write.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models

M = TypeVar("M", bound=models.Model)
# What SQLite binds at most in one statement bounds the rows there.
BOUND = 900


def insert(rows: Sequence[M]) -> Sequence[M]:
    """Insert rows of one model; they get their keys."""
    if not rows:
        return rows
    for row, (pk,) in zip(rows, _inserted(rows, f"RETURNING {_quoted(type(rows[0])._meta.pk)}"), strict=True):
        row.pk = pk
        row._state.adding = False
        row._state.db = connection.alias
    return rows


def insert_missing(rows: Sequence[M], *key: str) -> set[tuple[Any, ...]]:
    """Insert the rows that no constraint knows already; the columns `key` of those that were inserted."""
    if not rows:
        return set()
    told = ", ".join(map(connection.ops.quote_name, key)) or _quoted(type(rows[0])._meta.pk)
    return set(_inserted(rows, f"ON CONFLICT DO NOTHING RETURNING {told}"))


def _inserted(rows: Sequence[M], ending: str) -> list[tuple[Any, ...]]:
    model, found = type(rows[0]), []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            columns, read = _columns(model)
            told = _json([dict(zip(columns, read(row), strict=True)) for row in rows])
            cursor.execute(_insertion(model, ending), [told])
            return list(cursor.fetchall())
        most = BOUND // len(_columns(model)[0])
        for some in (rows[first : first + most] for first in range(0, len(rows), most)):
            names = _names(model)
            cursor.execute(_listing(model, len(some), ending), [one for row in some for one in _adapted(row, names)])
            found += cursor.fetchall()
    return found


def update(rows: Iterable[M], *names: str) -> None:
    """Write the fields `names` of rows that are there."""
    rows = list(rows)
    if not rows:
        return
    model = type(rows[0])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            told = _json([{"pk": row.pk, **{name: getattr(row, name) for name in names}} for row in rows])
            cursor.execute(_change(model, names), [told])
        else:
            cursor.executemany(_one_change(model, names), [[*_adapted(row, names), row.pk] for row in rows])


def _adapted(row: models.Model, names: Iterable[str]) -> list[Any]:
    """The values of the fields `names`, as the database is told them."""
    field_of: Any = row._meta.get_field
    fields = map(field_of, names)
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]


@cache
def _names(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.name for field in model._meta.concrete_fields if not field.primary_key)


@cache
def _columns(model: type[models.Model]) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The columns besides the key, and what reads them all from a row."""
    fields: list[Any] = [field for field in model._meta.concrete_fields if not field.primary_key]
    return tuple(field.column for field in fields), attrgetter(*(field.attname for field in fields))


def _insertion(model: type[models.Model], ending: str) -> str:
    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), ", ".join(map(quote, _columns(model)[0]))
    rows = f"json_populate_recordset(NULL::{table}, %s)"
    return f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {rows} {ending}"  # noqa: S608 - names of our models


def _change(model: type[models.Model], names: Sequence[str]) -> str:
    quote, table = connection.ops.quote_name, connection.ops.quote_name(model._meta.db_table)
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    kinds = ", ".join(f"{quote(field.column)} {field.db_type(connection)}" for field in fields)
    values = ", ".join(f"{quote(field.column)} = told.{quote(field.column)}" for field in fields)
    told = f"json_to_recordset(%s) AS told(pk bigint, {kinds})"
    return f"UPDATE {table} SET {values} FROM {told} WHERE {table}.{_quoted(model._meta.pk)} = told.pk"  # noqa: S608


@cache
def _listing(model: type[models.Model], rows: int, ending: str) -> str:
    quote, names = connection.ops.quote_name, _columns(model)[0]
    values = ", ".join(["(" + ", ".join(["%s"] * len(names)) + ")"] * rows)
    columns = ", ".join(map(quote, names))
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {values} {ending}"  # noqa: S608


@cache
def _one_change(model: type[models.Model], names: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    values = ", ".join(f"{_quoted(model._meta.get_field(name))} = %s" for name in names)
    return f"UPDATE {quote(model._meta.db_table)} SET {values} WHERE {_quoted(model._meta.pk)} = %s"  # noqa: S608


def _quoted(field: Any) -> str:
    return connection.ops.quote_name(field.column)


def _json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    # Django's own encoder cuts instants to milliseconds.
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    # Choices, lazy texts and the like are what they say.
    return str(value)
