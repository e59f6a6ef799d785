"""The supervisor's list of arrivals that were claimed for an earlier time than they were received."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.permissions import may, page
from accounts.requests import SignedRequest
from tickets import selectors
from tickets.arrival_showing import shown_arrival


@page("tickets:claims")
@require_safe
def claims(request: SignedRequest) -> HttpResponse:
    """What waits, the longest first; two statements however many there are."""
    found = selectors.waiting_claims(after=request.GET.get("after", "")[:80])
    photos = selectors.photos_of([row.arrival for row in found.rows])
    rows = [
        {
            "ticket": row.arrival.ticket, "since": row.since, "own": row.arrival.engineer_id == request.user.pk,
            "arrival": shown_arrival(
                row.arrival, row.due_at, request.user, site=selectors.site_place(row.arrival.ticket),
                photos=photos.get(row.arrival_id, ()), now=request.now,
            ),
        }
        for row in found.rows
    ]  # fmt: skip
    context = {
        "rows": rows, "decides": may(request.user, "accept_arrival", now=request.now), "queue": "claims",
        "page": {"first_url": "", "next_url": f"?{urlencode({'after': found.after})}" if found.after else ""},
    }  # fmt: skip
    return render(request, "tickets/claims.html", context)
