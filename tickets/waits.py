"""`tickets_ticket.waits_until`: the earliest limit that still waits, kept by the database beside its truth.

The rows in deadlines stay what counts; the column only lets an index sort a million tickets by them. A trigger keeps
it, since acts of several apps start and stop limits, and none of them knows of queues.
"""

from datetime import UTC, datetime
from typing import Any

# What no limit waits for: sorted last, and later than any instant that a page asks for.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
TRIGGERS = ("ticket_waits_insert", "ticket_waits_update")
COLUMNS = "due_at, stopped_at, ended_at, superseded_at, paused_at"

_EARLIEST = """COALESCE((SELECT MIN(due_at) FROM deadlines_deadline WHERE subject_type = 'tickets.ticket'
    AND subject_id = {ticket} AND stopped_at IS NULL AND ended_at IS NULL AND superseded_at IS NULL
    AND paused_at IS NULL),
    '{never}')"""
_FUNCTION = """CREATE OR REPLACE FUNCTION keep_ticket_waits() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE earliest timestamptz := {earliest};
    BEGIN UPDATE tickets_ticket SET waits_until = earliest WHERE id = NEW.subject_id AND waits_until <> earliest;
    RETURN NULL; END $$"""
_ON_POSTGRESQL = """CREATE TRIGGER {name} AFTER {event} ON deadlines_deadline FOR EACH ROW
    WHEN (NEW.subject_type = 'tickets.ticket') EXECUTE FUNCTION keep_ticket_waits()"""
_ON_SQLITE = """CREATE TRIGGER {name} AFTER {event} ON deadlines_deadline FOR EACH ROW
    WHEN NEW.subject_type = 'tickets.ticket'
    BEGIN UPDATE tickets_ticket SET waits_until = {earliest} WHERE id = NEW.subject_id; END"""


def keep(apps: Any, schema_editor: Any) -> None:
    """Make the triggers, anew where they are there: SQLite loses them when a migration rebuilds deadlines_deadline."""
    forget(apps, schema_editor)
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    if on_postgresql:
        schema_editor.execute(_FUNCTION.format(earliest=_earliest("NEW.subject_id", on_postgresql)), params=None)
    build = _ON_POSTGRESQL if on_postgresql else _ON_SQLITE
    for name, event in zip(TRIGGERS, ("INSERT", f"UPDATE OF {COLUMNS}"), strict=True):
        earliest = _earliest("NEW.subject_id", on_postgresql)
        schema_editor.execute(build.format(name=name, event=event, earliest=earliest), params=None)


def forget(apps: Any, schema_editor: Any) -> None:
    tail = " ON deadlines_deadline" if schema_editor.connection.vendor == "postgresql" else ""
    for name in TRIGGERS:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{tail}", params=None)


def recount(apps: Any, schema_editor: Any) -> None:
    """The column of every ticket out of its limits, in one statement."""
    earliest = _earliest("tickets_ticket.id", schema_editor.connection.vendor == "postgresql")
    sql = f"UPDATE tickets_ticket SET waits_until = {earliest}"  # noqa: S608 - our own text
    schema_editor.execute(sql, params=None)


def _earliest(ticket: str, on_postgresql: bool) -> str:
    # SQLite compares instants as text, in the form in which Django writes them.
    never = NEVER.isoformat() if on_postgresql else NEVER.strftime("%Y-%m-%d %H:%M:%S")
    return _EARLIEST.format(ticket=ticket, never=never)
