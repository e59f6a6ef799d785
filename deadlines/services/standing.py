"""An excuse that does not hold after all: the breach stands again."""

from datetime import datetime

from django.db import transaction

from core.journal import Actor
from core.subjects import Subject
from deadlines.models import Deadline
from deadlines.services.clocks import locked_current
from deadlines.services.restart import restart


@transaction.atomic
def stand_again(
    *, kind: str, subject: Subject, occurrence: str, reason: str, actor: Actor, now: datetime
) -> Deadline | None:
    """Judge a breach that was excused or withdrawn once more, as the next epoch; what was decided stays decided."""
    row = locked_current(subject, kind, occurrence)
    if row is None or row.fired_at is None:
        return row
    if row.excused_at:
        row.excused_at = None
        row.save(update_fields=["excused_at"])
    return restart(
        kind=kind, subject=subject, occurrence=occurrence, start_at=row.start_at, due_at=row.due_at, person=row.person,
        facts={}, formula=row.formula, warn_at=row.warn_at, by_hand=row.by_hand, reason=reason, actor=actor, now=now,
    )  # fmt: skip
