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

from accounts.permissions import authorize, page
from accounts.requests import SignedRequest
from core.acting import went_well
from core.errors import ActError
from customers import selectors as customers
from rulebook.selectors import in_force
from tickets import services, showing
from tickets.forms import ReportForm
from tickets.services.preview import Preview

FIELDS = ("serial", "site_province", "country", "notified_at", "phone")


@page("tickets:report")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: SignedRequest) -> HttpResponseBase:
    """Type, look at the side, save; a refusal keeps everything typed."""
    authorize(request.user, "report_fault", now=request.now)
    if request.method != "POST":
        given = {"serial": request.GET.get("serial", ""), "phone": request.GET.get("phone", "")}
        return _show(request, ReportForm(initial={"notified_at": request.now, **given}))
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _show(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        ticket = services.report_fault(actor=request.user, now=request.now, **_given(form.cleaned_data, request.now))
    except ActError as error:
        form.tell(error)
        return _show(request, form, error.status)
    messages.success(request, _("已登记工单 %(number)s") % {"number": ticket.number})
    return went_well(request, reverse("tickets:ticket", args=[ticket.number]))


@page("tickets:preview")
@require_safe
def preview(request: SignedRequest) -> HttpResponse:
    """The side of the page for what has been typed so far; saves nothing."""
    return render(request, "tickets/report_side.html", _side(ReportForm(request.GET), request.now))


def _show(request: SignedRequest, form: ReportForm, status: int = HTTPStatus.OK) -> HttpResponse:
    rows = [[form[name] for name in names] for names in form.ROWS]
    asked = ReportForm(request.POST) if form.is_bound else ReportForm(form.initial)
    context = {"form": form, "rows": rows, "queue": "", **_side(asked, request.now)}
    return render(request, "tickets/report.html", context, status=status)


def _given(cleaned: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Of the minute that the page was opened in, the seconds are unknown: now is meant, not the minute's start."""
    at = cleaned["notified_at"]
    same_minute = at is not None and 0 <= (now - at).total_seconds() < 60
    return {**cleaned, "notified_at": None if same_minute else at, "site_province": cleaned["site_province"] or None,
            "country": cleaned["country"] or None}  # fmt: skip


def _side(form: ReportForm, now: datetime) -> dict[str, Any]:
    form.is_valid()
    typed = {name: form.cleaned_data.get(name) or None for name in FIELDS}
    serial, phone = typed["serial"] or "", typed["phone"] or ""
    if not serial and len(phone) < 7:
        return {"preview": None, "typed": "", "found": []}
    if not serial:
        return {"preview": None, "typed": phone, "found": list(customers.machines_of_phone(phone)[:8])}
    found = services.preview_fault(now=now, serial=serial, phone=phone, site_province=typed["site_province"],
                                   country=typed["country"], notified_at=typed["notified_at"])  # fmt: skip
    near = [] if found.machine else list(customers.machines_told(serial)[:5])
    return {"preview": found, "typed": serial, "found": near, **_told(found, now)}


def _told(found: Preview, now: datetime) -> dict[str, Any]:
    """Coverage, due time and warnings of a preview in words."""
    told: dict[str, Any] = {"warnings": showing.warnings_of(found.warnings)}
    if found.coverage is not None:
        seen = found.coverage
        told["coverage"] = showing.coverage_badge(
            seen.free, seen.in_warranty, seen.warranty_ends, seen.details.get("guarantee")
        )
        told["coverage_clause"] = seen.details.get("clause", "")
        told["coverage_formula"] = seen.details.get("formula", "")
    if found.reckoning is not None:
        told["due"] = showing.due_before_saving(found.reckoning, in_force(now=found.notified_at), now=now)
    return told
