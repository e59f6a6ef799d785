"""The anomaly report: written on the phone, checked at the desk."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.permissions import may, page
from accounts.requests import SignedRequest
from accounts.selectors import works_on_phone
from core import files
from tickets import selectors as tickets
from tickets.states import IN_HAND
from warranty.models import AnomalyReport, PartsRequest, Purchase
from warranty.request_forms import EmptyForm, ReasonsForm
from warranty.request_showing import Link, shown_report
from warranty.selectors import reports, requests
from warranty.states import ReportKind, ReportState
from warranty.views.asking import PaperAct, links_of, shell_of, shown_papers, ticket_url

S = ReportState


@page("warranty:report")
@require_safe
def report(request: SignedRequest, number: str) -> HttpResponse:
    """One report, what became of it, and what the reader may do about it."""
    found = reports.visible_report(number, request.user, now=request.now)
    asked: list[Any] = [
        *shown_papers(requests.papers_from(PartsRequest, found)), *shown_papers(requests.papers_from(Purchase, found)),
    ]  # fmt: skip
    context = {
        "one": shown_report(found, links_to(found, request)), "photos": files.files_of(found), "papers": asked,
        "shell": shell_of(request), "phone": works_on_phone(request.user, now=request.now),
        "back": ticket_url(request, found), "ticket": found.ticket,
        "later": getattr(found, "revised_by", None),
    }  # fmt: skip
    return render(request, "warranty/report.html", context)


def links_to(one: AnomalyReport, request: SignedRequest) -> list[Link]:
    """What the reader may do: check it, go on from it, revise it."""
    mine = one.author_id == request.user.pk
    in_hand = one.ticket.state in IN_HAND
    if one.state == S.RECEIVED and not mine:
        return links_of(one, [("accept_report", True, True), ("refuse_report", False, True)], request)
    if one.state == S.ACCEPTED and in_hand:
        buyer = mine or one.ticket.engineer_id == request.user.pk
        buys = one.kind == ReportKind.PURCHASE and buyer and not getattr(one, "bought", False)
        wanted = [("request_parts", True, False), *([("request_purchase", True, True)] if buys else [])]
        return links_of(one, wanted, request)
    writes = mine and in_hand and may(request.user, "submit_report", now=request.now)
    if writes and (one.state == S.DRAFT or (one.state == S.REFUSED and not hasattr(one, "revised_by"))):
        label = _("继续填写") if one.state == S.DRAFT else _("修订后重新提交")
        return [Link(label, write_url(one.ticket.number, one.kind), True)]
    return []


def write_url(number: str, kind: str) -> str:
    url = reverse("warranty:submit_report", args=[number])
    return url if kind == ReportKind.FAULT else f"{url}?kind={kind}"


@page("warranty:to_check")
@require_safe
def to_check(request: SignedRequest) -> HttpResponse:
    """Reports that wait for the liaison, the longest first."""
    rows = [shown_report(row, links_to(row, request)) for row in reports.to_check(request.user, now=request.now)[:100]]
    return render(request, "warranty/reports_to_check.html", {"rows": rows})


@page("warranty:reports")
@require_safe
def panel(request: SignedRequest, number: str) -> HttpResponse:
    """The reports of a ticket, as a part of its page."""
    ticket = tickets.visible_ticket(number, request.user, now=request.now)
    rows = [shown_report(row, links_to(row, request)) for row in reports.reports_of(ticket, request.user)]
    return render(request, "warranty/reports_panel.html", {"reports": rows, "ticket": ticket})


class AcceptReport(PaperAct):
    act = "accept_report"
    form_class = EmptyForm
    title, button = gettext_lazy("受理异常报告"), gettext_lazy("受理")
    done = gettext_lazy("已受理，可以申请配件")
    hint = gettext_lazy("工作情况、异常分析和处理建议完整、明确的，予以受理；工单转为已诊断。")


class RefuseReport(PaperAct):
    act = "refuse_report"
    form_class = ReasonsForm
    title, button = gettext_lazy("不予受理"), gettext_lazy("不予受理")
    done = gettext_lazy("已退回，服务人员会修订后重新提交")
    hint = gettext_lazy("到场时限不受影响，也不产生配件申请。")
    danger = True


CHECKS: dict[str, type[PaperAct]] = {view.act: view for view in (AcceptReport, RefuseReport)}
