"""A clock is counted anew from its original start (zone, notice time, machine corrected): the next epoch."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Person
from core.journal import Actor
from core.subjects import Subject
from deadlines.models import Deadline
from deadlines.services.clocks import locked_current
from deadlines.services.firing import as_fact, fire
from judgement.services import correct_fact
from rulebook.models import RulebookVersion


@transaction.atomic
def restart(
    *, kind: str, subject: Subject, occurrence: str, start_at: datetime, due_at: datetime, person: Person | None,
    facts: Mapping[str, Any], formula: Mapping[str, Any], reason: str, actor: Actor, now: datetime,
    warn_at: datetime | None = None, by_hand: bool = False, paused_at: datetime | None = None, undone: bool = False,
    stopped_at: datetime | None = None,
) -> Deadline | None:  # fmt: skip
    """Replace the current epoch; `person` is who was answerable at the new due instant.

    A breach of the old epoch that no longer holds is withdrawn, one of the new epoch is judged at once, and one that
    holds in both is carried over. Where the limit was stopped or ended, that instant is judged anew, unless what
    stopped it is `undone` or was accepted to have happened at `stopped_at`; where it still stands still since
    `paused_at`, that one.
    """
    old = locked_current(subject, kind, occurrence)
    if old is None:
        return None
    # A breach the sweep has not seen yet is still one of the old epoch: judged first, then corrected.
    if old.overdue(now):
        fire([old], actor=actor, now=now)
    old.superseded_at = now
    old.save(update_fields=["superseded_at"])
    row = Deadline.objects.create(
        kind=kind, event=old.event, subject_type=subject.type, subject_id=subject.id, occurrence=occurrence,
        epoch=old.epoch + 1, clause=old.clause, version=old.version, person=person, facts={**old.facts, **facts},
        formula=dict(formula), start_at=start_at, due_at=due_at, warn_at=warn_at, by_hand=by_hand,
        stopped_at=None if undone else stopped_at or old.stopped_at, ended_at=old.ended_at, paused_at=paused_at,
        excused_at=None,
    )  # fmt: skip
    _judge_again(old, row, reason=reason, actor=actor, now=now)
    return row


def reopen(
    *, kind: str, subject: Subject, occurrence: str, reason: str, actor: Actor, now: datetime
) -> Deadline | None:
    """What stopped the limit turned out to be nothing: it runs on to its old due instant, or is judged at once."""
    old = locked_current(subject, kind, occurrence)
    if old is None or old.stopped_at is None:
        return None
    return restart(
        kind=kind, subject=subject, occurrence=occurrence, start_at=old.start_at, due_at=old.due_at, person=old.person,
        facts={}, formula=old.formula, warn_at=old.warn_at, by_hand=old.by_hand, undone=True, reason=reason,
        actor=actor, now=now,
    )  # fmt: skip


def accept_stop(
    *, kind: str, subject: Subject, occurrence: str, at: datetime, reason: str, actor: Actor, now: datetime
) -> Deadline | None:
    """What stopped the limit happened already at `at`, as a person accepted: judged anew against that instant."""
    old = locked_current(subject, kind, occurrence)
    if old is None or old.stopped_at is None or old.stopped_at <= at:
        return old
    return restart(
        kind=kind, subject=subject, occurrence=occurrence, start_at=old.start_at, due_at=old.due_at, person=old.person,
        facts={}, formula=old.formula, warn_at=old.warn_at, by_hand=old.by_hand, stopped_at=at, reason=reason,
        actor=actor, now=now,
    )  # fmt: skip


def rebind(*, kind: str, subject: Subject, occurrence: str, version: RulebookVersion) -> Deadline | None:
    """What nothing has judged yet comes under the version in force on its last day (0.8)."""
    row = locked_current(subject, kind, occurrence)
    if row is not None and not row.fired_at and row.version_id != version.pk:
        row.version = version
        row.save(update_fields=["version"])
    return row


def _judge_again(old: Deadline, row: Deadline, *, reason: str, actor: Actor, now: datetime) -> None:
    late = row.due_at < (row.stopped_at or row.ended_at or row.paused_at or now)
    if old.fired_at:
        correct_fact(
            event=row.event, subject=row.subject, occurrence=row.occurrence,
            replacement=as_fact(row) if late else None, reason=reason, actor=actor, now=now,
        )  # fmt: skip
        if late:
            # A proof excuses who filed it; another one who answers now may file his own.
            row.fired_at, row.excused_at = now, old.excused_at if row.person_id == old.person_id else None
            row.save(update_fields=["fired_at", "excused_at"])
    elif late:
        fire([row], actor=actor, now=now)


@transaction.atomic
def drop(*, kind: str, subject: Subject, occurrence: str, reason: str, actor: Actor, now: datetime) -> None:
    """The limit no longer exists for its subject, such as after a correction to a zone without a period."""
    old = locked_current(subject, kind, occurrence)
    if old is None:
        return
    # Judged first, as in restart: what is told afterwards must not hang on whether the sweep was faster.
    if old.overdue(now):
        fire([old], actor=actor, now=now)
    if old.fired_at:
        correct_fact(event=old.event, subject=subject, occurrence=occurrence, replacement=None, reason=reason,
                     actor=actor, now=now)  # fmt: skip
    old.superseded_at = now
    old.save(update_fields=["superseded_at"])
