"""Jobs and cards as the phone shows them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import acts
from core.countdown import Left
from fieldservice.models import ServiceCard
from fieldservice.selectors import Credit, credits
from fieldservice.states import COLOURS, CreditKind
from tickets import showing
from tickets.selectors import Job
from tickets.states import TicketState

S = TicketState
# What else the engineer may do in a state, below the one big button.
BESIDES = {
    S.DISPATCHED: ("arrive", "appoint", "resolve_remotely", "decline"),
    S.ON_SITE: ("escalate",),
    S.DIAGNOSED: ("arrive", "escalate"),
}


@dataclass(frozen=True)
class Step:
    act: str
    label: str
    url: str


@dataclass(frozen=True)
class ShownJob:
    """A job with its countdown, the one next step and the lesser ones."""

    job: Job
    left: Left | None
    state: showing.Badge
    place: str
    next: Step | None
    others: list[Step]


def shown_job(job: Job, *, now: datetime) -> ShownJob:
    ticket = job.ticket
    act = next_of(job)
    others = [other for other in BESIDES.get(ticket.state, ()) if other != act and _sensible(other, job)]
    return ShownJob(
        job, showing.left_of(job.deadline, now=now), showing.state_badge(ticket.state),
        showing.place_of(ticket.country, ticket.province, ticket.address),
        _step(act, ticket.number) if act else None, [_step(other, ticket.number) for other in others],
    )  # fmt: skip


def next_of(job: Job) -> str:
    """The one thing to do next; empty where the desk has it."""
    if job.ticket.state == S.DISPATCHED:
        if not job.accepted:
            return "accept"
        return "arrive" if job.appointment else "appoint"
    return {S.ON_SITE: "start_work", S.DIAGNOSED: "start_work", S.WORKING: "sign_card"}.get(job.ticket.state, "")


def _sensible(act: str, job: Job) -> bool:
    return act != "arrive" or job.ticket.arrived_at is None


def _step(act: str, number: str) -> Step:
    label = _("填服务卡") if act == "sign_card" else str(acts.label(act))
    return Step(act, label, reverse(f"fieldservice:{act}", args=[number]))


@dataclass(frozen=True)
class ShownCard:
    """A card with its state and what it counts for."""

    card: ServiceCard
    state: showing.Badge
    credits: list[tuple[str, Credit]]


def shown_card(card: ServiceCard) -> ShownCard:
    badge = showing.Badge(card.get_state_display(), showing.TONES[COLOURS[card.state]])
    counted: dict[str, Any] = credits(card)
    return ShownCard(card, badge, [(str(CreditKind(kind).label), credit) for kind, credit in counted.items()])
