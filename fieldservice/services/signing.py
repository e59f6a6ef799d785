"""sign_card: the customer puts his name under the work (clauses 6.11, 7.7, 9.2, 9.3)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import authorize
from core.clock import local_day
from core.errors import Incomplete, OutOfRange, require
from core.journal import Actor
from core.models import StoredFile
from core.transitions import advance
from customers.services import record_service
from fieldservice.models import ServiceCard
from fieldservice.seals import seal_of
from fieldservice.selectors import not_reached_before
from fieldservice.services.drafts import draft_of, fill
from rulebook import coverage
from rulebook.acts import clause_of
from tickets import services as tickets
from tickets.models import Ticket
from warranty import services as warranty


@transaction.atomic
def sign_card(
    *, ticket: Ticket, cause_analysis: str, result: str, actor: Actor, now: datetime, work_done: str = "",
    training_done: bool = True, training_reason: str = "", cleaned_up: bool = True, site_supplement: str = "",
    customer_signature: bool = False, stamped: bool = False, signature: StoredFile | None = None,
    signer_name: str = "", completed_at: datetime | None = None,
) -> ServiceCard:  # fmt: skip
    """Seal the card with the customer's signature or stamp: the ticket is completed and the machine's history grows.

    Parts that were built in leave old ones to be brought back (9.2d).

    Cause, result and training (or why not) are required; where the site was not reached before, its supplement too
    (9.3f). `signature` is the drawn image, `customer_signature` alone says that the customer signed on paper.
    """
    authorize(actor, "sign_card", now=now)
    locked = tickets.ready_to_sign(ticket=ticket, actor=actor)
    card = draft_of(locked, actor, now=now)
    fill(card, {
        "cause_analysis": cause_analysis, "result": result, "training_done": training_done,
        "training_reason": training_reason, "cleaned_up": cleaned_up, "site_supplement": site_supplement,
        "signer_name": signer_name, "stamped": stamped, "signature": signature,
        "customer_signature": customer_signature or signature is not None, "work_done": work_done or card.work_done,
    })  # fmt: skip
    _check_complete(card)
    card.completed_at = completed = _completion(locked, completed_at, now=now)
    card.signed_at = card.saved_at = now
    advance(
        card, "sign", signed_at=now, completed_at=completed, seal=seal_of(card), actor=actor, now=now,
        act="sign_card", clause=clause_of(locked.version.book, "sign_card"), thread=locked,
    )  # fmt: skip
    _write_history(locked, card, completed)
    used = warranty.use_parts(ticket=locked, actor=actor, now=now)
    warranty.owe_old_parts(ticket=locked, used=used, completed_at=completed, actor=actor, now=now)
    card.ticket = tickets.complete(ticket=locked, actor=actor, now=now)
    return card


def _check_complete(card: ServiceCard) -> None:
    require(cause_analysis=(card.cause_analysis, _("原因分析")), result=(card.result, _("处理结果")))
    if not card.training_done:
        require(training_reason=(card.training_reason, _("用户培训，或未培训的原因")))
    if card.ticket.arrived_at is None or not_reached_before(card.ticket, cycle=card.cycle):
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


def _write_history(ticket: Ticket, card: ServiceCard, completed_at: datetime) -> None:
    """9.2i: the service counts for the machine, with its guarantee; a provisional ticket finds its machine later."""
    until = coverage.guarantee_until(
        ticket.version.book,
        tickets.guarantee_facts(ticket, ticket.machine),
        completed_on=local_day(completed_at),
    )
    record_service(
        machine=ticket.machine, completed_at=completed_at, engineer=card.engineer,
        in_warranty=ticket.in_warranty, guarantee_until=until, ticket_id=ticket.pk, ticket_number=ticket.number,
        fault=ticket.fault, cause=card.cause_analysis,
    )  # fmt: skip
