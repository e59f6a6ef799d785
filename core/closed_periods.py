"""Rows of a closed period: the database refuses to insert them, and whoever closes waits for whoever is writing.

`RefuseInsert("app_row", "period", "SELECT 1 FROM app_closing …")` is a migration operation for SQLite and PostgreSQL;
the query names the new row NEW. `writing` and `closing` order the two kinds of acts on PostgreSQL; SQLite has one
writer at a time anyway.
"""

from typing import Any

from django.db import connection
from django.db.migrations.operations.base import Operation

REFUSAL = "is closed"


def writing(key: str) -> None:
    """Hold the period `key` open until the transaction ends; many may."""
    _advise("pg_advisory_xact_lock_shared", key)


def closing(key: str) -> None:
    """Wait until nobody writes into the period `key`, and keep others out until the transaction ends."""
    _advise("pg_advisory_xact_lock", key)


def _advise(function: str, key: str) -> None:
    if connection.vendor != "postgresql":
        return
    statements = {
        "pg_advisory_xact_lock_shared": "SELECT pg_advisory_xact_lock_shared(hashtext(%s))",
        "pg_advisory_xact_lock": "SELECT pg_advisory_xact_lock(hashtext(%s))",
    }
    with connection.cursor() as cursor:
        cursor.execute(statements[function], [key])


class RefuseInsert(Operation):
    """A trigger on `table` that aborts an INSERT while `exists` finds a row."""

    reversible = True

    def __init__(self, table: str, label: str, exists: str) -> None:
        self.table, self.label, self.exists = table, label, exists

    @property
    def _name(self) -> str:
        return f"{self.table}_{self.label}_closed"

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of Django's model state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        build = self._postgresql if schema_editor.connection.vendor == "postgresql" else self._sqlite
        schema_editor.execute(build(), params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        tail = f" ON {self.table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {self._name}{tail}", params=None)

    def _sqlite(self) -> str:
        return (
            f"CREATE TRIGGER {self._name} BEFORE INSERT ON {self.table} WHEN EXISTS ({self.exists}) "
            f"BEGIN SELECT RAISE(ABORT, '{self.table}: {self.label} {REFUSAL}'); END"
        )

    def _postgresql(self) -> str:
        # PostgreSQL allows no query in the condition of a trigger.
        return (
            f"CREATE OR REPLACE FUNCTION {self._name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF EXISTS ({self.exists}) THEN "
            f"RAISE EXCEPTION '{self.table}: {self.label} {REFUSAL}'; END IF; RETURN NEW; END $$; "
            f"CREATE TRIGGER {self._name} BEFORE INSERT ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self._name}()"
        )

    def describe(self) -> str:
        return f"Refuse rows of a closed {self.label} in {self.table}"
