"""The engineer's whereabouts on his phone: today's report with one tap, and the last fortnight."""

from datetime import timedelta
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import page
from accounts.requests import SignedRequest
from core import outbox
from core.clock import local_day
from core.errors import ActError
from fieldservice import daily_showing as showing
from fieldservice import services
from fieldservice.daily import days_of, owed_by, prefill_of, titles_of
from fieldservice.daily_forms import DailyForm
from rulebook.selectors import in_force
from tickets import selectors as tickets

FORTNIGHT = timedelta(days=13)


@page("fieldservice:daily_report")
@require_http_methods(["GET", "HEAD", "POST"])
def daily_report(request: SignedRequest) -> HttpResponseBase:
    """Where I am today; sent as often as one likes, the first complete one fulfils the day."""
    book = in_force(now=request.now).book
    if request.method != "POST":
        known = prefill_of(request.user, request.now)
        given = {**known.fields(), "ticket": known.ticket.number if known.ticket else ""}
        return _show(request, DailyForm(initial=given, titles=titles_of(book)), source=known.source)
    form = DailyForm(request.POST, titles=titles_of(book))
    if not form.is_valid():
        return _show(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        _send(request, form)
    except ActError as error:
        form.tell(error)
        return _show(request, form, status=error.status)
    messages.success(request, _("今日行踪已报送"))
    return redirect("fieldservice:daily_report")


def _send(request: SignedRequest, form: DailyForm) -> None:
    given = dict(form.cleaned_data)
    # A job that was handed on since the page was opened is no reason to lose the report.
    mine = [job.ticket for job in tickets.my_jobs(request.user, now=request.now)] if given["ticket"] else []
    given["ticket"] = next((ticket for ticket in mine if ticket.number == given["ticket"]), None)
    device = getattr(request, "device", None)
    services.send_daily_report(
        **given, device_time=device.device_time if device else None, actor=request.user, now=request.now
    )


def _show(request: SignedRequest, form: DailyForm, *, source: str = "", status: int = HTTPStatus.OK) -> HttpResponse:
    if status >= HTTPStatus.BAD_REQUEST:
        outbox.note(request, form.errors)
    book, today = in_force(now=request.now).book, local_day(request.now)
    fortnight = days_of(request.user, book, today - FORTNIGHT, today)
    days = [showing.shown_day(known, now=request.now) for known in fortnight]
    context = {
        "form": form, "source": source, "today": days[0], "days": days[1:], "asked": bool(owed_by(book)),
        "cutoff": showing.cutoff_of(book, list(owed_by(book))),
    }  # fmt: skip
    return render(request, "fieldservice/daily.html", context, status=status)
