"""Migration operations that let the database itself refuse to change what must stay as written.

`AppendOnly("core_journalentry")` refuses UPDATE and DELETE; `Frozen("rulebook_version", "OLD.state = 'published'",
["document"])` refuses DELETE of matching rows and any change of the named columns. Works on SQLite and PostgreSQL.
"""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation

REFUSAL = "append-only"


class AppendOnly(Operation):
    """Triggers on `table` that abort UPDATE and DELETE with the word append-only."""

    reversible = True

    def __init__(self, table: str, condition: str = "", columns: Sequence[str] = (), label: str = "") -> None:
        """`label` tells apart several guards of one table."""
        self.table, self.condition, self.columns, self.label = table, condition, tuple(columns), label

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of Django's model state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        build = _postgresql if schema_editor.connection.vendor == "postgresql" else _sqlite
        for event in ("UPDATE", "DELETE"):
            schema_editor.execute(build(self.table, self._name(event), event, self._when(event)), params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        tail = f" ON {self.table}" if schema_editor.connection.vendor == "postgresql" else ""
        for event in ("UPDATE", "DELETE"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self._name(event)}{tail}", params=None)

    def _name(self, event: str) -> str:
        return "_".join(filter(None, (self.table, self.label, "no", event.lower())))

    def _when(self, event: str) -> str:
        parts = [f"({self.condition})"] if self.condition else []
        if event == "UPDATE" and self.columns:
            changed = (f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in self.columns)
            parts.append("(" + " OR ".join(changed) + ")")
        return " AND ".join(parts)

    def describe(self) -> str:
        return f"Refuse changes of {self.table}"


Frozen = AppendOnly


class Unguarded(AppendOnly):
    """The reverse: takes a guard away, before a migration that puts a wider one in its place.

    SQLite drops triggers together with the table that it rebuilds for a new column, and says nothing about it.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Lift the guard of {self.table}"


def _sqlite(table: str, name: str, event: str, when: str) -> str:
    # SQLite knows IS NOT for what the standard calls IS DISTINCT FROM.
    guard = f"WHEN {when.replace('IS DISTINCT FROM', 'IS NOT')} " if when else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} {guard}"
        f"BEGIN SELECT RAISE(ABORT, '{table} is {REFUSAL}'); END"
    )


def _postgresql(table: str, name: str, event: str, when: str) -> str:
    guard = f"WHEN ({when}) " if when else ""
    return (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '% is {REFUSAL}', TG_TABLE_NAME; END $$; "
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
        f"FOR EACH ROW {guard}EXECUTE FUNCTION refuse_change()"
    )
