"""The arrival clock of a ticket: counted from the notice in the book's calendar, moved by corrections and pauses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Person
from core.journal import Actor
from core.subjects import Subject
from core.worktime import Pauses
from core.worktime.table import Listed
from deadlines import services as deadlines
from deadlines.models import Deadline
from deadlines.selectors import current, of_subject
from rulebook import clocks, warnings
from rulebook.models import RulebookVersion
from rulebook.selectors import in_force
from tickets.models import Ticket
from tickets.selectors.records import end_of_cycle, engineer_at, open_holds, pauses_of, waits_since
from tickets.services.claiming import review_claims
from tickets.services.reporting import Report, facts_asked
from tickets.states import HoldKind, TicketState

KIND = "arrival"
EVENT = "sla.arrival.missed"


@dataclass(frozen=True)
class Reckoning:
    """A due instant with the arithmetic behind it, as pages show it; `hard` where a target lies before it."""

    due_at: datetime
    warn_at: datetime
    clause: str
    formula: Mapping[str, Any]
    hard: bool = False


def reckon(
    version: RulebookVersion, *, zone_id: str, start: datetime, facts: Mapping[str, Any], pauses: Pauses = ()
) -> Reckoning | None:
    """The due instant that the book gives, or None where it leaves it to a person (abroad without a period)."""
    target = clocks.target(version.book, KIND, zone=zone_id, facts=facts)
    due = clocks.due(version.book, target, start, days=Listed(), pauses=pauses)
    if due is None or target.within is None:
        return None
    formula: dict[str, Any] = {
        "start": start.isoformat(), "add": str(target.within), "text": target.within.text, "zone": zone_id,
        "calendar": str(target.calendar), "clause": target.clause, "due": due.at.isoformat(),
    }  # fmt: skip
    if due.target is not None and target.limit is not None:
        formula |= {"target": due.target.isoformat(), "limit": str(target.limit)}
    if due.steps:
        formula["steps"] = list(due.steps)
    if pauses:
        formula["pauses"] = [{"from": a.isoformat(), "to": b.isoformat()} for a, b in pauses]
    return Reckoning(due.at, due.warn_at, target.clause, formula, hard=due.target is not None)


def by_hand(version: RulebookVersion, ticket: Ticket, *, start: datetime, due: datetime) -> Reckoning:
    """A due instant that a person set."""
    clause = version.book.slas[KIND].clause if KIND in version.book.slas else ""
    formula = {
        "start": start.isoformat(), "by_hand": True, "zone": ticket.zone, "clause": clause, "due": due.isoformat(),
    }  # fmt: skip
    return Reckoning(due, warn_at(start, due), clause, formula)


def warn_at(start: datetime, due: datetime) -> datetime:
    """When a quarter of the elapsed time is left."""
    return warnings.warn_at(start, due, None)


def reckon_cycle(
    ticket: Ticket, version: RulebookVersion, *, start: datetime, cycle: int | None = None, pauses: Pauses = ()
) -> Reckoning | None:
    """The due instant of one cycle of a ticket, by the facts that the book asks for."""
    facts = facts_of(ticket, cycle=cycle)
    if any(path not in facts for path in version.book.clock_facts):
        report = Report.of(ticket, ticket.machine, at=start, version=version)
        facts |= facts_asked(version, report)
    return reckon(version, zone_id=ticket.zone, start=start, facts=facts, pauses=pauses)


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
        **_place_and_owner(ticket),
    }


def _place_and_owner(ticket: Ticket) -> dict[str, Any]:
    """Where and whose, so that a book may judge by them; a customer not on file is known by nothing."""
    owner = ticket.customer
    return {
        "site.country": ticket.country,
        "site.province": ticket.province,
        "site.area": ticket.area,
        "customer": owner.pk if owner else None,
        "customer.class": owner.customer_class if owner else None,
        "customer.internal": owner.internal if owner else None,
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
    reckoning = reckon_cycle(ticket, version, start=ticket.cycle_from)
    if reckoning is None:
        return None
    row = begin_clock(ticket, reckoning, version=version, actor=actor, now=now)
    if not reckoning.hard and waits_since(ticket, pausing(version)):
        # What the ticket already waits for keeps the new clock from running.
        return deadlines.pause(**_key(ticket), at=ticket.cycle_from, actor=actor, now=now)
    return row


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
    _overtake(ticket, deadlines.stop(**_key(ticket), at=now, actor=actor, now=now), now=now)


def end_clock(ticket: Ticket, *, actor: Actor, now: datetime) -> None:
    """No arrival is needed any more; a due instant that has passed stays missed."""
    _overtake(ticket, deadlines.end(**_key(ticket), at=now, actor=actor, now=now), now=now)


def _overtake(ticket: Ticket, row: Deadline | None, *, now: datetime) -> None:
    """Nobody waits any longer for the user to receive us."""
    if row is not None and HoldKind.CUSTOMER in pausing(row.version):
        open_holds(ticket, HoldKind.CUSTOMER).update(lifted_at=now)


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
    review_claims(ticket, now=now)


def pausing(version: RulebookVersion) -> list[str]:
    """The kinds of hold that stop the clock by this version; the book names their events (hold.customer.placed)."""
    sla = version.book.slas.get(KIND)
    return [event.removeprefix("hold.").removesuffix(".placed") for event in sla.pause] if sla else []


def _key(ticket: Ticket) -> dict[str, Any]:
    return {"kind": KIND, "subject": Subject.of(ticket), "occurrence": str(ticket.cycle)}


def _recount(ticket: Ticket, row: Deadline, *, reason: str, actor: Actor, now: datetime) -> None:
    cycle = int(row.occurrence)
    start = ticket.notified_at if cycle == 1 else row.start_at
    pauses = pauses_of(ticket, pausing(row.version), until=row.stopped_at or row.ended_at or now)
    reckoning = reckon_cycle(ticket, row.version, start=start, cycle=cycle, pauses=pauses)
    hand = reckoning is None
    if reckoning is None and not row.by_hand:
        deadlines.drop(
            kind=KIND, subject=row.subject, occurrence=row.occurrence, reason=reason, actor=actor, now=now
        )
        return
    reckoning = reckoning or by_hand(row.version, ticket, start=start, due=row.due_at)
    replace_clock(
        ticket, row, reckoning, start=start, hand=hand, paused_at=None if reckoning.hard else row.paused_at,
        reason=reason, actor=actor, now=now,
    )  # fmt: skip


def replace_clock(
    ticket: Ticket, row: Deadline, reckoning: Reckoning, *, start: datetime, hand: bool, reason: str, actor: Actor,
    now: datetime, paused_at: datetime | None = None,
) -> None:  # fmt: skip
    """The next epoch of a clock; it is judged against whoever had the job at its due instant."""
    ended = row.stopped_at or row.ended_at or now
    person = engineer_at(ticket, min(reckoning.due_at, ended))
    deadlines.restart(
        kind=KIND, subject=row.subject, occurrence=row.occurrence, start_at=start, due_at=reckoning.due_at,
        warn_at=reckoning.warn_at, by_hand=hand, person=person,
        facts=facts_of(ticket, cycle=int(row.occurrence), engineer=person), formula=reckoning.formula,
        paused_at=paused_at, reason=reason, actor=actor, now=now,
    )  # fmt: skip


def _late_start(ticket: Ticket, *, actor: Actor, now: datetime) -> None:
    """A clock that was not there before the correction; what has already ended this cycle is judged against it."""
    if ticket.state == TicketState.HANDED_TO_OFFICE:
        return
    ended = end_of_cycle(ticket)
    version = version_of_cycle(ticket)
    reckoning = reckon_cycle(ticket, version, start=ticket.cycle_from)
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
