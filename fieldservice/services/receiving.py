"""receive_card: the department has the card and counts it (clauses 6.12, 9.2 to 9.4)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import authorize
from core.errors import WrongState, require
from core.journal import Actor
from core.subjects import Subject
from core.transitions import advance, claim
from fieldservice.models import ServiceCard
from fieldservice.months import signed_in
from fieldservice.selectors import first_of, service_began
from fieldservice.services.at_once import tell_judgement
from fieldservice.services.late_papers import late_card, void_late
from judgement.inputs import FactInput
from rulebook.acts import clause_of
from rulebook.selectors import in_force
from tickets import services as tickets
from tickets.selectors import instructed_before
from tickets.states import TicketState


@transaction.atomic
def receive_card(
    *, card: ServiceCard, actor: Actor, now: datetime, consistent: bool = True, clear: bool = True,
    inconsistent_reason: str | None = None, unclear_reason: str | None = None,
) -> ServiceCard:  # fmt: skip
    """The clerk has the card and has compared it: the ticket waits for its call.

    Unclear (9.3g) or not as the report says (9.4f): a fact about its engineer, of which the book makes what it says.
    Whoever is asked for the reasons (text, not None) has to say what is unclear or differs.
    """
    authorize(actor, "receive_card", now=now)
    locked = claim(card, "receive")
    _require_reasons(consistent, inconsistent_reason, clear, unclear_reason)
    locked.inconsistent_reason, locked.unclear_reason = inconsistent_reason or "", unclear_reason or ""
    late = late_card(locked, now=now)
    take_in(locked, actor=actor, now=now, consistent=consistent, clear=clear)
    if late is not None:
        void_late(late, None, [locked], actor=actor, now=now)
    tell_findings(locked, consistent=consistent, clear=clear, actor=actor, now=now)
    return locked


def _require_reasons(consistent: bool, why_not: str | None, clear: bool, why_unclear: str | None) -> None:
    asked: dict[str, Any] = {}
    if not consistent and why_not is not None:
        asked["inconsistent_reason"] = (why_not, _("与报告不一致之处"))
    if not clear and why_unclear is not None:
        asked["unclear_reason"] = (why_unclear, _("填写不清楚之处"))
    require(**asked)


def take_in(
    locked: ServiceCard, *, actor: Actor, now: datetime, consistent: bool | None = None, clear: bool | None = None
) -> None:
    """The department has the card, and calls its customer; compared or not yet. A step of whoever brings it."""
    advance(
        locked, "receive", at=now, consistent=consistent, clear=clear, actor=actor, now=now, act="receive_card",
        clause=clause_of(locked.ticket.version.book, "receive_card"), data=_told(locked, consistent, clear),
        thread=locked.ticket,
    )  # fmt: skip
    # An amended card comes again, while its customer is being called or has been.
    if locked.amends_id is None or locked.ticket.state == TicketState.COMPLETED:
        locked.ticket = tickets.receive(ticket=locked.ticket, actor=actor, now=now)


def _told(card: ServiceCard, consistent: bool | None, clear: bool | None) -> dict[str, Any]:
    told: dict[str, Any] = {"consistent": consistent, "clear": clear}
    reasons = {"inconsistent": card.inconsistent_reason, "unclear": card.unclear_reason}
    return told | {name: text for name, text in reasons.items() if text}


@transaction.atomic
def check_card(
    *, card: ServiceCard, actor: Actor, now: datetime, consistent: bool = True, clear: bool = True,
    inconsistent_reason: str | None = None, unclear_reason: str | None = None,
) -> ServiceCard:  # fmt: skip
    """The clerk compares a card that came with the month's papers; once. Reasons as in `receive_card`."""
    authorize(actor, "check_card", now=now)
    locked = claim(card, "compare")
    if locked.consistent is not None:
        raise WrongState(_("这张服务卡已经核对过"))
    _require_reasons(consistent, inconsistent_reason, clear, unclear_reason)
    reasons = {"inconsistent_reason": inconsistent_reason or "", "unclear_reason": unclear_reason or ""}
    advance(
        locked, "compare", consistent=consistent, clear=clear, **reasons, actor=actor, now=now, act="check_card",
        clause=clause_of(locked.ticket.version.book, "check_card"), thread=locked.ticket,
        data={"consistent": consistent, "clear": clear, **{name: text for name, text in reasons.items() if text}},
    )  # fmt: skip
    tell_findings(locked, consistent=consistent, clear=clear, actor=actor, now=now)
    return locked


def tell_findings(card: ServiceCard, *, consistent: bool, clear: bool, actor: Actor, now: datetime) -> None:
    """What the comparison found, as facts about the card's engineer (9.3g, 9.4f)."""
    if not clear:
        _tell_judgement(card, "card.unclear", actor=actor, now=now)
    if not consistent:
        _tell_judgement(card, "card.inconsistent", actor=actor, now=now)


def _tell_judgement(card: ServiceCard, event: str, *, actor: Actor, now: datetime) -> None:
    # Of the first revision: what was found of it and is found again is one fact, not two.
    facts = {
        "card": card.pk, "ticket": card.ticket_id, "ticket.in_warranty": card.ticket.in_warranty,
        "ticket.instructed": instructed_before(card.ticket, service_began(card)),
        "month": signed_in(card),
    }  # fmt: skip
    tell_judgement(
        FactInput(
            event=event, subject=Subject.of(first_of(card)), version=in_force(now=now), at=now,
            person=card.engineer, facts=facts, thread=Subject.of(card.ticket),
        ),
        actor=actor, now=now,
    )  # fmt: skip
