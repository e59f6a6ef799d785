"""Everything that the page of one ticket shows, in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Person
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
    return TicketPage(
        ticket=ticket,
        deadlines=list(of_subject(Subject.of(ticket))),
        assignments=list(ticket.assignments.select_related("engineer").order_by("-since", "-pk")),
        appointments=list(ticket.appointments.order_by("-pk")),
        arrivals=list(ticket.arrivals.select_related("engineer", "decision__by").order_by("-pk")),
        holds=list(ticket.holds.filter(lifted_at=None).select_related("escalation").order_by("pk")),
        calls=list(ticket.followupcalls.select_related("caller").order_by("-pk")),
        proposals=known,
        history=timeline(ticket, known=known),
    )


def open_escalation(ticket: Ticket) -> Escalation | None:
    """The question that waits for the supervisor's answer."""
    rows = Escalation.objects.filter(ticket=ticket, hold__lifted_at=None)
    return rows.select_related("engineer").first()


def deadline_of(ticket: Ticket) -> Deadline | None:
    """The earliest limit that waits for something about the ticket."""
    waiting = of_subject(Subject.of(ticket)).filter(stopped_at=None, ended_at=None)
    return waiting.order_by("due_at").first() if ticket.state not in FINAL else None
