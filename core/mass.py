"""Many rows by one statement each: what a batch writes, without paying for every cell on its way.

On PostgreSQL the rows travel as one JSON text and the database unpacks it; elsewhere Django's own bulk statements do
the same work, slower.
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
BOUND = 200


def insert(rows: Sequence[M]) -> Sequence[M]:
    """Insert rows of one model; they get their keys."""
    if not rows:
        return rows
    model = type(rows[0])
    if connection.vendor != "postgresql":
        model._default_manager.bulk_create(rows, batch_size=BOUND)
        return rows
    for row, (pk,) in zip(rows, _inserted(rows, f"RETURNING {_quoted(model._meta.pk)}"), strict=True):
        row.pk = pk
        row._state.adding = False
    return rows


def insert_missing(rows: Sequence[M], *key: str) -> set[tuple[Any, ...]]:
    """Insert the rows that no constraint knows already; the columns `key` of those that were inserted."""
    if not rows:
        return set()
    model = type(rows[0])
    if connection.vendor != "postgresql":
        # One writer at a time: whoever looked before and found nothing is alone.
        model._default_manager.bulk_create(rows, ignore_conflicts=True, batch_size=BOUND)
        return {tuple(getattr(row, name) for name in key) for row in rows}
    told = ", ".join(map(connection.ops.quote_name, key)) or _quoted(model._meta.pk)
    return set(_inserted(rows, f"ON CONFLICT DO NOTHING RETURNING {told}"))


def _inserted(rows: Sequence[M], ending: str) -> list[tuple[Any, ...]]:
    columns, read = _columns(type(rows[0]))
    told = _json([dict(zip(columns, read(row), strict=True)) for row in rows])
    with connection.cursor() as cursor:
        cursor.execute(_insertion(type(rows[0]), ending), [told])
        return list(cursor.fetchall())


def update(rows: Iterable[M], *names: str) -> None:
    """Write the fields `names` of rows that are there."""
    rows = list(rows)
    if not rows:
        return
    model = type(rows[0])
    if connection.vendor != "postgresql":
        model._default_manager.bulk_update(rows, names, batch_size=BOUND)
        return
    told = _json([{"pk": row.pk, **{name: getattr(row, name) for name in names}} for row in rows])
    with connection.cursor() as cursor:
        cursor.execute(_change(model, names), [told])


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
