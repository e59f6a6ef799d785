"""One ticket beside the list: enough to act on it without leaving the queue."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import may, page
from accounts.requests import SignedRequest
from core.errors import NotFound
from tickets import selectors
from tickets.selectors.stamps import thread_of
from tickets.states import TicketState
from tickets.views.ticket import about, acts_on

HISTORY = 6
BEST = 4


@page("tickets:drawer")
@require_safe
def drawer(request: SignedRequest, number: str) -> HttpResponse:
    """The drawer's content by itself; 404 like the ticket's own page."""
    return render(request, "tickets/drawer.html", contents(number, request))


def opened(number: str, request: SignedRequest) -> dict[str, Any] | None:
    """The content for a page whose address names a ticket; None for one that is not there or not to be seen."""
    try:
        return contents(number, request)
    except NotFound:
        return None


def contents(number: str, request: SignedRequest) -> dict[str, Any]:
    shown = selectors.ticket_page(number, request.user, now=request.now)
    told = about(shown, request)
    acts = acts_on(shown, request)
    recent = told["history"][:HISTORY]
    below = _dispatching(shown, request)
    told["offered_below"] = bool(below and acts["next"] and acts["next"]["act"] == "dispatch")
    return {**told, **acts, "history": recent, "more_history": len(told["history"]) > HISTORY,
            "thread": thread_of(shown.ticket.number, request.user, now=request.now), **below}  # fmt: skip


def _dispatching(shown: selectors.TicketPage, request: SignedRequest) -> dict[str, Any]:
    """Whom to send, with one click; replacing somebody asks for a reason and is a form of its own."""
    ticket = shown.ticket
    waiting = ticket.engineer_id is None and (ticket.state == TicketState.REPORTED or _instructed(ticket))
    if not waiting or not may(request.user, "dispatch", now=request.now):
        return {}
    people = selectors.candidates(ticket, now=request.now)
    able = [one for one in people if not one.refusal]
    unable = [one for one in people if one.refusal]
    return {"dispatching": True, "best": able[:BEST], "rest": able[BEST:], "unable": unable}


def _instructed(ticket: Any) -> bool:
    return ticket.state == TicketState.HANDED_TO_OFFICE and ticket.instructed_at is not None
