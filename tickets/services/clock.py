"""The arrival clock of a ticket: counted from the notice, moved by corrections only (clauses 5, 6.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Person
from core.clock import zone
from core.journal import Actor
from core.subjects import Subject
from deadlines import services as deadlines
from deadlines.models import Deadline
from deadlines.selectors import current, of_subject
from rulebook import clocks, durations
from rulebook.models import RulebookVersion
from rulebook.selectors import in_force
from tickets.models import Ticket
from tickets.selectors.records import end_of_cycle, engineer_at
from tickets.states import TicketState

KIND = "arrival"
EVENT = "sla.arrival.missed"


@dataclass(frozen=True)
class Reckoning:
    """A due instant with the arithmetic behind it, as pages show it."""

    due_at: datetime
    warn_at: datetime
    clause: str
    formula: Mapping[str, Any]


def reckon(
    version: RulebookVersion, *, zone_id: str, start: datetime, facts: Mapping[str, Any]
) -> Reckoning | None:
    """The due instant that the book gives, or None where it leaves it to a person (abroad without a period)."""
    target = clocks.target(version.book, KIND, zone=zone_id, facts=facts)
    if target.within is None:
        return None
    due = durations.due_at(start, target.within, zone())
    formula = {
        "start": start.isoformat(), "add": str(target.within), "text": target.within.text, "zone": zone_id,
        "calendar": str(target.calendar), "clause": target.clause, "due": due.isoformat(),
    }  # fmt: skip
    return Reckoning(due, warn_at(start, due), target.clause, formula)


def by_hand(version: RulebookVersion, ticket: Ticket, *, start: datetime, due: datetime) -> Reckoning:
    """A due instant that a person set."""
    clause = clocks.target(version.book, KIND, zone=ticket.zone, facts=facts_of(ticket)).clause
    formula = {
        "start": start.isoformat(), "by_hand": True, "zone": ticket.zone, "clause": clause, "due": due.isoformat(),
    }  # fmt: skip
    return Reckoning(due, warn_at(start, due), clause, formula)


def warn_at(start: datetime, due: datetime) -> datetime:
    """When a quarter of the time is left."""
    return due - (due - start) / 4


def facts_of(ticket: Ticket, *, cycle: int | None = None, engineer: Person | None = None) -> dict[str, Any]:
    """All that judging a late arrival needs, as flat facts of the event registry."""
    cycle = cycle or ticket.cycle
    return {
        "title": _("工单 %(number)s") % {"number": ticket.number},
        "ticket": ticket.pk,
        "ticket.engineer": engineer.pk if engineer else None,
        "ticket.urgent": ticket.urgent,
        "ticket.zone": ticket.zone,
        "ticket.in_warranty": ticket.in_warranty,
        "ticket.service_class": ticket.service_class,
        "ticket.cycle": cycle,
        "ticket_cycle": f"{ticket.pk}:{cycle}",
    }


def version_of_cycle(ticket: Ticket) -> RulebookVersion:
    """Reading 0.8: the version in force when the clock of this cycle started."""
    return ticket.version if ticket.cycle == 1 else in_force(now=ticket.cycle_from)


def current_clock(ticket: Ticket) -> Deadline | None:
    """The clock of this cycle, running or not."""
    return current(Subject.of(ticket), KIND, str(ticket.cycle))


def start_clock(ticket: Ticket, *, actor: Actor, now: datetime) -> Deadline | None:
    """Let the clock of this cycle run from `cycle_from`; none where a person has to set the due time."""
    version = version_of_cycle(ticket)
    reckoning = reckon(version, zone_id=ticket.zone, start=ticket.cycle_from, facts=facts_of(ticket))
    return begin_clock(ticket, reckoning, version=version, actor=actor, now=now) if reckoning else None


def begin_clock(
    ticket: Ticket,
    reckoning: Reckoning,
    *,
    version: RulebookVersion,
    actor: Actor,
    now: datetime,
    hand: bool = False,
) -> Deadline:
    """The row itself; it belongs to whoever has the job now."""
    return deadlines.start(
        kind=KIND, event=EVENT, subject=Subject.of(ticket), occurrence=str(ticket.cycle), clause=reckoning.clause,
        version=version, person=ticket.engineer, facts=facts_of(ticket, engineer=ticket.engineer),
        formula=reckoning.formula, start_at=ticket.cycle_from, due_at=reckoning.due_at, warn_at=reckoning.warn_at,
        by_hand=hand, actor=actor, now=now,
    )  # fmt: skip


def stop_clock(ticket: Ticket, *, actor: Actor, now: datetime) -> None:
    """The site is reached."""
    deadlines.stop(
        kind=KIND, subject=Subject.of(ticket), occurrence=str(ticket.cycle), at=now, actor=actor, now=now
    )


def end_clock(ticket: Ticket, *, actor: Actor, now: datetime) -> None:
    """No arrival is needed any more; a due instant that has passed stays missed."""
    deadlines.end(
        kind=KIND, subject=Subject.of(ticket), occurrence=str(ticket.cycle), at=now, actor=actor, now=now
    )


def hand_clock_to(ticket: Ticket, engineer: Person | None, *, actor: Actor, now: datetime) -> None:
    """6.2d: who answers from now on; the due time does not move. Called before the assignment changes."""
    deadlines.reassign(
        kind=KIND, subject=Subject.of(ticket), occurrence=str(ticket.cycle), person=engineer,
        facts={"ticket.engineer": engineer.pk if engineer else None}, actor=actor, now=now,
    )  # fmt: skip


def recount(ticket: Ticket, *, reason: str, actor: Actor, now: datetime) -> None:
    """After a correction: every clock of the ticket is counted anew from its original start, in its next epoch."""
    clocks_ = [row for row in of_subject(Subject.of(ticket)) if row.kind == KIND]
    for row in clocks_:
        _recount(ticket, row, reason=reason, actor=actor, now=now)
    if str(ticket.cycle) not in {row.occurrence for row in clocks_}:
        _late_start(ticket, actor=actor, now=now)


def _recount(ticket: Ticket, row: Deadline, *, reason: str, actor: Actor, now: datetime) -> None:
    cycle = int(row.occurrence)
    start = ticket.notified_at if cycle == 1 else row.start_at
    reckoning = reckon(row.version, zone_id=ticket.zone, start=start, facts=facts_of(ticket, cycle=cycle))
    hand = reckoning is None
    if reckoning is None and not row.by_hand:
        deadlines.drop(
            kind=KIND, subject=row.subject, occurrence=row.occurrence, reason=reason, actor=actor, now=now
        )
        return
    reckoning = reckoning or by_hand(row.version, ticket, start=start, due=row.due_at)
    person = engineer_at(ticket, min(reckoning.due_at, row.stopped_at or row.ended_at or now))
    deadlines.restart(
        kind=KIND, subject=row.subject, occurrence=row.occurrence, start_at=start, due_at=reckoning.due_at,
        warn_at=reckoning.warn_at, by_hand=hand, person=person,
        facts=facts_of(ticket, cycle=cycle, engineer=person), formula=reckoning.formula,
        reason=reason, actor=actor, now=now,
    )  # fmt: skip


def _late_start(ticket: Ticket, *, actor: Actor, now: datetime) -> None:
    """A clock that was not there before the correction; what has already ended this cycle is judged against it."""
    if ticket.state == TicketState.HANDED_TO_OFFICE:
        return
    ended = end_of_cycle(ticket)
    version = version_of_cycle(ticket)
    reckoning = reckon(version, zone_id=ticket.zone, start=ticket.cycle_from, facts=facts_of(ticket))
    if reckoning is None:
        return
    in_time = ended is not None and ended <= reckoning.due_at
    # Started as of the instant that ended it: a clock that was kept must not fire before it is stopped.
    row = begin_clock(
        ticket, reckoning, version=version, actor=actor, now=ended if in_time and ended else now
    )
    if ended is None:
        return
    finish = deadlines.stop if ticket.arrived_at else deadlines.end
    finish(kind=KIND, subject=row.subject, occurrence=row.occurrence, at=ended, actor=actor, now=now)
