"""What else a person may do on a ticket now: the menu beside the one next action."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django_fsm import can_proceed

from accounts.models import Person
from accounts.permissions import may
from rulebook.clocks import leaves_open
from tickets.models import Ticket
from tickets.selectors.claims import waits
from tickets.selectors.records import open_holds
from tickets.states import HoldKind, TicketState

# The desk's acts in the order of the menu, each with the transition that must be open.
TRANSITIONS: Mapping[str, str] = {
    "dispatch": "dispatch", "hand_to_office": "hand_to_office", "instruct": "instruct", "office_done": "office_done",
    "set_due": "set_due", "accept_arrival": "accept_arrival", "answer_escalation": "answer_escalation",
    "follow_up": "close", "close_unreachable": "close_unreachable", "correct": "correct", "correct_site": "correct",
    "wait_for_customer": "wait_for_customer", "customer_ready": "customer_ready", "link_duplicate": "cancel",
    "cancel": "cancel",
}  # fmt: skip
Condition = Callable[[Ticket], bool]
# What the state alone does not say; everything else is the act's own to refuse with its reason.
CONDITIONS: Mapping[str, Condition] = {
    "dispatch": lambda ticket: ticket.state != TicketState.HANDED_TO_OFFICE or ticket.instructed_at is not None,
    "hand_to_office": lambda ticket: ticket.free is False,
    "instruct": lambda ticket: ticket.free is not True,
    "set_due": lambda ticket: ticket.arrived_at is None and leaves_open(ticket.version.book, "arrival", ticket.zone),
    "accept_arrival": waits,
    "answer_escalation": lambda ticket: open_holds(ticket, HoldKind.ESCALATION).exists(),
    "wait_for_customer": lambda ticket: pauses_for(ticket) and not waits_for_customer(ticket),
    "customer_ready": lambda ticket: pauses_for(ticket) and waits_for_customer(ticket),
}


def pauses_for(ticket: Ticket) -> bool:
    """Whether the book lets the arrival clock stand still while the user is not ready."""
    sla = ticket.version.book.slas.get("arrival")
    return sla is not None and "hold.customer.placed" in sla.pause and ticket.arrived_at is None


def waits_for_customer(ticket: Ticket) -> bool:
    return open_holds(ticket, HoldKind.CUSTOMER).exists()


def open_acts(ticket: Ticket, person: Person, *, now: datetime, besides: str = "") -> list[str]:
    """The codes of the acts that are open to `person`, without `besides`."""
    return [
        act
        for act, transition in TRANSITIONS.items()
        if act != besides
        and may(person, act, now=now)
        and can_proceed(getattr(ticket, transition), check_conditions=False)
        and CONDITIONS.get(act, lambda _ticket: True)(ticket)
    ]
