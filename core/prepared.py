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
from django.db.models.query import ModelIterable
from django.db.transaction import TransactionManagementError

# Nobody has these numbers. Instants stand for themselves, since rights are looked up by them while building: no
# other parameter of a query is the microsecond of the request.
NUMBERS = tuple(range(9_007_199_254_740_000, 9_007_199_254_740_010))


# Neither has anybody these texts.
TEXT = "\x7f{}\x7f"
Build = Callable[[Mapping[str, Any]], QuerySet[Any, Any]]
Value = int | str | date | datetime


@dataclass(frozen=True)
class _Written:
    """The statement with its parameters, some of them names, and the compiler that reads its rows."""

    sql: str
    parameters: Sequence[Any]
    compiler: Any
    columns: Sequence[str]
    converters: Mapping[int, Any]
    locks: bool


@dataclass(frozen=True)
class _Slot:
    name: str


@dataclass(frozen=True)
class _Asked:
    """As much of a queryset as reading its objects needs; it is its own query."""

    compiler: Any
    db: str = "default"

    @property
    def query(self) -> "_Asked":
        return self

    @property
    def _known_related_objects(self) -> Mapping[Any, Any]:
        return {}

    def get_compiler(self, using: str) -> Any:
        return self.compiler


# More than all queues, sorts and usual filters make for all kinds of readers; what addresses make up must not pile up.
MOST = 600
# None for what can have no rows, and is never asked.
_written: dict[Hashable, _Written | None] = {}


def rows(key: Hashable, build: Build, **values: Value) -> list[dict[str, Any]]:
    """The rows of the `values()` query that `build` makes of its stand-ins, read with `values` in their places.

    All else that the query depends on belongs in `key`, and `build` may only pass its stand-ins on.
    """
    written = _known(key, build, values)
    if written is None:
        return []
    found = _bound(written, values).results_iter()
    return [dict(zip(written.columns, row, strict=True)) for row in found]


def objects(key: Hashable, build: Build, **values: Value) -> list[Any]:
    """The objects of the query that `build` makes, with what it selects along; else as `rows`."""
    written = _known(key, build, values)
    if written is None:
        return []
    asked: Any = _Asked(_bound(written, values))
    return list(ModelIterable(asked))


def _known(key: Hashable, build: Build, values: Mapping[str, Value]) -> _Written | None:
    place = (connection.vendor, key)
    if place not in _written:
        if len(_written) >= MOST:
            _written.clear()
        _written[place] = _write(build, values)
    return _written[place]


def _bound(written: _Written, values: Mapping[str, Value]) -> Any:
    """A compiler that asks for `values`."""
    if written.locks and connection.get_autocommit():
        raise TransactionManagementError("select_for_update cannot be used outside of a transaction.")
    # Of its own for each reader: a compiler remembers the connection of its thread.
    compiler = copy(written.compiler)
    compiler.connection = connection
    bound = tuple(_adapted(values[one.name]) if isinstance(one, _Slot) else one for one in written.parameters)
    compiler.as_sql = lambda *_given, **_more: (written.sql, bound)
    compiler.get_converters = lambda _columns: written.converters
    return compiler


def _write(build: Build, values: Mapping[str, Value]) -> _Written | None:
    standing = {name: _standing(index, value) for index, (name, value) in enumerate(values.items())}
    query = build(standing).query
    compiler = query.get_compiler("default")
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        _refuse_narrow(build, values)
        return None
    slots = {_adapted(value): _Slot(name) for name, value in standing.items()}
    columns = [*query.extra_select, *query.values_select, *query.annotation_select]
    converters = compiler.get_converters([column for column, *_rest in compiler.select[: compiler.col_count]])
    locks = query.select_for_update and connection.features.has_select_for_update
    return _Written(sql, [_slot(one, slots) for one in parameters], compiler, columns, converters, locks)


def _refuse_narrow(build: Build, values: Mapping[str, Value]) -> None:
    """PostgreSQL finds nothing for a number that its column cannot hold: a stand-in in a small column would always
    find nothing."""
    try:
        build(values).query.get_compiler("default").as_sql()
    except EmptyResultSet:
        return
    raise ValueError("A column of this query is too narrow for the number that stands in for its value.")


def _standing(index: int, value: Value) -> Value:
    if isinstance(value, date):
        return value
    return TEXT.format(index) if isinstance(value, str) else NUMBERS[index]


def _slot(parameter: Any, slots: Mapping[Any, _Slot]) -> Any:
    return slots.get(parameter, parameter) if isinstance(parameter, int | str | date) else parameter


def _adapted(value: Any) -> Any:
    """As the database is told it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
