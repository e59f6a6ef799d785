"""What the records of a ticket tell: who had it when, what ended a cycle, what it waits for."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import Person
from core.subjects import Subject
from core.worktime import closed
from deadlines.models import Deadline
from deadlines.selectors import of_subject
from tickets.models import Arrival, Assignment, FollowUpCall, Hold, Instruction, RemoteSolution, Ticket
from tickets.states import IN_HAND, OPEN, CallOutcome


def engineer_at(ticket: Ticket, instant: datetime) -> Person | None:
    """Who was assigned at `instant`: from the second of dispatch on, no longer from that of his replacement."""
    rows = Assignment.objects.filter(Q(until=None) | Q(until__gt=instant), ticket=ticket, since__lte=instant)
    row = rows.select_related("engineer").order_by("-since", "-pk").first()
    return row.engineer if row else None


def dispatchers(ticket: Ticket, *, cycle: int, until: datetime) -> list[Person]:
    """Who sent somebody in a cycle up to an instant; they do not judge why he was late (6.2c)."""
    rows = Assignment.objects.filter(ticket=ticket, cycle=cycle, since__lte=until, assigned_by__isnull=False)
    return [row.assigned_by for row in rows.select_related("assigned_by") if row.assigned_by]


def open_jobs(engineer: Person) -> QuerySet[Ticket]:
    """What an engineer still has to do, and would have to hand over."""
    return Ticket.objects.filter(engineer=engineer, state__in=IN_HAND).order_by("notified_at", "pk")


def arrival_deadlines(ticket: Ticket) -> list[Deadline]:
    """The arrival limits of all cycles that still stand, oldest first."""
    return [row for row in of_subject(Subject.of(ticket)) if row.kind == "arrival"]


def sent_since(arrival: Arrival) -> datetime | None:
    """Since when the engineer of an arrival had the job in that cycle."""
    rows = Assignment.objects.filter(
        ticket=arrival.ticket_id, cycle=arrival.cycle, engineer=arrival.engineer_id, since__lte=arrival.received_at
    )
    return rows.order_by("-since", "-pk").values_list("since", flat=True).first()


def current_assignment(ticket: Ticket) -> Assignment | None:
    return Assignment.objects.filter(ticket=ticket, until=None).first()


def first_arrival(ticket: Ticket, *, cycle: int | None = None) -> Arrival | None:
    """The arrival that stopped the clock of a cycle, by default of this one."""
    return Arrival.objects.filter(ticket=ticket, cycle=cycle or ticket.cycle, first=True).first()


def end_of_cycle(ticket: Ticket) -> datetime | None:
    """When the arrival clock of this cycle had nothing more to wait for: arrival, or the remote solution."""
    if ticket.arrived_at:
        return ticket.arrived_at
    remote = RemoteSolution.objects.filter(ticket=ticket, cycle=ticket.cycle).order_by("at").first()
    return remote.at if remote else None


def resolved_remotely(ticket: Ticket, *, cycle: int) -> bool:
    """9.3c, 9.3f: whether a cycle was at first settled without reaching the site."""
    return RemoteSolution.objects.filter(ticket=ticket, cycle=cycle).exists()


def open_holds(ticket: Ticket, *kinds: str) -> QuerySet[Hold]:
    """What the ticket still waits for."""
    rows = Hold.objects.filter(ticket=ticket, lifted_at=None)
    return rows.filter(kind__in=kinds) if kinds else rows


def holds_of(tickets: Sequence[int], *kinds: str) -> dict[int, list[Hold]]:
    """What these tickets, by their keys, still wait for of these kinds; one statement."""
    found: dict[int, list[Hold]] = {}
    for hold in Hold.objects.filter(ticket__in=tickets, kind__in=kinds, lifted_at=None).order_by("pk"):
        found.setdefault(hold.ticket_id, []).append(hold)
    return found


def waits_since(ticket: Ticket, kinds: Sequence[str]) -> datetime | None:
    """Since when the ticket waits for something of these kinds; None where it does not."""
    first = open_holds(ticket, *kinds).order_by("placed_at").first() if kinds else None
    return first.placed_at if first else None


def pauses_of(ticket: Ticket, kinds: Sequence[str], *, until: datetime) -> list[tuple[datetime, datetime]]:
    """When the ticket waited for something of these kinds, of what began before `until` and is over."""
    if not kinds:
        return []
    rows = Hold.objects.filter(ticket=ticket, kind__in=kinds, placed_at__lt=until, lifted_at__isnull=False)
    return list(closed(rows.values_list("placed_at", "lifted_at"), now=until))


def missed_calls(ticket: Ticket) -> int:
    """How often nobody answered in this cycle (6.12c)."""
    return FollowUpCall.objects.filter(ticket=ticket, cycle=ticket.cycle, outcome=CallOutcome.NO_ANSWER).count()


def instructed_before(ticket: Ticket, instant: datetime) -> bool:
    """9.4e: whether the department ordered the service out of warranty before it began."""
    return Instruction.objects.filter(ticket=ticket, at__lte=instant).exists()


def similar_open(*, serial: str = "", phone: str = "", besides: int | None = None) -> QuerySet[Ticket]:
    """Open tickets of the same machine, or from the same telephone: perhaps the same fault reported twice."""
    same = Q(serial=serial) if serial else Q(pk__in=[])
    if phone:
        same |= Q(phone=phone)
    rows = Ticket.objects.filter(same, state__in=OPEN)
    if besides is not None:
        rows = rows.exclude(pk=besides)
    return rows.select_related("customer", "engineer").order_by("-notified_at")
