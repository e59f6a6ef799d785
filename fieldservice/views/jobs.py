"""The engineer's phone: what is due, and one job."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import page
from accounts.requests import SignedRequest
from customers.selectors import machine_history
from fieldservice import selectors
from fieldservice.showing import shown_card, shown_job
from fieldservice.standing import standing_of
from fieldservice.today import duties_of
from tickets import selectors as tickets
from tickets import showing
from tickets.arrival_showing import shown_arrivals


@page("fieldservice:jobs")
@require_safe
def jobs(request: SignedRequest) -> HttpResponse:
    """My jobs, the earliest limit first."""
    mine = tickets.my_jobs(request.user, now=request.now)
    standing = standing_of([row.ticket for row in mine], request.user)
    rows = [shown_job(row, now=request.now, standing=standing[row.ticket.pk]) for row in mine]
    context = {"jobs": rows, "today": request.now, "duties": duties_of(request.user, now=request.now)}
    return render(request, "fieldservice/jobs.html", context)


@page("fieldservice:job")
@require_safe
def job(request: SignedRequest, number: str) -> HttpResponse:
    """One job: whom to call, where to go, what the machine has been through, what to do next."""
    shown = tickets.ticket_page(number, request.user, now=request.now)
    ticket = shown.ticket
    mine = [row for row in tickets.my_jobs(request.user, now=request.now) if row.ticket.pk == ticket.pk]
    standing = standing_of([row.ticket for row in mine], request.user).get(ticket.pk)
    context = {
        "ticket": ticket, "shown": shown,
        "job": shown_job(mine[0], now=request.now, standing=standing) if mine else None,
        "state": showing.state_badge(ticket.state), "coverage": showing.coverage_of(ticket),
        "arrivals": shown_arrivals(
            [row for row in shown.arrivals if row.engineer_id == request.user.pk], shown.deadlines, request.user,
            now=request.now,
        ),
        "place": showing.place_of(ticket.country, ticket.province, ticket.address),
        "due": [showing.due_panel(row, ticket.version, now=request.now) for row in shown.deadlines
                if row.kind == "arrival" and row.occurrence == str(ticket.cycle)],
        "services": machine_history(ticket.machine)[:5] if ticket.machine else [],
        "proposals": [showing.proposal(row) for row in shown.proposals if row.charged_to_id == request.user.pk],
        "cards": [shown_card(card, request.user) for card in selectors.cards_of(ticket)],
    }  # fmt: skip
    return render(request, "fieldservice/job.html", context)


@page("fieldservice:cards")
@require_safe
def cards(request: SignedRequest, number: str) -> HttpResponse:
    """The cards of a ticket, as a part of its page."""
    ticket = tickets.visible_ticket(number, request.user, now=request.now)
    shown = [shown_card(card, request.user) for card in selectors.cards_of(ticket)]
    return render(request, "fieldservice/cards.html", {"cards": shown, "ticket": ticket})
