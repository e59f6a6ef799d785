"""A new fault while the caller is on the line: everything that matters is seen before it is saved."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import authorize, may, page
from accounts.requests import SignedRequest
from core.acting import went_well
from core.errors import ActError
from rulebook.papers import titles_of
from tickets import selectors, services
from tickets.context import frame_of
from tickets.forms import ReportForm
from tickets.models import Ticket
from tickets.selectors.enquiries import enquiry_page
from tickets.views.report_side import side


@page("tickets:report")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: SignedRequest) -> HttpResponseBase:
    """Type, look at the side, save; a refusal keeps everything typed."""
    authorize(request.user, "report_fault", now=request.now)
    if request.method != "POST":
        given = {"serial": request.GET.get("serial", ""), "phone": request.GET.get("phone", ""), **_asked(request)}
        return _show(request, _form(request, initial={"notified_at": request.now, **given}))
    form = _form(request, request.POST)
    if not form.is_valid():
        return _show(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        ticket = _save(request, _given(form.cleaned_data, request.now))
        _link(request, ticket)
    except ActError as error:
        form.tell(error)
        return _show(request, form, error.status)
    return went_well(request, reverse("tickets:ticket", args=[ticket.number]))


@page("tickets:preview")
@require_safe
def preview(request: SignedRequest) -> HttpResponse:
    """The side of the page for what has been typed so far; saves nothing."""
    return render(request, "tickets/report_side.html", side(_form(request, request.GET), request))


def _form(request: SignedRequest, *args: Any, **options: Any) -> ReportForm:
    version = frame_of(request).version
    if version is None:
        return ReportForm(*args, areas={}, **options)
    return ReportForm(*args, areas=version.book.areas, titles=titles_of(version.book, "fault_report"), **options)


def _save(request: SignedRequest, told: dict[str, Any]) -> Ticket:
    """A new ticket, or one that is linked at once to the ticket whose button was pressed."""
    number = request.POST.get("duplicate_of", "")
    if not number:
        ticket = services.report_fault(actor=request.user, now=request.now, **told)
        messages.success(request, _("已登记工单 %(number)s") % {"number": ticket.number})
        return ticket
    original = selectors.visible_ticket(number, request.user, now=request.now)
    ticket = services.report_duplicate(original=original, actor=request.user, now=request.now, **told)
    text = _("来电已登记为 %(number)s，并关联到这张工单") % {"number": ticket.number}
    messages.success(request, text)
    return original


def _asked(request: SignedRequest) -> dict[str, str]:
    """What an enquiry has told already, where the report is made of one (8.2, 6.1)."""
    number = request.GET.get("enquiry", "")
    if not number:
        return {}
    one = enquiry_page(number).enquiry
    return {"fault": one.question, "phone": one.phone, "contact": one.caller[:80],
            "customer_name": one.customer.name if one.customer else one.caller}  # fmt: skip


def _link(request: SignedRequest, ticket: Ticket) -> None:
    number = request.POST.get("enquiry", "")
    if number:
        asked = enquiry_page(number).enquiry
        services.link_enquiry(enquiry=asked, ticket=ticket, actor=request.user, now=request.now)


def _show(request: SignedRequest, form: ReportForm, status: int = HTTPStatus.OK) -> HttpResponse:
    asked = _form(request, request.POST if form.is_bound else form.initial)
    context = {
        "form": form, "rows": form.rows, "queue": "", "may_link": may(request.user, "link_duplicate", now=request.now),
        "enquiry": request.POST.get("enquiry", "") or request.GET.get("enquiry", ""), **side(asked, request),
    }  # fmt: skip
    return render(request, "tickets/report.html", context, status=status)


def _given(cleaned: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Of the minute that the page was opened in, the seconds are unknown: now is meant, not the minute's start."""
    at = cleaned["notified_at"]
    same_minute = at is not None and 0 <= (now - at).total_seconds() < 60
    places = [name for name in ("site_province", "site_area", "country") if name in cleaned]
    chosen: dict[str, Any] = {name: cleaned[name] or None for name in places}
    return {**cleaned, **chosen, "notified_at": None if same_minute else at}
