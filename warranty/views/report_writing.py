"""Writing an anomaly report: a draft, sent, or revised after a refusal; and the salesperson's way to it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import authorize, holds, page
from accounts.requests import SignedRequest
from accounts.roles import Role
from core import files
from core.errors import ActError
from rulebook.selectors import in_force
from tickets import selectors as tickets
from tickets.models import Ticket
from warranty import services
from warranty.models import AnomalyReport, Purchase
from warranty.request_forms import ReportForm
from warranty.request_showing import FORM, shown_report
from warranty.selectors import reports, requests
from warranty.states import ReportKind
from warranty.views.asking import shell_of, shown_papers
from warranty.views.reports import links_to, write_url


@page("warranty:submit_report")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedRequest, number: str) -> HttpResponse:
    """`save` keeps the draft, `send` hands it in; without either it shows what was written so far."""
    authorize(request.user, "submit_report", now=request.now)
    ticket = _ticket(number, request)
    kind = _kind(request, ticket)
    draft = reports.draft_of(ticket, request.user, kind)
    if request.method != "POST":
        return _show(request, ticket, kind, draft, _form(request, ticket, kind, initial=_begun(ticket, request, kind)))
    form = _form(request, ticket, kind, data=request.POST, files=request.FILES)
    if not form.is_valid():
        return _show(request, ticket, kind, draft, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        return _keep(request, ticket, kind, form)
    except ActError as error:
        form.tell(error)
        return _show(request, ticket, kind, draft, form, error.status)


@page("warranty:purchase_reports")
@require_safe
def purchase_reports(request: SignedRequest) -> HttpResponse:
    """The salesperson's page: report a purchase for a ticket by its number, and what became of earlier ones."""
    number = request.GET.get("number", "").strip()
    if number:
        return redirect(write_url(reports.ticket_to_buy_for(number).number, ReportKind.PURCHASE))
    mine = [shown_report(row, links_to(row, request)) for row in reports.reports_by(request.user)[:50]]
    bought = shown_papers(requests.papers_by(Purchase, request.user))
    return render(request, "warranty/report_purchases.html", {"reports": mine, "papers": bought})


def _ticket(number: str, request: SignedRequest) -> Ticket:
    """The engineer's own job; a salesperson names a ticket that he does not see otherwise."""
    if holds(request.user, Role.SALESPERSON, now=request.now):
        return reports.ticket_to_buy_for(number)
    return tickets.visible_ticket(number, request.user, now=request.now)


def _kind(request: SignedRequest, ticket: Ticket) -> str:
    """Only the ticket's engineer reports faults."""
    if ticket.engineer_id != request.user.pk:
        return str(ReportKind.PURCHASE)
    told = request.POST.get("kind") or request.GET.get("kind")
    return told if told in ReportKind.values else str(ReportKind.FAULT)


def _form(request: SignedRequest, ticket: Ticket, kind: str, **given: Any) -> ReportForm:
    entry = in_force(now=request.now).book.forms.get(FORM)
    return ReportForm(
        **given, told=entry.fields if entry else {}, purchase=kind == ReportKind.PURCHASE,
        on_site=ticket.engineer_id == request.user.pk,
    )  # fmt: skip


def _begun(ticket: Ticket, request: SignedRequest, kind: str) -> dict[str, Any]:
    """What was written so far: the draft, else the refused report that is to be revised."""
    known = reports.draft_of(ticket, request.user, kind) or reports.to_revise(ticket, request.user, kind)
    if known is None:
        return {"not_reached": ticket.arrived_at is None}
    return {name: getattr(known, name) for name in (
        "work_done", "analysis", "proposal", "not_reached", "not_reached_reason", "described_by_user", "budget",
    )}  # fmt: skip


def _keep(request: SignedRequest, ticket: Ticket, kind: str, form: ReportForm) -> HttpResponse:
    given: dict[str, Any] = {
        "ticket": ticket, "kind": kind, "photos": form.cleaned_data["photos"], "actor": request.user,
        "now": request.now, **form.written(),
    }  # fmt: skip
    if "save" in request.POST:
        services.save_report(**given)
        messages.success(request, _("草稿已保存"))
        return redirect(write_url(ticket.number, kind))
    sent = services.submit_report(**given)
    messages.success(request, _("报告已提交"))
    return redirect(sent.get_absolute_url())


def _show(
    request: SignedRequest, ticket: Ticket, kind: str, draft: AnomalyReport | None, form: ReportForm,
    status: int = HTTPStatus.OK,
) -> HttpResponse:  # fmt: skip
    phone = shell_of(request) == "m_base.html"
    context = {
        "form": form, "ticket": ticket, "kind": kind, "kind_label": ReportKind(kind).label, "draft": draft,
        "photos": files.files_of(draft) if draft else [], "shell": shell_of(request),
        "refused": reports.to_revise(ticket, request.user, kind), "purchase": kind == ReportKind.PURCHASE,
        "other_url": write_url(ticket.number, ReportKind.FAULT if kind == ReportKind.PURCHASE else ReportKind.PURCHASE)
        if ticket.engineer_id == request.user.pk else "",
        "missing": [str(text) for errors in form.errors.values() for text in errors] if form.is_bound else [],
        "back": reverse("fieldservice:job", args=[ticket.number]) if phone else reverse("warranty:purchase_reports"),
    }  # fmt: skip
    return render(request, "warranty/report_form.html", context, status=status)
