"""The card on paper: for whoever sees its ticket, and for the customer as long as his link lives."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import page
from accounts.requests import SignedRequest
from core import papers
from core.requests import PageRequest
from fieldservice.models import ServiceCard
from fieldservice.papers import print_of
from fieldservice.seals import seal_of
from fieldservice.selectors import card_of_customer, visible_card
from tickets.public.selectors import link_of
from tickets.public.views.guard import gone, public_page


@page("fieldservice:card_pdf")
@require_safe
def card_pdf(request: SignedRequest, number: str) -> HttpResponse:
    """A draft is no paper yet."""
    return _pdf(_found(request, number), request.now)


@page("fieldservice:check_print")
@require_safe
def check_print(request: SignedRequest, number: str, digest: str) -> HttpResponse:
    """Whether the print with this hash still is what the product holds; the seal is computed anew."""
    card = _found(request, number)
    context = {"card": card, "same": seal_of(card) == digest == card.seal, "printed": papers.short(digest)}
    return render(request, "fieldservice/check_print.html", context)


@public_page
@require_safe
def public_card(request: PageRequest, token: str, number: str) -> HttpResponseBase:
    """The customer's own copy: of the ticket of his link only, and only while the link opens anything."""
    link = link_of(token, now=request.now)
    card = card_of_customer(link.ticket, number) if link and link.ticket else None
    return _pdf(card, request.now) if card else gone(request)


def _found(request: SignedRequest, number: str) -> ServiceCard:
    card = visible_card(number, request.user, now=request.now)
    if card is None:
        raise Http404
    return card


def _pdf(card: ServiceCard, now: Any) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{card.number}.pdf"', "Cache-Control": "private, no-store",
               "X-Content-Type-Options": "nosniff"}  # fmt: skip
    return HttpResponse(print_of(card, now=now), content_type="application/pdf", headers=headers)
