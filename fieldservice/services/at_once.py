"""What the book does to cards at once, without anybody's decision: read from its consequences, not from code."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core import journal
from core.journal import Actor
from fieldservice.models import CreditLoss, ServiceCard
from fieldservice.states import CardState, CreditKind
from judgement.inputs import FactInput
from judgement.models import Proposal
from judgement.services import record_fact
from judgement.verdicts import Targets, Verdict, judge
from notifications.services import notify

OF_TICKET = "ticket"


def tell_judgement(given: FactInput, *, actor: Actor, now: datetime) -> list[CreditLoss]:
    """Record a fact about cards, and carry out those of its consequences that take effect at once.

    `uncredit` takes credits away with clause and title of the consequence; `own_cost` does so with the travel of who
    bears it himself, and tells whoever bears another's. A fact that is known already changes nothing.
    """
    if record_fact(given, actor=actor, now=now) is None:
        return []
    return [loss for verdict in at_once(given, now=now) for loss in _carry_out(verdict, given, actor=actor, now=now)]


def at_once(given: FactInput, *, now: datetime) -> list[Verdict]:
    """What the book makes of a fact without anybody's decision."""
    return [one for one in judge(given, targets=Targets.of({None: given}, now=now)) if one.at_once]


def _carry_out(verdict: Verdict, given: FactInput, *, actor: Actor, now: datetime) -> list[CreditLoss]:
    taken, borne = _taken(verdict, given.facts)
    losses = [
        take_credit(card, credit, clause=verdict.clause, reason=verdict.title, actor=actor, now=now)
        for card, credit in taken
    ]
    for card in borne:
        data = {"person": str(verdict.person or ""), "person_id": verdict.person and verdict.person.pk}
        journal.record(card, "bear_travel", actor=actor, now=now, reason=verdict.title, clause=verdict.clause,
                       data=data, thread=card.ticket)  # fmt: skip
    _tell(verdict, losses, borne, now=now)
    return losses


def _taken(
    verdict: Verdict, facts: Mapping[str, Any]
) -> tuple[list[tuple[ServiceCard, str]], list[ServiceCard]]:
    """(card, credit) of everything that no longer counts, and the cards whose travel somebody else bears."""
    taken: dict[tuple[int, str], tuple[ServiceCard, str]] = {}
    borne = []
    for effect in verdict.effects:
        told = effect["inputs"]
        for card in _cards(told.get("of", ""), facts) if effect["do"] in ("uncredit", "own_cost") else ():
            own = verdict.person is not None and card.engineer_id == verdict.person.pk
            if effect["do"] == "own_cost" and not own:
                borne.append(card)
                continue
            for credit in told.get("credits") or [CreditKind.TRAVEL]:
                taken[card.pk, credit] = (card, credit)
    return list(taken.values()), borne


def _cards(path: str, facts: Mapping[str, Any]) -> Sequence[ServiceCard]:
    """The cards that a path of the book means: one by its id, or every card of a ticket."""
    key = "ticket" if path == OF_TICKET else "pk"
    rows = ServiceCard.objects.filter(**{key: facts.get(path)}).exclude(state=CardState.DRAFT)
    rows = rows if key == "pk" else rows.exclude(state=CardState.SUPERSEDED)
    return list(rows.select_related("ticket", "engineer"))


def take_credit(
    card: ServiceCard, credit: str, *, clause: str, reason: str, actor: Actor, now: datetime,
    proposal: Proposal | None = None,
) -> CreditLoss:  # fmt: skip
    """A card no longer counts for one thing. A step of the act that finds it so, or confirms the penalty."""
    row = CreditLoss.objects.create(
        card=card, credit=CreditKind(credit), clause=clause, reason=str(reason)[:200], by_id=actor.pk, at=now,
        proposal=proposal,
    )  # fmt: skip
    journal.record(
        card, "take_credit", actor=actor, now=now, reason=str(reason), clause=clause, data={"credit": credit},
        thread=card.ticket,
    )  # fmt: skip
    return row


def uncredit_by_penalty(proposal: Proposal, *, title: str, actor: Actor, now: datetime) -> list[CreditLoss]:
    """A step of confirming: what a penalty that somebody had to decide takes from cards (9.4f)."""
    losses = []
    for effect in proposal.effects:
        told = effect.get("inputs", {})
        for card in _cards(told.get("of", ""), proposal.fact.facts) if effect["do"] == "uncredit" else ():
            for credit in told["credits"]:
                losses.append(take_credit(card, credit, clause=proposal.clause, reason=title, actor=actor, now=now,
                                          proposal=proposal))  # fmt: skip
    return losses


def give_credits_back(proposal: Proposal, *, reason: str, actor: Actor, now: datetime) -> list[CreditLoss]:
    """A step of revoking: what the penalty took from cards."""
    rows = CreditLoss.objects.filter(proposal=proposal, reverses=None, reversals=None)
    taken = list(rows.select_related("card__ticket"))
    return [give_back(loss, reason=reason, actor=actor, now=now) for loss in taken]


def give_back(loss: CreditLoss, *, reason: str, actor: Actor, now: datetime) -> CreditLoss:
    """A card counts again for what was taken: a row above the one that took it."""
    row = CreditLoss.objects.create(
        card=loss.card, credit=loss.credit, clause=loss.clause, reason=str(reason)[:200], by_id=actor.pk, at=now,
        reverses=loss, proposal=loss.proposal,
    )  # fmt: skip
    journal.record(
        loss.card, "give_back_credit", actor=actor, now=now, reason=str(reason), clause=loss.clause,
        data={"credit": loss.credit}, thread=loss.card.ticket,
    )  # fmt: skip
    return row


def _tell(
    verdict: Verdict, losses: Sequence[CreditLoss], borne: Sequence[ServiceCard], *, now: datetime
) -> None:
    """The person concerned hears what no longer counts, by which clause and why."""
    if verdict.person is None:
        return
    lines = [_("服务卡 %(card)s 不计%(what)s") % {"card": loss.card.number, "what": loss.get_credit_display()}
             for loss in losses]  # fmt: skip
    lines += [_("服务卡 %(card)s 的差旅费由您承担") % {"card": card.number} for card in borne]
    if not lines:
        return
    mine = next((loss.card for loss in losses), None)
    title = _("条款 %(clause)s：%(title)s") % {"clause": verdict.clause, "title": verdict.title}
    url = reverse("fieldservice:job", args=[mine.ticket.number]) if mine else ""
    about, text = mine or borne[0], "；".join(lines)
    notify(about="credit_taken", title=title, text=text, subject=about, url=url, to=[verdict.person], now=now)
