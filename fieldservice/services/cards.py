"""save_draft, sign_card, receive_card: from the work on site to the call-back (clauses 6.11, 6.12, 7.7, 9.2, 9.3)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import authorize
from core import journal, transitions
from core.clock import local_day
from core.errors import Incomplete, OutOfRange, require
from core.journal import Actor
from core.models import StoredFile
from core.numbering import next_number
from core.subjects import Subject
from core.transitions import advance, claim
from customers.services import record_service
from fieldservice.models import CreditLoss, ServiceCard
from fieldservice.seals import seal_of
from fieldservice.selectors import card_of, service_began
from fieldservice.states import CardState, CreditKind
from judgement.inputs import FactInput
from judgement.services import record_fact
from rulebook import coverage
from rulebook.selectors import in_force
from tickets import services as tickets
from tickets.models import Ticket
from tickets.selectors import instructed_before, resolved_remotely

DRAFT_FIELDS = frozenset({
    "work_done", "cause_analysis", "result", "training_done", "training_reason", "cleaned_up", "site_supplement",
    "signer_name",
})  # fmt: skip


@transaction.atomic
def save_draft(*, ticket: Ticket, actor: Actor, now: datetime, **fields: Any) -> ServiceCard:
    """Keep what the engineer has written so far; only the assigned one, while he works. Writes no journal row."""
    authorize(actor, "save_draft", now=now)
    unknown = set(fields) - DRAFT_FIELDS
    if unknown:
        raise TypeError(f"a card has no {', '.join(sorted(unknown))}")
    locked = tickets.ready_to_sign(ticket=ticket, actor=actor)
    card = _draft(locked, actor, now=now)
    _fill(card, fields)
    card.saved_at = now
    card.save()
    return card


@transaction.atomic
def sign_card(
    *,
    ticket: Ticket,
    cause_analysis: str,
    result: str,
    actor: Actor,
    now: datetime,
    work_done: str = "",
    training_done: bool = True,
    training_reason: str = "",
    cleaned_up: bool = True,
    site_supplement: str = "",
    customer_signature: bool = False,
    stamped: bool = False,
    signature: StoredFile | None = None,
    signer_name: str = "",
    completed_at: datetime | None = None,
) -> ServiceCard:
    """Seal the card with the customer's signature or stamp; the ticket is completed and the machine's history grows.

    Cause, result and training (or why not) are required; where the site was not reached before, its supplement too
    (9.3f). `signature` is the drawn image, `customer_signature` alone says that the customer signed on paper.
    """
    authorize(actor, "sign_card", now=now)
    locked = tickets.ready_to_sign(ticket=ticket, actor=actor)
    card = _draft(locked, actor, now=now)
    _fill(card, {
        "cause_analysis": cause_analysis, "result": result, "training_done": training_done,
        "training_reason": training_reason, "cleaned_up": cleaned_up, "site_supplement": site_supplement,
        "signer_name": signer_name, "stamped": stamped, "signature": signature,
        "customer_signature": customer_signature or signature is not None,
        "work_done": work_done or card.work_done,
    })  # fmt: skip
    _check_complete(card)
    card.completed_at, card.signed_at = _completion(locked, completed_at, now=now), now
    card.saved_at = now
    advance(
        card, "sign", signed_at=now, completed_at=card.completed_at, seal=seal_of(card), actor=actor, now=now,
        act="sign_card", clause="6.11", thread=locked,
    )  # fmt: skip
    _write_history(locked, card, actor=actor, now=now)
    card.ticket = tickets.complete(ticket=locked, actor=actor, now=now)
    return card


def _draft(ticket: Ticket, actor: Any, *, now: datetime) -> ServiceCard:
    """The card of this cycle, begun now where there is none; another engineer's draft is taken over."""
    card = card_of(ticket)
    if card is None:
        return ServiceCard(
            number=next_number("C", now=now),
            ticket=ticket,
            cycle=ticket.cycle,
            engineer_id=actor.pk,
            saved_at=now,
        )
    card = transitions.lock(card)
    if card.state != CardState.DRAFT:
        raise transitions.refusal(card)
    card.engineer_id = actor.pk
    return card


def _fill(card: ServiceCard, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(card, name, value.strip() if isinstance(value, str) else value)


def _check_complete(card: ServiceCard) -> None:
    require(cause_analysis=(card.cause_analysis, _("原因分析")), result=(card.result, _("处理结果")))
    if not card.training_done:
        require(training_reason=(card.training_reason, _("用户培训，或未培训的原因")))
    if card.ticket.arrived_at is None or resolved_remotely(card.ticket, cycle=card.cycle):
        require(site_supplement=(card.site_supplement, _("现场补充（此前未到现场）")))
    if not (card.customer_signature or card.stamped):
        missing = _("须有用户签字或盖章")
        raise Incomplete(missing, details={"customer_signature": missing})


def _completion(ticket: Ticket, completed_at: datetime | None, *, now: datetime) -> datetime:
    at = completed_at or now
    if at > now:
        raise OutOfRange(_("完工时间不能晚于现在"), details={"completed_at": _("不能晚于现在")})
    if at < (ticket.arrived_at or ticket.cycle_from):
        raise OutOfRange(_("完工时间早于到场时间，请核对"), details={"completed_at": _("早于到场")})
    return at


def _write_history(ticket: Ticket, card: ServiceCard, *, actor: Any, now: datetime) -> None:
    """9.2i: the service counts for the machine, with its guarantee; a provisional ticket has no machine yet."""
    if ticket.machine is None:
        return
    until = coverage.guarantee_until(
        ticket.version.book,
        tickets.guarantee_facts(ticket, ticket.machine),
        completed_on=local_day(card.completed_at),
    )
    record_service(
        machine=ticket.machine, completed_at=card.completed_at, engineer=card.engineer,
        in_warranty=ticket.in_warranty, guarantee_until=until, ticket_id=ticket.pk, ticket_number=ticket.number,
        fault=ticket.fault, cause=card.cause_analysis,
    )  # fmt: skip


@transaction.atomic
def receive_card(
    *, card: ServiceCard, actor: Actor, now: datetime, consistent: bool = True, clear: bool = True
) -> ServiceCard:
    """The clerk has the card and has compared it: the ticket waits for its call.

    Unclear: no commission (9.3g). Not as the anomaly report says: a fact of clause 9.4 about its engineer (9.4f).
    """
    authorize(actor, "receive_card", now=now)
    locked = claim(card, "receive")
    advance(
        locked, "receive", at=now, consistent=consistent, clear=clear, actor=actor, now=now, act="receive_card",
        clause="6.12", data={"consistent": consistent, "clear": clear}, thread=locked.ticket,
    )  # fmt: skip
    if not clear:
        take_credit(locked, CreditKind.COMMISSION, clause="9.3", reason=_("服务卡填写不清或原因分析不足"),
                    actor=actor, now=now)  # fmt: skip
    if not consistent:
        _tell_judgement(locked, actor=actor, now=now)
    locked.ticket = tickets.receive(ticket=locked.ticket, actor=actor, now=now)
    return locked


def _tell_judgement(card: ServiceCard, *, actor: Actor, now: datetime) -> None:
    facts = {
        "card": card.pk, "ticket": card.ticket_id, "ticket.in_warranty": card.ticket.in_warranty,
        "ticket.instructed": instructed_before(card.ticket, service_began(card)),
        "month": f"{local_day(card.completed_at):%Y-%m}",
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
