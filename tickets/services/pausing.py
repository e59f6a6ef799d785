"""What a ticket waits for stops its arrival clock where the book says so, and lets it run on afterwards."""

from datetime import datetime

from django.utils.translation import gettext as _

from core import journal
from core.journal import Actor
from core.subjects import Subject
from deadlines import services as deadlines
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from rulebook.clocks import time_left
from tickets.models import Ticket
from tickets.selectors.records import pauses_of, waits_since
from tickets.services.clock import (
    KIND,
    Reckoning,
    by_hand,
    pausing,
    reckon_cycle,
    replace_clock,
    version_of_cycle,
)


def hold_placed(ticket: Ticket, kind: str, *, actor: Actor, now: datetime) -> None:
    """Stop the clock of this cycle where its version names the hold; a hard limit runs on."""
    row = _moved_by(ticket, kind)
    if row is None or "limit" in row.formula or row.state is not DeadlineState.OPEN:
        return
    left = time_left(row.formula.get("steps", ()), row.due_at, now)
    paused = deadlines.pause(
        kind=KIND, subject=row.subject, occurrence=row.occurrence, at=now, actor=actor, now=now
    )
    if paused is not None and paused.paused_at:
        journal.record(
            ticket, "pause_clock", actor=actor, now=now, clause=row.clause,
            data={"waits_for": kind, "due": row.due_at, "left_seconds": int(left.total_seconds()) if left else None},
        )  # fmt: skip


def hold_lifted(ticket: Ticket, kind: str, *, actor: Actor, now: datetime) -> None:
    """Let the clock run on with the time that was left, in its next epoch, unless the ticket waits for more."""
    row = _moved_by(ticket, kind)
    if row is None or row.state not in (DeadlineState.PAUSED, DeadlineState.OPEN):
        return
    if row.state is DeadlineState.OPEN and "limit" not in row.formula:
        return
    if waits_since(ticket, pausing(row.version)):
        return
    hand, reckoning = row.by_hand, _going_on(ticket, row, now=now)
    replace_clock(
        ticket, row, reckoning, start=row.start_at, hand=hand, reason=_("等待结束，继续计时"), actor=actor, now=now
    )
    journal.record(
        ticket, "resume_clock", actor=actor, now=now, clause=row.clause,
        data={"waited_for": kind, "due": reckoning.due_at, "due_before": row.due_at},
    )  # fmt: skip


def _moved_by(ticket: Ticket, kind: str) -> Deadline | None:
    """The locked clock of this cycle, where a hold of this kind moves it; a clock that has stopped is left alone."""
    if ticket.arrived_at or kind not in pausing(version_of_cycle(ticket)):
        return None
    return deadlines.locked_current(Subject.of(ticket), KIND, str(ticket.cycle))


def _going_on(ticket: Ticket, row: Deadline, *, now: datetime) -> Reckoning:
    pauses = pauses_of(ticket, pausing(row.version), until=now)
    found = reckon_cycle(ticket, row.version, start=row.start_at, cycle=int(row.occurrence), pauses=pauses)
    if found is not None:
        return found
    # What a person set is put off by as long as it stood still.
    lost = now - (row.paused_at or now)
    return by_hand(row.version, ticket, start=row.start_at, due=row.due_at + lost)
