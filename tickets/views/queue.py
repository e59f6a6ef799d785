"""The console: what waits, the earliest limit first, with one ticket opened beside it."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import holds, may, may_open, page
from accounts.requests import SignedRequest
from accounts.roles import Role
from core.middleware import is_partial
from core.paths import path_of
from customers import selectors as customers
from rulebook.models import RulebookVersion
from rulebook.selectors import in_force
from tickets import selectors
from tickets.context import frame_of
from tickets.selectors import Page
from tickets.views import rows
from tickets.views.drawer import opened
from tickets.views.listing import Listing
from tickets.views.narrowing import narrowing
from tickets.views.welcome import welcome

ROWS = 50


@page("tickets:home")
@require_safe
def home(request: SignedRequest) -> HttpResponseBase:
    """The console for the desk; everybody else is led to his own first page."""
    if selectors.has_desk(request.user, now=request.now):
        return queue(request)
    if may_open(request.user, "fieldservice:jobs", now=request.now):
        return redirect("fieldservice:jobs")
    if may_open(request.user, "warranty:work", now=request.now):
        return redirect("warranty:work")
    if holds(request.user, Role.ADMINISTRATOR, now=request.now):
        return redirect("admin:index")
    return welcome(request)


@page("tickets:queue")
@require_safe
def queue(request: SignedRequest) -> HttpResponse:
    """One queue with the chosen ticket; asked for by itself again, only its rows."""
    listing = Listing.read(request.GET.dict())
    found = listing.rows(request, size=ROWS)
    context = {"queue": listing.queue.code, **about(listing, found, request), **_empty(listing, found, request)}
    if is_partial(request):
        return render(request, "tickets/queue.html#rows", context)
    beside = opened(listing.ticket, request) if listing.ticket else None
    context = {**(beside or {}), "drawer": beside is not None, **context, **narrowing(listing, request)}
    return render(request, "tickets/queue.html", context)


def about(listing: Listing, found: Page, request: SignedRequest) -> dict[str, Any]:
    """The rows and what the page says about them."""
    return {
        "listing": listing, "queue_of": listing.queue, "filtered": bool(listing.filters), "clear_url": _plain(listing),
        "rows": rows.shown(found.rows, version_of(request), now=request.now), "summary": _summary(found, request),
        "live_query": listing.query(after=listing.after),
        "page": {
            "first_url": listing.url() if listing.after else "",
            "next_url": listing.url(after=found.after) if found.after else "",
        },
    }  # fmt: skip


def version_of(request: SignedRequest) -> RulebookVersion:
    return frame_of(request).version or in_force(now=request.now)


def _plain(listing: Listing) -> str:
    return f"{path_of('tickets:queue')}?queue={listing.queue.code}"


def _empty(listing: Listing, found: Page, request: SignedRequest) -> dict[str, Any]:
    """What somebody can do about an empty list: import the base of a fresh company, or take a call."""
    if found.rows or listing.queue.code not in ("open", "reported", "mine"):
        return {}
    fresh = may(request.user, "import_base", now=request.now) and not customers.customers().exists()
    return {
        "first_import": reverse("admin:customers_customer_import") if fresh else "",
        "may_report": may(request.user, "report_fault", now=request.now),
    }


def _summary(found: Page, request: SignedRequest) -> str:
    late = sum(1 for row in found.rows if row.late(request.now))
    count = f"{len(found.rows)}+" if found.after else str(len(found.rows))
    told = _("%(count)s 张") % {"count": count}
    return told + (_("，%(late)d 张已超时") % {"late": late} if late else "") if found.rows else ""
