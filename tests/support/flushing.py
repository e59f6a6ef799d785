"""After a transactional test: the database as the migrations left it, by emptying the tables that were written.

Django would truncate a hundred tables and fill in its permissions again, which takes longer than most tests.
Triggers refuse DELETE on append-only tables, so they step aside for the cleaning, and only for that.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction
from django.test import TransactionTestCase

TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({})"
SUPERUSER = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
Rows = list[tuple[Any, ...]]
# What the migrations filled in, by the name of the database and the table.
_filled: dict[str, dict[str, Rows]] = {}
_by_django = TransactionTestCase._fixture_teardown


def clean_only_what_was_written() -> None:
    TransactionTestCase._fixture_teardown = _clean


def remember(connection: Any) -> None:
    """Of a database that has just been created."""
    _filled[connection.settings_dict["NAME"]] = {table: rows(connection, table) for table in nonempty(connection)}


def filled(connection: Any) -> dict[str, Rows] | None:
    """The rows of the migrations; None of a database that was made in another way."""
    return _filled.get(connection.settings_dict["NAME"])


def nonempty(connection: Any, tables: Iterable[str] = ()) -> list[str]:
    """Which of these tables, or of all models, hold a row."""
    asked_for = tables or connection.introspection.django_table_names(only_existing=True, include_views=False)
    asked = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in sorted(asked_for))
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [table for (table,) in cursor.fetchall()]


def rows(connection: Any, table: str) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return [tuple(row) for row in cursor.fetchall()]


def insert(cursor: Any, table: str, told: Rows) -> None:
    """Rows as they were read."""
    if told:
        row = f"({', '.join(['%s'] * len(told[0]))})"
        values = [value for told_row in told for value in told_row]
        cursor.execute(f'INSERT INTO "{table}" VALUES {", ".join([row] * len(told))}', values)


def _clean(case: TransactionTestCase) -> None:
    connection = connections["default"]
    wanted = filled(connection)
    if wanted is None or case.serialized_rollback or not _may_disable_triggers(connection):
        _by_django(case)
        return
    found = {*nonempty(connection), *wanted}
    # Only what might be as it was needs to be read.
    written = sorted(table for table in found if table not in wanted or _differs(connection, table, wanted[table]))
    with transaction.atomic(), _without_triggers(connection, written), connection.cursor() as cursor:
        for table in written:
            cursor.execute(f'DELETE FROM "{table}"')
            insert(cursor, table, wanted.get(table, []))


def _differs(connection: Any, table: str, wanted: Rows) -> bool:
    return Counter(rows(connection, table)) != Counter(wanted)


def _may_disable_triggers(connection: Any) -> bool:
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute(SUPERUSER)
        return bool(cursor.fetchone()[0])


@contextmanager
def _without_triggers(connection: Any, tables: Sequence[str]) -> Iterator[None]:
    """PostgreSQL's own checks of foreign keys are triggers too; on SQLite they wait for the end of the transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            return
        triggers = cursor.execute(TRIGGERS.format(", ".join(["%s"] * len(tables))), tables).fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _name, sql in triggers:
            cursor.execute(sql)
