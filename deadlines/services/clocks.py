"""Start, stop, end and reassign one deadline; each judges it first when it has fallen due already."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Person
from core import journal, prepared
from core.journal import Actor
from core.subjects import Subject
from deadlines.models import Deadline
from deadlines.services.firing import fire
from deadlines.states import DeadlineState
from rulebook.models import RulebookVersion


@transaction.atomic
def start(
    *,
    kind: str,
    event: str,
    subject: Subject,
    occurrence: str,
    clause: str,
    version: RulebookVersion,
    person: Person | None,
    facts: Mapping[str, Any],
    formula: Mapping[str, Any],
    start_at: datetime,
    due_at: datetime,
    actor: Actor,
    now: datetime,
    warn_at: datetime | None = None,
    by_hand: bool = False,
) -> Deadline:
    """Let a limit run from `start_at` to `due_at`, the last complying instant; typed in late, it is judged at once."""
    # A limit that was dropped by a correction and comes back by another one goes on counting epochs.
    earlier = prepared.rows("last epoch", _epochs, **_key(subject, kind, occurrence))
    row = Deadline.objects.create(
        kind=kind, event=event, subject_type=subject.type, subject_id=subject.id, occurrence=occurrence,
        epoch=(earlier[0]["epoch"] if earlier else 0) + 1, clause=clause, version=version, person=person,
        facts=dict(facts), formula=dict(formula), start_at=start_at, due_at=due_at, warn_at=warn_at, by_hand=by_hand,
    )  # fmt: skip
    if row.overdue(now):
        fire([row], actor=actor, now=now)
    return row


def locked_current(subject: Subject, kind: str, occurrence: str) -> Deadline | None:
    """The current epoch of one limit, row-locked."""
    return next(iter(prepared.objects("current limit", _current, **_key(subject, kind, occurrence))), None)


def _key(subject: Subject, kind: str, occurrence: str) -> dict[str, Any]:
    return {"kind": kind, "subject_type": subject.type, "subject_id": subject.id, "occurrence": occurrence}


def _epochs(given: Mapping[str, Any]) -> Any:
    return Deadline.objects.filter(**given).order_by("-epoch").values("epoch")[:1]


def _current(given: Mapping[str, Any]) -> Any:
    rows = Deadline.objects.select_for_update(of=("self",)).select_related("version", "person")
    return rows.filter(**given, superseded_at=None)


@transaction.atomic
def stop(*, kind: str, subject: Subject, occurrence: str, at: datetime, actor: Actor, now: datetime) -> Deadline | None:
    """What the limit waited for happened at `at`: exactly at the due instant complies, a microsecond later does not.

    Returns the limit, or None where there is none. A second stop changes nothing.
    """
    row = locked_current(subject, kind, occurrence)
    if row is None or row.stopped_at or row.ended_at:
        return row
    if row.overdue(at):
        fire([row], actor=actor, now=now)
    row.stopped_at = at
    row.save(update_fields=["stopped_at"])
    return row


@transaction.atomic
def end(*, kind: str, subject: Subject, occurrence: str, at: datetime, actor: Actor, now: datetime) -> Deadline | None:
    """The limit ends without breach at `at`; where that is after its due instant the breach stands."""
    row = locked_current(subject, kind, occurrence)
    if row is None or row.stopped_at or row.ended_at:
        return row
    if row.overdue(at):
        fire([row], actor=actor, now=now)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    return row


@transaction.atomic
def pause(
    *, kind: str, subject: Subject, occurrence: str, at: datetime, actor: Actor, now: datetime
) -> Deadline | None:
    """The limit stands still from `at` until `restart` counts it anew; a due instant that has passed stays missed."""
    row = locked_current(subject, kind, occurrence)
    if row is None or row.state is not DeadlineState.OPEN:
        return row
    if row.overdue(at):
        fire([row], actor=actor, now=now)
        return row
    row.paused_at = at
    row.save(update_fields=["paused_at"])
    return row


@transaction.atomic
def reassign(
    *,
    kind: str,
    subject: Subject,
    occurrence: str,
    person: Person | None,
    facts: Mapping[str, Any],
    actor: Actor,
    now: datetime,
) -> Deadline | None:
    """Another person answers for the limit from now on; a due instant that has passed stays with the one before."""
    row = locked_current(subject, kind, occurrence)
    if row is None or row.stopped_at or row.ended_at or row.fired_at:
        return row
    if row.overdue(now):
        fire([row], actor=actor, now=now)
        return row
    row.person, row.facts = person, {**row.facts, **facts}
    row.save(update_fields=["person", "facts"])
    return row


@transaction.atomic
def excuse(
    *, kind: str, subject: Subject, occurrence: str, reason: str, actor: Actor, now: datetime
) -> Deadline | None:
    """An accepted written proof: the mark of being late stays and reads "missed, excused" (regulation 6.2c)."""
    row = locked_current(subject, kind, occurrence)
    if row is None or row.fired_at is None or row.excused_at:
        return row
    row.excused_at = now
    row.save(update_fields=["excused_at"])
    journal.record(subject, "excuse_deadline", actor=actor, now=now, reason=reason, clause=row.clause)
    return row
