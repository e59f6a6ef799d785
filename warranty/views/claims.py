"""Claims: what waits for my roles, the list, one claim with its way, and the parts on their way to an engineer."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts import acts
from accounts.permissions import may, may_open, page
from accounts.requests import SignedRequest
from accounts.selectors import works_on_phone
from accounts.timeline import timeline
from core import journal
from rulebook.acts import clause_of
from tickets import selectors as tickets
from tickets import showing as ticket_showing
from warranty import claim_showing as showing
from warranty.models import Claim
from warranty.selectors import claims, stock
from warranty.states import ClaimState
from warranty.work import sections_of

PAGE = 50


@page("warranty:work")
@require_safe
def work(request: SignedRequest) -> HttpResponse:
    """Everything that waits for the reader's roles, each with its act."""
    sections = list(sections_of(request.user, now=request.now))
    context = {"sections": sections, "waiting": sum(one.count for one in sections if one.code != "low")}
    return render(request, "warranty/work.html", context)


@page("warranty:claims")
@require_safe
def listed(request: SignedRequest) -> HttpResponse:
    """Every claim in sight, newest first."""
    state, search, after = (request.GET.get(name, "")[:60] for name in ("state", "q", "after"))
    rows, following = claims.listed(
        request.user, state=state, search=search, after=after, size=PAGE, now=request.now
    )
    narrowed = {name: value for name, value in (("state", state), ("q", search)) if value}
    address = reverse("warranty:claims")
    context = {
        "rows": [(row, showing.state_badge(row), showing.wait_of(row)) for row in rows], "state": state,
        "search": search, "states": ClaimState.choices, "narrowed": bool(narrowed), "clear_url": address,
        "page": {
            "first_url": f"{address}?{urlencode(narrowed)}" if after else "",
            "next_url": f"{address}?{urlencode({**narrowed, 'after': following})}" if following else "",
        },
    }  # fmt: skip
    return render(request, "warranty/claims.html", context)


@page("warranty:claim")
@require_safe
def claim(request: SignedRequest, number: str) -> HttpResponse:
    """Lines, signatures, the way so far and the one act that goes on."""
    found = claims.visible_claim(number, request.user, now=request.now)
    shown = {**about(found, request), **_acts(found, request)}
    return render(request, "warranty/claim.html", shown)


def about(found: Claim, request: SignedRequest) -> dict[str, Any]:
    """Everything told about the claim; nothing of it depends on what the reader may do."""
    ticket, limit = found.ticket, claims.limit_of(found)
    return {
        "claim": found, "lines": claims.lines_of([found]).get(found.pk, []), "state": showing.state_badge(found),
        "path": showing.path_of(found), "wait": showing.wait_of(found), "mode": showing.mode_of(found),
        "limit": limit, "left": showing.left_of(limit, now=request.now), "place": found.consignee_address,
        "history": [(entry, []) for entry in timeline(journal.told(found), states_of=found)],
        "nobody": _nobody(found, request), **_shell(request),
        "ticket_place": ticket_showing.place_of(ticket.country, ticket.province, ticket.address),
    }  # fmt: skip


def _nobody(found: Claim, request: SignedRequest) -> bool:
    """Whether the claim waits for a signature that nobody can give."""
    if found.state != ClaimState.OPEN:
        return False
    return not claims.reviewers_of(found.loss_department, now=request.now)


def _acts(found: Claim, request: SignedRequest) -> dict[str, Any]:
    """The act that goes on and those beside it, and the ticket where the reader may see it."""
    open_ = claims.open_acts(found, request.user, now=request.now)
    steps = [
        {"act": act, "label": acts.label(act), "url": reverse(f"warranty:{act}", args=[found.number]),
         "danger": act == "refuse_claim", "clause": clause_of(found.ticket.version.book, act)}
        for act in open_
    ]  # fmt: skip
    seen = tickets.may_read_file(found.ticket_id, person=request.user, now=request.now)
    return {
        # Whoever sends the parcel writes the number on it.
        "sends": may(request.user, "ship", now=request.now), "next": steps[0] if steps else None, "others": steps[1:],
        "ticket_url": reverse("tickets:ticket", args=[found.ticket.number]) if seen else "",
        "request_url": reverse("warranty:request", args=[found.request.number])
        if seen and may_open(request.user, "warranty:request", now=request.now) else "",
    }  # fmt: skip


def _shell(request: SignedRequest) -> dict[str, Any]:
    """Engineers read on the phone, where acts are pages of their own."""
    phone = works_on_phone(request.user, now=request.now)
    return {
        "on_phone": phone, "shell": "m_base.html" if phone else "base.html",
        "back": reverse("warranty:parcels" if phone else "warranty:work"),
    }  # fmt: skip


@page("warranty:parcels")
@require_safe
def parcels(request: SignedRequest) -> HttpResponse:
    """The engineer's phone: what is on its way to him, and what he carries."""
    rows = list(claims.parcels_of(request.user))
    lines = claims.lines_of(rows)
    coming = [
        {"claim": row, "lines": lines.get(row.pk, []), "state": showing.state_badge(row), "mode": showing.mode_of(row),
         "wait": showing.wait_of(row), "here": row.state in (ClaimState.SHIPPED, ClaimState.INFORMED)}
        for row in sorted(rows, key=lambda row: row.state not in (ClaimState.SHIPPED, ClaimState.INFORMED))
    ]  # fmt: skip
    return render(request, "warranty/parcels.html", {"coming": coming, "bag": _bag(request)})


def _bag(request: SignedRequest) -> list[dict[str, Any]]:
    """What the engineer carries, by the claim that brought it."""
    brought = list(claims.carried_by(request.user))
    left = stock.in_bags(brought)
    parts = {part.pk: part for part in stock.parts({pk for held in left.values() for pk in held})}
    may_give = may(request.user, "give_back_parts", now=request.now)
    return [
        {"claim": row, "part": parts[pk], "quantity": quantity,
         "url": reverse("warranty:give_back_parts", args=[row.number, pk]) if may_give else ""}
        for row in brought for pk, quantity in left.get(row.pk, {}).items()
    ]  # fmt: skip
