"""Field history dated by the act, not by the wall clock, and named after the actor."""

from datetime import datetime
from typing import Any

from accounts.models import Person
from core.journal import Actor


def person_of(actor: Actor) -> Person | None:
    """The person for a foreign key; the system has none."""
    return actor if isinstance(actor, Person) else None


def save(row: Any, *, actor: Actor, now: datetime) -> None:
    """Save `row` with one history row of this act."""
    row._history_user, row._history_date = person_of(actor), now
    row.save()


def told(before: Any) -> Any:
    """A field value as the journal tells it."""
    return before if isinstance(before, bool | int | None) else str(before)


def apply(row: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Set `values` on `row`; what differed, as {field: [before, after]}."""
    changes = {}
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            changes[name] = [told(before), told(value)]
            setattr(row, name, value)
    return changes
