"""receive_card: the department has the card and counts it (clauses 6.12, 9.2 to 9.4)."""

from datetime import datetime

from django.db import transaction

from accounts.permissions import authorize
from core.clock import local_day
from core.journal import Actor
from core.subjects import Subject
from core.transitions import advance, claim
from fieldservice.models import ServiceCard
from fieldservice.selectors import service_began
from fieldservice.services.at_once import tell_judgement
from judgement.inputs import FactInput
from rulebook.acts import clause_of
from rulebook.selectors import in_force
from tickets import services as tickets
from tickets.selectors import instructed_before


@transaction.atomic
def receive_card(
    *, card: ServiceCard, actor: Actor, now: datetime, consistent: bool = True, clear: bool = True
) -> ServiceCard:
    """The clerk has the card and has compared it: the ticket waits for its call.

    Unclear (9.3g) or not as the report says (9.4f): a fact about its engineer, of which the book makes what it says.
    """
    authorize(actor, "receive_card", now=now)
    locked = claim(card, "receive")
    book = locked.ticket.version.book
    advance(
        locked, "receive", at=now, consistent=consistent, clear=clear, actor=actor, now=now, act="receive_card",
        clause=clause_of(book, "receive_card"), data={"consistent": consistent, "clear": clear}, thread=locked.ticket,
    )  # fmt: skip
    if not clear:
        _tell_judgement(locked, "card.unclear", actor=actor, now=now)
    if not consistent:
        _tell_judgement(locked, "card.inconsistent", actor=actor, now=now)
    locked.ticket = tickets.receive(ticket=locked.ticket, actor=actor, now=now)
    return locked


def _tell_judgement(card: ServiceCard, event: str, *, actor: Actor, now: datetime) -> None:
    facts = {
        "card": card.pk, "ticket": card.ticket_id, "ticket.in_warranty": card.ticket.in_warranty,
        "ticket.instructed": instructed_before(card.ticket, service_began(card)),
        "month": f"{local_day(card.done_at):%Y-%m}",
    }  # fmt: skip
    tell_judgement(
        FactInput(
            event=event, subject=Subject.of(card), version=in_force(now=now), at=now,
            person=card.engineer, facts=facts, thread=Subject.of(card.ticket),
        ),
        actor=actor, now=now,
    )  # fmt: skip
