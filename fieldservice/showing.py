"""Jobs and cards as the phone shows them."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import acts
from accounts.models import Person
from core.countdown import Left
from fieldservice.models import ServiceCard
from fieldservice.selectors import Credit, credits, may_amend
from fieldservice.services.completeness import FORM
from fieldservice.standing import Standing
from fieldservice.states import COLOURS, CreditKind
from rulebook.checklists import lines_of
from tickets import showing
from tickets.models import Ticket
from tickets.selectors import Job
from tickets.states import TicketState
from warranty.states import ReportKind, ReportState

S = TicketState
# From the order to the signed card.
WAY = ("accept", "appoint", "arrive", "start_work", "sign_card")
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
    """A job with its countdown, the one next step, its equal where there are two ways, and the lesser ones.

    `waits` says for what, where it is not the engineer's turn.
    """

    job: Job
    left: Left | None
    state: showing.Badge
    place: str
    next: Step | None
    others: list[Step]
    second: Step | None = None
    waits: str = ""

    @property
    def plan(self) -> str:
        """The ways to the signed card from here on, as JSON: a phone without network goes on along them."""
        act = next_of(self.job)
        ahead = WAY[WAY.index(act) :] if act in WAY else ()
        steps = (_step(step, self.job.ticket.number) for step in ahead)
        return json.dumps([{"url": step.url, "label": step.label} for step in steps], ensure_ascii=False)


def shown_job(job: Job, *, now: datetime, standing: Standing | None = None) -> ShownJob:
    """`standing` is what became of the job's report and what it waits for."""
    ticket = job.ticket
    act = next_of(job)
    steps = _repair_steps(ticket, standing or Standing()) if act == "start_work" else Steps(_of(act, ticket))
    taken = {act, steps.next.act if steps.next else ""}
    others = [other for other in BESIDES.get(ticket.state, ()) if other not in taken and _sensible(other, job)]
    return ShownJob(
        job, showing.left_of(job.deadline, now=now), showing.state_badge(ticket.state),
        showing.place_of(ticket.country, ticket.province, ticket.address),
        steps.next, [*steps.others, *(_step(other, ticket.number) for other in others)], steps.second, steps.waits,
    )  # fmt: skip


class Steps(NamedTuple):
    """What to do, what one could do as well, and for what the job waits."""

    next: Step | None
    second: Step | None = None
    others: tuple[Step, ...] = ()
    waits: str = ""


def _repair_steps(ticket: Ticket, standing: Standing) -> Steps:
    """6.3, 6.10: on site one writes the report, or begins at once where no part is needed."""
    number, report = ticket.number, standing.report
    work = _step("start_work", number)
    if standing.waits_for:
        return Steps(None, waits=standing.waits_for)
    if report is None:
        return Steps(work, second=_writing(number, _("写异常报告")))
    if report.state == ReportState.RECEIVED:
        return Steps(None, others=(work,), waits=_("异常报告 %(number)s 等待核对") % {"number": report.number})
    label = {ReportState.DRAFT: _("继续写异常报告"), ReportState.REFUSED: _("修订异常报告")}.get(ReportState(report.state))
    if label is None and report.not_reached and ticket.arrived_at is None:
        return Steps(_step("arrive", number), others=(work,))
    if label is None:
        return Steps(work)
    return Steps(_writing(number, label, report.kind), others=(work,))


def _writing(number: str, label: str, kind: str = ReportKind.FAULT) -> Step:
    url = reverse("warranty:submit_report", args=[number])
    return Step("submit_report", label, url if kind == ReportKind.FAULT else f"{url}?kind={kind}")


def _of(act: str, ticket: Ticket) -> Step | None:
    return _step(act, ticket.number) if act else None


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
    """A card with its state, what it counts for, what was not kept, and whether the reader may amend it."""

    card: ServiceCard
    state: showing.Badge
    credits: list[tuple[str, Credit]]
    remarks: list[str] = field(default_factory=list)
    may_amend: bool = False


def shown_card(card: ServiceCard, viewer: Person | None = None) -> ShownCard:
    """Without `viewer` nothing can be done to it."""
    badge = showing.Badge(card.get_state_display(), showing.TONES[COLOURS[card.state]])
    counted: dict[str, Any] = credits(card)
    labelled = [(str(CreditKind(kind).label), credit) for kind, credit in counted.items()]
    return ShownCard(card, badge, labelled, remarks_of(card), viewer is not None and may_amend(card, viewer))


def remarks_of(card: ServiceCard) -> list[str]:
    """What of the conduct was not kept, each with its clause and why."""
    return [
        f"{line.title}（{line.clause}）：{given.get('why')}"
        for line in lines_of(card.ticket.version.book, FORM)
        if (given := card.conduct.get(line.key)) and not given.get("done")
    ]
