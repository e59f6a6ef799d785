"""What was asked for on a ticket, as a part of its page at the desk and on the phone."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import may, page
from accounts.requests import SignedRequest
from tickets import selectors as tickets
from tickets.models import Ticket
from tickets.states import IN_HAND
from warranty.models import FeeApplication, PartsRequest, Purchase
from warranty.request_showing import Link, ShownPaper, badge, shown_report
from warranty.selectors import reports, requests
from warranty.states import ReportKind
from warranty.views.asking import shown_papers
from warranty.views.reports import links_to, write_url

KINDS: tuple[Any, ...] = (PartsRequest, Purchase, FeeApplication)


@page("warranty:papers")
@require_safe
def papers(request: SignedRequest, number: str) -> HttpResponse:
    """Parts, purchases and money of a ticket, with their claims and where each stands."""
    ticket = tickets.visible_ticket(number, request.user, now=request.now)
    context = {"papers": _asked(ticket), "claims": requests.claims_of_ticket(ticket), "ticket": ticket}
    return render(request, "warranty/request_panel.html", context)


@page("warranty:job_papers")
@require_safe
def job_papers(request: SignedRequest, number: str) -> HttpResponse:
    """The same for the engineer's phone, with his reports and what else he may ask for."""
    ticket = tickets.visible_ticket(number, request.user, now=request.now)
    rows = [shown_report(row, links_to(row, request)) for row in reports.reports_of(ticket, request.user)]
    context = {
        "reports": rows, "papers": _asked(ticket), "links": _offers(ticket, request), "ticket": ticket,
        "claims": [(claim, badge(claim)) for claim in requests.claims_of_ticket(ticket)],
    }  # fmt: skip
    return render(request, "warranty/request_job.html", context)


def _asked(ticket: Ticket) -> list[ShownPaper]:
    return [shown for kind in KINDS for shown in shown_papers(requests.papers_of(kind, ticket))]


def _offers(ticket: Ticket, request: SignedRequest) -> list[Link]:
    """What the assigned engineer may begin."""
    if ticket.engineer_id != request.user.pk or ticket.state not in IN_HAND:
        return []
    offered = [
        ("submit_report", Link(_("写异常报告"), write_url(ticket.number, ReportKind.FAULT))),
        ("submit_report", Link(_("报急需购件"), write_url(ticket.number, ReportKind.PURCHASE))),
        ("apply_fee", Link(_("申请现场服务费"), reverse("warranty:apply_fee", args=[ticket.number]))),
    ]
    return [link for act, link in offered if may(request.user, act, now=request.now)]
