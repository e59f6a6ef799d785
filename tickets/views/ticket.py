"""The page of one ticket."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import acts
from accounts.permissions import may_open, page
from accounts.requests import SignedRequest
from customers.selectors import machine_history
from tickets import selectors, showing
from tickets.arrival_showing import shown_arrivals
from tickets.selectors import TicketPage
from tickets.states import WarningCode


@page("tickets:ticket")
@require_safe
def ticket(request: SignedRequest, number: str) -> HttpResponseBase:
    """Path, next action, due time with its sum, and everything told about the ticket."""
    shown = selectors.ticket_page(number, request.user, now=request.now)
    if not may_open(request.user, "tickets:queue", now=request.now):
        return redirect("fieldservice:job", number=shown.ticket.number)
    return render(request, "tickets/ticket.html", {**about(shown, request), **acts_on(shown, request)})


def about(shown: TicketPage, request: SignedRequest) -> dict[str, Any]:
    """Everything told about the ticket; nothing of it depends on what the reader may do."""
    one, now = shown.ticket, request.now
    return {
        "shown": shown, "ticket": one, "path": showing.path_of(shown), "state": showing.state_badge(one.state),
        "coverage": showing.coverage_of(one), "warnings": showing.warnings_of(one.warnings),
        "repeat": WarningCode.REPEAT_REPAIR in one.warnings,
        "zone": showing.zone_title(one.version, one.zone), "area": showing.area_of(one),
        "service_class": showing.class_of(one),
        "place": showing.place_of(one.country, one.province, one.address),
        "due": [showing.due_panel(row, one.version, now=now) for row in shown.deadlines if _current(row, shown)],
        "arrivals": shown_arrivals(
            shown.arrivals, shown.deadlines, request.user, site=selectors.site_place(one) if _placed(shown) else None,
            now=now,
        ),
        "services": machine_history(one.machine)[:5] if one.machine else [],
        "history": [(entry, showing.details_of(entry.data)) for entry in shown.history],
        "proposals": [showing.proposal(row) for row in shown.proposals],
        "turn": selectors.turn_of(one, holds=shown.holds, assignments=shown.assignments),
    }  # fmt: skip


def _placed(shown: TicketPage) -> bool:
    """Whether any check-in tells a place at all: only then the site's is asked for."""
    return any(row.latitude is not None for row in shown.arrivals)


def _current(row: Any, shown: TicketPage) -> bool:
    """The limits of this cycle; those of earlier ones are told in the history."""
    return row.occurrence == str(shown.ticket.cycle)


def acts_on(shown: TicketPage, request: SignedRequest) -> dict[str, Any]:
    """The one next action of the reader, and what else is open to him."""
    following = selectors.next_act(shown.ticket, request.user, now=request.now)
    others = selectors.open_acts(
        shown.ticket, request.user, now=request.now, besides=following.act if following else ""
    )
    number = [shown.ticket.number]
    return {
        "next": following and {"label": following.label, "url": reverse(following.url_name, args=number),
                               "act": following.act},
        "others": [{"label": acts.label(act), "url": reverse(f"tickets:{act}", args=number)} for act in others],
    }  # fmt: skip
