"""Repeat repairs on a ticket's page: the earlier services side by side, and the head's judgement of the cause."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.permissions import authorize, may, page
from accounts.requests import SignedRequest
from core.acting import ActPage
from core.clock import local_day
from core.forms import ActForm
from fieldservice import selectors, services
from fieldservice.forms import CauseForm
from fieldservice.repeats import Case, Earlier, case_of
from fieldservice.showing import shown_card
from fieldservice.states import RepeatCause
from rulebook.acts import clause_of
from rulebook.selectors import in_force
from tickets import selectors as tickets
from warranty.selectors.old_parts import visible_part


@page("fieldservice:repeats")
@require_safe
def repeats(request: SignedRequest, number: str) -> HttpResponse:
    """What the machine went through within the year before, as a part of the ticket's page."""
    ticket = tickets.visible_ticket(number, request.user, now=request.now)
    version = in_force(now=request.now)
    case = case_of(ticket, version)
    return render(request, "fieldservice/repeats.html", {
        **_told(case), "clause": clause_of(version.book, "judge_cause"),
        "may_judge": may(request.user, "judge_cause", now=request.now),
    })  # fmt: skip


def _told(case: Case) -> dict[str, Any]:
    """The case in words; of earlier services those that the year holds."""
    return {
        "case": case, "ticket": case.ticket, "earlier": [one for one in case.earlier if one.within],
        "guaranteed": next((one for one in case.earlier if one.guaranteed), None),
        "cause": str(RepeatCause(case.judged.facts["repeat.cause"]).label) if case.judged else "",
    }  # fmt: skip


class JudgeCause(ActPage):
    """The head's judgement, with both cards beside the form."""

    request: SignedRequest
    form_class = CauseForm
    template = "fieldservice/judge_cause.html"
    title, button, done = gettext_lazy("判定重复维修原因"), gettext_lazy("判定"), gettext_lazy("已判定重复维修原因")
    hint = gettext_lazy("因技术水平重复维修的，立即按制度不计工作量、差旅费自理；不罚款。判定后不能更改。")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        ticket = tickets.visible_ticket(kwargs["number"], self.request.user, now=self.now)
        authorize(self.request.user, "judge_cause", now=self.now)
        self.version = in_force(now=self.now)
        self.case = case_of(ticket, self.version)
        return super().dispatch(request, *args, **kwargs)

    def form_options(self) -> dict[str, Any]:
        first = self.case.first
        ordered = sorted(self.case.earlier, key=lambda one: one is not first)
        return {"services": [(str(one.service.pk), _label(one)) for one in ordered]}

    def perform(self, form: ActForm) -> None:
        told = form.cleaned_data
        by_id = {str(one.service.pk): one.service for one in self.case.earlier}
        services.judge_cause(
            ticket=self.case.ticket, cause=told["cause"], first=by_id.get(told.get("first", "")),
            reason=told["reason"], actor=self.request.user, now=self.now,
        )  # fmt: skip

    def done_url(self) -> str:
        return reverse("tickets:ticket", args=[self.case.ticket.number])

    def context(self) -> dict[str, Any]:
        return {**_told(self.case), "clause": clause_of(self.version.book, "judge_cause")}


def _label(one: Earlier) -> str:
    told = {
        "day": local_day(one.service.completed_at).isoformat(), "who": one.service.engineer.name,
        "number": one.service.ticket_number,
    }  # fmt: skip
    return _("%(day)s %(who)s %(number)s") % told


@page("fieldservice:part_cards")
@require_safe
def part_cards(request: SignedRequest, number: str) -> HttpResponse:
    """The cards of the service that an old part comes from, for whoever sees the part."""
    part = visible_part(number, request.user, now=request.now)
    shown = [shown_card(card) for card in selectors.cards_of(part.ticket)]
    return render(request, "fieldservice/cards.html", {"cards": shown, "ticket": part.ticket})
