"""A customer follows his ticket by its link, or by number and telephone, and rates the service."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import ActError, NotFound
from core.journal import CUSTOMER
from core.requests import PageRequest
from tickets.public import selectors, services, showing
from tickets.public.forms import LookupForm, RatingForm
from tickets.public.models import StatusLink
from tickets.public.views.guard import gone, public_page, sender_of, show
from tickets.services.status_links import address_of, token_of


@public_page
@require_safe
def status(request: PageRequest, token: str) -> HttpResponseBase:
    """Where the ticket stands; asked with the stamp of the page that is open, nothing where nothing has happened."""
    link = selectors.link_of(token, now=request.now)
    if link is None:
        return gone(request)
    if link.ticket is None:
        return show(request, "public/waiting.html", {"report": link.report, **_about(link)})
    since = request.GET.get("since")
    if since and since == str(selectors.stamp_of(link.ticket)):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return _page(request, link, token, RatingForm())


@public_page
@require_safe
def sent(request: PageRequest, token: str) -> HttpResponseBase:
    """What a customer sees when he has reported: the number, and the link to keep."""
    link = selectors.link_of(token, now=request.now)
    if link is None:
        return gone(request)
    due = selectors.progress(link.ticket).due if link.ticket else None
    context = {"ticket": link.ticket, "due": due, "address": address_of(link), "token": token, **_about(link)}
    return show(request, "public/sent.html", context)


@public_page
@require_POST
def rate(request: PageRequest, token: str) -> HttpResponseBase:
    """Stars and a sentence, once."""
    link = selectors.link_of(token, now=request.now)
    if link is None or link.ticket is None:
        return gone(request)
    form = RatingForm(request.POST)
    if not form.is_valid():
        return _page(request, link, token, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        services.rate_service(ticket=link.ticket, actor=CUSTOMER, now=request.now, **form.cleaned_data)
    except ActError as error:
        form.tell(error)
        return _page(request, link, token, form, error.status)
    return redirect("public:status", token)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def lookup(request: PageRequest) -> HttpResponseBase:
    """Number and last digits of the telephone, for who has lost the link."""
    form = LookupForm(request.POST or None)
    if request.method != "POST":
        return show(request, "public/lookup.html", {"form": form})
    # What has the wrong shape is answered like what has the wrong content, and counts the same.
    told = {name: str(request.POST.get(name, "")) for name in ("number", "tail")}
    try:
        link = services.look_up(address=sender_of(request).address, now=request.now, **told)
    except services.NoMatch as error:
        form = LookupForm(initial=told)
        return show(request, "public/lookup.html", {"form": form, "error": error}, NotFound.status)
    return redirect("public:status", token_of(link))


def _page(
    request: PageRequest, link: StatusLink, token: str, form: RatingForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    assert link.ticket is not None  # noqa: S101 -- both callers have looked
    shown = selectors.progress(link.ticket)
    context = {
        "shown": shown, "ticket": shown.ticket, "token": token, "form": form, "steps": showing.steps(shown),
        "headline": showing.headline(shown, now=request.now), "late": showing.late(shown, now=request.now),
        "may_rate": showing.may_rate(shown, now=request.now), **_about(link),
    }  # fmt: skip
    return show(request, "public/status.html", context, status)


def _about(link: StatusLink) -> dict[str, Any]:
    machine = link.ticket.machine if link.ticket else link.report and link.report.machine
    return {"machine": showing.machine_line(machine or None)}
