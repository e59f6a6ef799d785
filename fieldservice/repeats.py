"""Repeat repairs (9.2j): the earlier services of a machine beside the one in hand, and what was judged of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.clock import local_day
from core.subjects import Subject
from customers.models import MachineService
from customers.selectors import services_of
from fieldservice.models import ServiceCard
from fieldservice.states import NO_WORK
from judgement.models import Fact
from judgement.selectors import current_fact
from rulebook import durations
from rulebook.models import RulebookVersion
from tickets.models import Ticket
from tickets.states import CallOutcome

EVENT = "repeat.judged"
WINDOW = "repeat_window"


@dataclass(frozen=True)
class Earlier:
    """A finished service before the fault, and the last day on which another fault is a repeat of it."""

    service: MachineService
    card: ServiceCard | None
    last_day: date | None
    notified_on: date

    @property
    def within(self) -> bool:
        """Whether the fault was notified within the window, its last day included."""
        return self.last_day is not None and self.notified_on <= self.last_day

    @property
    def counts(self) -> bool:
        """Whether the fault may be a repeat of it: in the window, and not out of warranty then."""
        return self.within and self.service.in_warranty is not False

    @property
    def guaranteed(self) -> bool:
        """Whether its guarantee covers the fault: free of charge (9.2i)."""
        until = self.service.guarantee_until
        return until is not None and self.notified_on <= until


@dataclass(frozen=True)
class Case:
    """A ticket's card, when its fault was notified, what the machine went through before, and the judgement."""

    ticket: Ticket
    card: ServiceCard | None
    notified_at: datetime
    earlier: Sequence[Earlier]
    judged: Fact | None

    @property
    def first(self) -> Earlier | None:
        """What the repeat is of unless the head says otherwise: the newest that counts, else the newest."""
        return next((one for one in self.earlier if one.counts), self.earlier[0] if self.earlier else None)


def case_of(ticket: Ticket, version: RulebookVersion) -> Case:
    """The repeat of a ticket by its last signed card; the window is that of `version`. Four statements."""
    card = last_card(ticket)
    at = notified_at(ticket, card.cycle if card else ticket.cycle)
    judged = _judged(card) if card else None
    return Case(ticket, card, at, earlier_services(ticket, version, at=at), judged)


def _judged(card: ServiceCard) -> Fact | None:
    return current_fact(event=EVENT, subject=Subject.of(card.ticket), occurrence=str(card.cycle))


def last_card(ticket: Ticket) -> ServiceCard | None:
    """The newest card that the customer signed; a void one was work all the same."""
    rows = ServiceCard.objects.filter(ticket=ticket).exclude(state__in=NO_WORK)
    return rows.select_related("engineer", "ticket").order_by("-cycle", "-pk").first()


def notified_at(ticket: Ticket, cycle: int) -> datetime:
    """When the user told of the fault of a cycle: by his report, later by the call that found it unsolved."""
    if cycle == 1:
        return ticket.notified_at
    if cycle == ticket.cycle:
        return ticket.cycle_from
    call = ticket.followupcalls.filter(cycle=cycle - 1, outcome=CallOutcome.UNSOLVED).first()
    return call.at if call else ticket.cycle_from


def earlier_services(ticket: Ticket, version: RulebookVersion, *, at: datetime) -> list[Earlier]:
    """The services of the ticket's machine that were finished by `at`, newest first, each with its card."""
    if ticket.machine is None:
        return []
    services = [row for row in services_of(ticket.machine) if row.completed_at <= at]
    rows = ServiceCard.objects.filter(ticket__in={row.ticket_id for row in services}).exclude(state__in=NO_WORK)
    cards = {(card.ticket_id, card.completed_at): card for card in rows.select_related("engineer")}
    return [
        Earlier(row, cards.get((row.ticket_id, row.completed_at)), _last_day(row, version), local_day(at))
        for row in services
    ]


def _last_day(service: MachineService, version: RulebookVersion) -> date | None:
    if WINDOW not in version.book.params:
        return None
    return durations.last_day(local_day(service.completed_at), durations.parse(version.book.param(WINDOW)))
