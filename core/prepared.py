"""Queries that every page asks in the same words: their SQL is written once for the life of the process.

Django needs milliseconds to write a statement with ten parts, more than PostgreSQL to answer it. A query is built
with stand-ins for what differs between readers; wherever a stand-in comes out among the parameters, the reader's own
value is bound from then on.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

# Nobody has these numbers. Instants stand for themselves, since rights are looked up by them while building: no
# other parameter of a query is the microsecond of the request.
NUMBERS = tuple(range(9_007_199_254_740_000, 9_007_199_254_740_010))


@dataclass(frozen=True)
class _Written:
    """The statement with its parameters, some of them names, and the compiler that reads its rows."""

    sql: str
    parameters: Sequence[Any]
    compiler: Any
    columns: Sequence[str]


@dataclass(frozen=True)
class _Slot:
    name: str


# More than all queues, sorts and usual filters make for all kinds of readers; what addresses make up must not pile up.
MOST = 300
# None for what can have no rows, and is never asked.
_written: dict[Hashable, _Written | None] = {}


def rows(
    key: Hashable, build: Callable[[Mapping[str, Any]], QuerySet[Any, Any]], **values: int | date | datetime
) -> list[dict[str, Any]]:
    """The rows of the `values()` query that `build` makes of its stand-ins, read with `values` in their places.

    All else that the query depends on belongs in `key`, and `build` may only pass its stand-ins on.
    """
    place = (connection.vendor, key)
    if place in _written:
        written = _written[place]
    else:
        if len(_written) >= MOST:
            _written.clear()
        written = _written[place] = _write(build, values)
    if written is None:
        return []
    # Of its own for each reader: a compiler remembers the connection of its thread.
    compiler = copy(written.compiler)
    compiler.connection = connection
    bound = tuple(_adapted(values[one.name]) if isinstance(one, _Slot) else one for one in written.parameters)
    compiler.as_sql = lambda *_given, **_more: (written.sql, bound)
    return [dict(zip(written.columns, row, strict=True)) for row in compiler.results_iter()]


def _write(build: Callable[[Mapping[str, Any]], QuerySet[Any, Any]], values: Mapping[str, Any]) -> _Written | None:
    standing = {
        name: value if isinstance(value, date) else NUMBERS[index]
        for index, (name, value) in enumerate(values.items())
    }
    query = build(standing).query
    compiler = query.get_compiler("default")
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    slots = {_adapted(value): _Slot(name) for name, value in standing.items()}
    columns = [*query.extra_select, *query.values_select, *query.annotation_select]
    return _Written(sql, [_slot(one, slots) for one in parameters], compiler, columns)


def _slot(parameter: Any, slots: Mapping[Any, _Slot]) -> Any:
    return slots.get(parameter, parameter) if isinstance(parameter, int | str | date) else parameter


def _adapted(value: Any) -> Any:
    """As the database is told it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
