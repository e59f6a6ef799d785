"""Everything that the page of one ticket shows, in a fixed number of statements."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from accounts.models import Person
from core import prepared
from core.subjects import Subject
from deadlines.models import Deadline
from deadlines.selectors import of_subject
from judgement.models import Proposal
from judgement.selectors import proposals
from judgement.states import ProposalState
from tickets.models import Appointment, Arrival, Assignment, Escalation, FollowUpCall, Hold, Ticket
from tickets.selectors.scope import visible_ticket
from tickets.selectors.timeline import Told, timeline
from tickets.states import FINAL, PATH, TicketState


@dataclass(frozen=True)
class TicketPage:
    """The ticket with its limits, records and history; cards and papers are added by the apps that own them."""

    ticket: Ticket
    deadlines: Sequence[Deadline]
    assignments: Sequence[Assignment]
    appointments: Sequence[Appointment]
    arrivals: Sequence[Arrival]
    holds: Sequence[Hold]
    calls: Sequence[FollowUpCall]
    proposals: Sequence[Proposal]
    history: Sequence[Told]

    @property
    def deadline(self) -> Deadline | None:
        """The limit that waits now, the earliest first; else the last one that ran."""
        waiting = [row for row in self.deadlines if not row.stopped_at and not row.ended_at]
        running = min(waiting, key=lambda row: row.due_at, default=None)
        return running or (self.deadlines[-1] if self.deadlines else None)

    @property
    def path(self) -> list[tuple[TicketState, bool, bool]]:
        """The states of the straight way: (state, behind us, here)."""
        here = PATH.index(self.ticket.state) if self.ticket.state in PATH else -1
        return [(state, index < here, index == here) for index, state in enumerate(PATH)]

    @property
    def open_proposals(self) -> int:
        return sum(1 for row in self.proposals if row.state == ProposalState.PROPOSED)


def ticket_page(number: str, person: Person, *, now: datetime) -> TicketPage:
    """The page of a ticket that `person` may see, else NotFound."""
    ticket = visible_ticket(number, person, now=now)
    known = list(proposals(of=Subject.of(ticket)).visible_to(person, now=now))
    records = {name: _records(name, rows, ticket) for name, rows in RECORDS.items()}
    return TicketPage(ticket=ticket, proposals=known, history=timeline(ticket, known=known), **records)


def _records(name: str, rows: Callable[[int], QuerySet[Any]], ticket: Ticket) -> list[Any]:
    found = prepared.objects(("page", name), lambda given: rows(given["ticket"]), ticket=ticket.pk)
    for row in found:
        # As a related manager does it: nothing asks for the ticket again.
        if hasattr(row, "ticket_id"):
            row.ticket = ticket
    return found


def _rows(model: type[Model], ticket: int) -> QuerySet[Any]:
    return model._default_manager.filter(ticket=ticket).order_by("-pk")


# What happened to a ticket, table by table, with what the page tells along.
RECORDS: Mapping[str, Callable[[int], QuerySet[Any]]] = {
    "deadlines": lambda pk: of_subject(Subject(Ticket._meta.label_lower, pk)),
    "assignments": lambda pk: _rows(Assignment, pk).select_related("engineer").order_by("-since", "-pk"),
    "appointments": lambda pk: _rows(Appointment, pk),
    "arrivals": lambda pk: _rows(Arrival, pk).select_related("engineer", "decision__by"),
    "holds": lambda pk: _rows(Hold, pk).filter(lifted_at=None).select_related("escalation").order_by("pk"),
    "calls": lambda pk: _rows(FollowUpCall, pk).select_related("caller"),
}


def open_escalation(ticket: Ticket) -> Escalation | None:
    """The question that waits for the supervisor's answer."""
    rows = Escalation.objects.filter(ticket=ticket, hold__lifted_at=None)
    return rows.select_related("engineer").first()


def deadline_of(ticket: Ticket) -> Deadline | None:
    """The earliest limit that waits for something about the ticket."""
    waiting = of_subject(Subject.of(ticket)).filter(stopped_at=None, ended_at=None)
    return waiting.order_by("due_at").first() if ticket.state not in FINAL else None
