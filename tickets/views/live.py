"""What changed since the page was drawn: the console asks every few seconds, and mostly nothing has."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import page
from accounts.requests import SignedRequest
from core import clock
from tickets import selectors
from tickets.context import frame_of
from tickets.selectors import stamps
from tickets.selectors.stamps import Stamp
from tickets.views import queue as console
from tickets.views import rows
from tickets.views.listing import Listing

MOST_SHOWN = 120


def live(request: Any) -> HttpResponse:
    """204 while nothing happened, in one statement; else the list, the rows that left it, and the counts.

    A stamp is signed for whom the guarded part below has let through; roles change by acts that the journal
    tells, so an unchanged journal also means unchanged rights.
    """
    given = request.GET.get("stamp", "")
    stamp = Stamp.read(given, person=request.user) if given and request.user.is_authenticated else None
    if request.method == "GET" and stamp is not None and stamps.holds(stamp, now=clock.now()):
        return HttpResponse(status=204)
    return changed(request)


@page("tickets:live")
@require_safe
def changed(request: SignedRequest) -> HttpResponse:
    """The list as it stands now, for the browser to put in place row by row."""
    listing = Listing.read(request.GET.dict())
    stamp = stamps.fresh(now=request.now)
    found = listing.rows(request, size=console.ROWS)
    context = console.about(listing, found, request) | {
        "stamp": stamp.signed(person=request.user), "counts": frame_of(request).counts, "frame": frame_of(request),
        "left_rows": _left(request, {row.number for row in found.rows}),
        "thread": stamps.thread_of(listing.ticket, request.user, now=request.now) if listing.ticket else "",
    }  # fmt: skip
    return render(request, "tickets/live.html", context)


def _left(request: SignedRequest, here: set[str]) -> list[rows.QueueRow]:
    """Rows that the page still shows and the list no longer has, as they stand now."""
    asked = request.GET.get("shown", "").split(",")[:MOST_SHOWN]
    gone = [number for number in asked if number and number not in here and "\0" not in number]
    if not gone:
        return []
    found = selectors.rows_of(request.user, gone, now=request.now)
    return rows.shown(found, console.version_of(request), now=request.now, gone=True)


live.page_name = changed.page_name  # type: ignore[attr-defined]  # the guard's mark: what is told is told behind it

