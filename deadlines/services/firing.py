"""Fire deadlines: hand each as a fact to the judgement and mark it, in the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from core.journal import Actor, Heads
from core.subjects import Subject
from deadlines.models import Deadline
from judgement.inputs import FactInput
from judgement.services import record_facts
from rulebook.events import LAPSES


def fire(rows: Sequence[Deadline], *, actor: Actor, now: datetime, heads: Heads | None = None) -> None:
    """Judge `rows`, which the caller holds locked and knows to be late; dated by their due instants, not by `now`.

    A right that lapses is a fact too, and its limit has ended: nobody missed anything.
    """
    record_facts([as_fact(row) for row in rows], actor=actor, now=now, heads=heads)
    lapsed = [row for row in rows if row.event in LAPSES]
    missed = [row for row in rows if row.event not in LAPSES]
    Deadline.objects.filter(pk__in=[row.pk for row in missed]).update(fired_at=now)
    for row in missed:
        row.fired_at = now
    if lapsed:
        Deadline.objects.filter(pk__in=[row.pk for row in lapsed]).update(ended_at=F("due_at"))
    for row in lapsed:
        row.ended_at = row.due_at


def as_fact(row: Deadline) -> FactInput:
    """The missed limit as the judgement wants it."""
    return FactInput(
        event=row.event, subject=Subject(row.subject_type, row.subject_id), version=row.version, at=row.due_at,
        person=row.person, occurrence=row.occurrence, epoch=row.epoch,
        facts={
            **row.facts,
            "deadline.by_hand": row.by_hand,
            "deadline.start": row.start_at.isoformat(),
            "deadline.due": row.due_at.isoformat(),
            **({"deadline.target": row.formula["target"]} if "target" in row.formula else {}),
        },
    )  # fmt: skip
