"""Let transactional tests empty tables that the product may never empty.

Triggers refuse DELETE on append-only tables. PostgreSQL's TRUNCATE fires no row triggers, but on SQLite a flush
is a series of DELETEs, so the triggers step aside for the flush after a test, and only for that.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.sqlite3 import base as _base  # noqa: F401 -- first, or the next import is circular
from django.db.backends.sqlite3.operations import DatabaseOperations

TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


def let_tests_empty_append_only_tables() -> None:
    DatabaseOperations.execute_sql_flush = _flush_without_triggers


_flush = DatabaseOperations.execute_sql_flush


def _flush_without_triggers(self: DatabaseOperations, sql_list: Sequence[str]) -> Any:
    with self.connection.cursor() as cursor:
        triggers = cursor.execute(TRIGGERS).fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
    try:
        return _flush(self, sql_list)
    finally:
        with self.connection.cursor() as cursor:
            for _name, sql in triggers:
                cursor.execute(sql)
