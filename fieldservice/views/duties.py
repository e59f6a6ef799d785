"""What is owed: the office's list, the engineer's own on his phone, and all about one customer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import may, page
from accounts.requests import SignedRequest
from core.clock import local_day
from core.errors import NotFound
from customers import selectors as customers
from customers.contracts import contracts_of
from customers.models import Customer
from fieldservice import duty_showing as showing
from fieldservice.duties import surveys_of
from fieldservice.owed import OwedPage, Wanted, kinds_of, owed, owed_around
from fieldservice.visits import Average, averages, call_averages, visits_of, visits_seen_by
from rulebook.book import Book
from rulebook.limits import survey_of
from rulebook.selectors import in_force

SHOWN_VISITS = 20


@page("fieldservice:duties")
@require_safe
def duties(request: SignedRequest) -> HttpResponse:
    """Visits, inspections, surveys and notices that are owed, the overdue first."""
    wanted, version = Wanted.read(request.GET.dict()), in_force(now=request.now)
    found = owed(request.user, wanted, version, now=request.now)
    context = {
        "rows": _shown(request, found), "wanted": wanted, "counts": found.counts,
        "chips": _chips(wanted, found), "kinds": kinds_of(version), "page": _pages(wanted, found),
        "people": showing.visitors(now=request.now), "clear_url": reverse("fieldservice:duties"),
    }  # fmt: skip
    return render(request, "fieldservice/duties.html", context)


@page("fieldservice:visits")
@require_safe
def visits(request: SignedRequest) -> HttpResponse:
    """The engineer's own: what he owes by due time, and what he handed in last."""
    found = owed(request.user, Wanted.read(request.GET.dict()), in_force(now=request.now), now=request.now)
    done = visits_seen_by(request.user, now=request.now).filter(visitor=request.user)[:5]
    context = {"rows": _shown(request, found), "counts": found.counts, "done": done, "page": _pages(None, found)}
    return render(request, "fieldservice/visits.html", context)


@page("fieldservice:customer")
@require_safe
def customer(request: SignedRequest, number: str) -> HttpResponse:
    """One customer: contracts, what is owed, how satisfied he is, and every visit."""
    row, version = seen_customer(request, number), in_force(now=request.now)
    waiting = showing.shown(owed_around(row, version, now=request.now), now=request.now, may_visit=_may_visit(request))
    visited = visits_of(row)
    context = {
        "customer": row, "contracts": showing.contracts(contracts_of(row), local_day(request.now)), "rows": waiting,
        "surveys": _satisfaction(version.book, row),
        "visits": [showing.sheet(visit) for visit in visited[:SHOWN_VISITS]], "may_visit": _may_visit(request),
    }  # fmt: skip
    return render(request, "fieldservice/customer.html", context)


def _satisfaction(book: Book, row: Customer) -> list[tuple[str, list[Average]]]:
    """The averages of each survey that visits or calls after a service ask."""
    found = [(title, averages(book, name, visits_of(row))) for name, title in surveys_of(book).items()]
    called = survey_of(book, "follow_up")
    return [*found, (book.surveys[called].title, call_averages(book, called, row))] if called else found


def seen_customer(request: SignedRequest, number: str) -> Customer:
    """The customer with this number; NotFound for whom the person may not know of."""
    found = customers.find_customer(number)
    if found is None:
        raise NotFound(_("没有这个客户"))
    return found


def _may_visit(request: HttpRequest) -> bool:
    return may(request.user, "visit_customer", now=request.now)  # type: ignore[attr-defined]  # set by @page


def _shown(request: SignedRequest, found: OwedPage) -> list[showing.ShownOwed]:
    return showing.shown(found.rows, now=request.now, may_visit=_may_visit(request))


def _chips(wanted: Wanted, found: OwedPage) -> list[dict[str, Any]]:
    """All, overdue, soon: with their numbers."""
    named = {"": (_("全部"), "all"), "late": (_("已超期"), "late"), "soon": (_("七天内到期"), "soon")}
    return [
        {"label": label, "count": found.counts[count], "here": wanted.state == state, "late": state == "late",
         "url": _url({**wanted.given(), "state": state})}
        for state, (label, count) in named.items()
    ]  # fmt: skip


def _pages(wanted: Wanted | None, found: OwedPage) -> dict[str, str]:
    if wanted is None:
        return {"first_url": "", "next_url": f"?{urlencode({'after': found.after})}" if found.after else ""}
    return {
        "first_url": _url(wanted.given()) if wanted.after else "",
        "next_url": _url({**wanted.given(), "after": found.after}) if found.after else "",
    }


def _url(given: dict[str, str]) -> str:
    told = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse('fieldservice:duties')}{'?' if told else ''}{told}"


