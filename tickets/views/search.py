"""The search box: tickets, machines, customers."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import may, page
from accounts.requests import SignedRequest
from customers import selectors as customers
from customers.permissions import sees_base
from tickets import selectors, showing

SHOWN = 20
SUGGESTED = 5


@page("tickets:search")
@require_safe
def search(request: SignedRequest) -> HttpResponse:
    """What was typed, looked for in numbers, serials, phones, names and faults."""
    return render(request, "tickets/search.html", _found(request, SHOWN) | {"queue": ""})


@page("tickets:suggest")
@require_safe
def suggest(request: SignedRequest) -> HttpResponse:
    """The first few of each kind while somebody is still typing."""
    return render(request, "tickets/suggestions.html", _found(request, SUGGESTED))


def _found(request: SignedRequest, most: int) -> dict[str, Any]:
    """Nothing for a single sign: it would list the company."""
    asked = request.GET.get("q", "").strip()
    told: dict[str, Any] = {"query": asked, "tickets": [], "found": None}
    if len(asked) < customers.SHORTEST_TELLING:
        return told
    rows = selectors.queue(request.user, now=request.now, name="all", q=asked, sort="newest", size=most).rows
    told["tickets"] = [(row, showing.state_badge(row.state)) for row in rows]
    if sees_base(request.user, now=request.now):
        told["found"] = customers.search(asked, limit=most)
        told["may_report"] = may(request.user, "report_fault", now=request.now)
    return told
