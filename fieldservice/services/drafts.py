"""save_draft: what the engineer has written so far (clause 6.11)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.permissions import authorize
from core import transitions
from core.journal import Actor
from core.numbering import next_number
from fieldservice.models import ServiceCard
from fieldservice.selectors import card_of, draft_card_of
from fieldservice.states import CardState
from tickets import services as tickets
from tickets.models import Ticket

DRAFT_FIELDS = frozenset({
    "work_done", "cause", "cause_analysis", "result", "training_done", "training_reason", "cleaned_up",
    "site_supplement", "signer_name", "conduct", "parts",
})  # fmt: skip


@transaction.atomic
def save_draft(*, ticket: Ticket, actor: Actor, now: datetime, **fields: Any) -> ServiceCard:
    """Keep what the engineer has written so far; only the assigned one, while he works. Writes no journal row."""
    authorize(actor, "save_draft", now=now)
    unknown = set(fields) - DRAFT_FIELDS
    if unknown:
        raise TypeError(f"a card has no {', '.join(sorted(unknown))}")
    card = draft_of(ready(ticket, actor), actor, now=now)
    fill(card, fields)
    card.saved_at = now
    card.save()
    return card


def ready(ticket: Ticket, actor: Actor) -> Ticket:
    """The locked ticket whose card may be written: at work, or with an amendment that its engineer has begun."""
    draft = draft_card_of(ticket)
    if draft is not None and draft.amends_id:
        return tickets.ready_to_amend(ticket=ticket, cycle=draft.cycle, actor=actor)
    return tickets.ready_to_sign(ticket=ticket, actor=actor)


def draft_of(ticket: Ticket, actor: Any, *, now: datetime) -> ServiceCard:
    """The draft of this cycle, begun now where there is none; another engineer's is taken over."""
    card = draft_card_of(ticket) or card_of(ticket)
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


def fill(card: ServiceCard, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(card, name, value.strip() if isinstance(value, str) else value)
