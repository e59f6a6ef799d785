"""amend_card: a signed card is put right by a further revision with a signature of its own (clause 6.11, W6)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import authorize
from core import journal, transitions
from core.errors import WrongState, require
from core.journal import Actor
from customers.services import amend_service
from fieldservice.models import ServiceCard
from fieldservice.selectors import draft_card_of
from fieldservice.services.drafts import DRAFT_FIELDS
from rulebook.acts import clause_of
from tickets import services as tickets

# The completion itself is read from the revision before: a fact that a new signature does not move.
CARRIED = (*DRAFT_FIELDS, "claimed_completed_at", "claim_age_ms", "on_phone")


@transaction.atomic
def amend_card(*, card: ServiceCard, reason: str, actor: Actor, now: datetime) -> ServiceCard:
    """Begin the next revision, a draft with everything that the signed card says.

    By the engineer: before the card is received, afterwards as long as the ticket is open. The signed one stands until
    the customer has signed the new one. A second call finds the draft and changes nothing.
    """
    authorize(actor, "amend_card", now=now)
    ticket = tickets.ready_to_amend(ticket=card.ticket, cycle=card.cycle, actor=actor)
    former = transitions.claim(card, "supersede")
    require(reason=(reason, _("修订原因")))
    known = draft_card_of(ticket)
    if known is not None:
        return known
    draft = ServiceCard(
        number=_number(former), ticket=ticket, cycle=former.cycle, engineer_id=actor.pk, revision=former.revision + 1,
        amends=former, amend_reason=reason.strip(), saved_at=now,
        **{name: getattr(former, name) for name in CARRIED},
    )  # fmt: skip
    draft.save()
    journal.record(
        former, "amend_card", actor=actor, now=now, reason=draft.amend_reason, thread=ticket,
        clause=clause_of(ticket.version.book, "amend_card"), data={"revision": draft.revision, "card": draft.number},
    )  # fmt: skip
    return draft


def _number(former: ServiceCard) -> str:
    """C2603-0001-2: the number of the first with the revision behind it."""
    stem = former.number.removesuffix(f"-{former.revision}") if former.revision > 1 else former.number
    return f"{stem}-{former.revision + 1}"


def supersede(card: ServiceCard, *, actor: Actor, now: datetime) -> ServiceCard:
    """A step of sign_card: the revision before `card` gives way, and the machine's record follows the new words."""
    if card.amends is None:
        raise WrongState(_("这张服务卡不是修订版"))
    former = transitions.claim(card.amends, "supersede")
    transitions.advance(
        former, "supersede", act="supersede_card", actor=actor, now=now, reason=card.amend_reason,
        clause=clause_of(card.ticket.version.book, "amend_card"), data={"by": card.number}, thread=card.ticket,
    )  # fmt: skip
    amend_service(ticket_id=card.ticket_id, completed_at=former.done_at, cause=card.cause_analysis)
    return former
