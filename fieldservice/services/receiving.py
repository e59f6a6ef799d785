"""receive_card, take_credit: the department has the card and counts it (clauses 6.12, 9.2 to 9.4)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import authorize
from core import journal
from core.clock import local_day
from core.journal import Actor
from core.subjects import Subject
from core.transitions import advance, claim
from fieldservice.models import CreditLoss, ServiceCard
from fieldservice.selectors import service_began
from fieldservice.states import CreditKind
from judgement.inputs import FactInput
from judgement.services import record_fact
from rulebook.acts import clause_of
from rulebook.consequences import clause_against
from rulebook.selectors import in_force
from tickets import services as tickets
from tickets.selectors import instructed_before


@transaction.atomic
def receive_card(
    *, card: ServiceCard, actor: Actor, now: datetime, consistent: bool = True, clear: bool = True
) -> ServiceCard:
    """The clerk has the card and has compared it: the ticket waits for its call.

    Unclear: no commission where the book says so (9.3g). Not as the report says: a fact about its engineer (9.4f).
    """
    authorize(actor, "receive_card", now=now)
    locked = claim(card, "receive")
    book = locked.ticket.version.book
    advance(
        locked, "receive", at=now, consistent=consistent, clear=clear, actor=actor, now=now, act="receive_card",
        clause=clause_of(book, "receive_card"), data={"consistent": consistent, "clear": clear}, thread=locked.ticket,
    )  # fmt: skip
    unclear = clause_against(book, "card.unclear")
    if not clear and unclear:
        take_credit(locked, CreditKind.COMMISSION, clause=unclear, reason=_("服务卡填写不清或原因分析不足"),
                    actor=actor, now=now)  # fmt: skip
    if not consistent:
        _tell_judgement(locked, actor=actor, now=now)
    locked.ticket = tickets.receive(ticket=locked.ticket, actor=actor, now=now)
    return locked


def _tell_judgement(card: ServiceCard, *, actor: Actor, now: datetime) -> None:
    facts = {
        "card": card.pk, "ticket": card.ticket_id, "ticket.in_warranty": card.ticket.in_warranty,
        "ticket.instructed": instructed_before(card.ticket, service_began(card)),
        "month": f"{local_day(card.done_at):%Y-%m}",
    }  # fmt: skip
    record_fact(
        FactInput(
            event="card.inconsistent", subject=Subject.of(card), version=in_force(now=now), at=now,
            person=card.engineer, facts=facts, thread=Subject.of(card.ticket),
        ),
        actor=actor, now=now,
    )  # fmt: skip


def take_credit(
    card: ServiceCard, credit: str, *, clause: str, reason: str, actor: Actor, now: datetime
) -> CreditLoss:
    """A card no longer counts for one thing. A step of the act that finds it so."""
    row = CreditLoss.objects.create(
        card=card, credit=CreditKind(credit), clause=clause, reason=str(reason), by_id=actor.pk, at=now
    )
    journal.record(
        card, "take_credit", actor=actor, now=now, reason=str(reason), clause=clause, data={"credit": credit},
        thread=card.ticket,
    )  # fmt: skip
    return row
