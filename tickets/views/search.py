"""The search box: tickets, machines, customers."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import page
from accounts.requests import SignedRequest
from customers import selectors as customers
from customers.permissions import sees_base
from tickets import selectors, showing

SHOWN = 20


@page("tickets:search")
@require_safe
def search(request: SignedRequest) -> HttpResponse:
    """What was typed, looked for in numbers, serials, phones, names and faults."""
    asked = request.GET.get("q", "").strip()
    context: dict[str, Any] = {"query": asked, "tickets": [], "found": None, "queue": ""}
    if len(asked) >= customers.SHORTEST_TELLING:
        rows = selectors.queue(request.user, now=request.now, name="all", q=asked, sort="newest", size=SHOWN).rows
        context["tickets"] = [(row, showing.state_badge(row.state)) for row in rows]
        if sees_base(request.user, now=request.now):
            context["found"] = customers.search(asked, limit=SHOWN)
    return render(request, "tickets/search.html", context)
