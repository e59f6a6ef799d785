"""The regulation as everybody may read it, with the month's figures for who may know them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import may_open, page
from accounts.requests import SignedRequest
from aftersales.regulation import selectors, showing
from aftersales.regulation.drafts.showing import by_clause
from aftersales.regulation.selectors import Month
from core.clock import local_day
from core.errors import NotFound
from rulebook import selectors as rulebook
from rulebook import showing as books
from rulebook.models import RulebookVersion

# Digits; Python refuses to read the longest numbers.
LONGEST_NUMBER = 10


@page("rulebook:clauses")
@require_safe
def clauses(request: SignedRequest) -> HttpResponse:
    """A version, clause by clause: what it says, what executes it, which figures are in it and why, what it did."""
    version, month, query = _version(request), _month(request), request.GET.get("q", "")
    done = selectors.activity(month, reader=request.user, now=request.now)
    shown = showing.Page(version.book, month, done, reader=request.user, now=request.now)
    told = [shown.told(clause) for clause in books.clauses(version.book, rulebook.clause_lines(version.book))]
    current = f"{local_day(request.now):%Y-%m}"
    context = {
        "version": version, "versions": rulebook.published(), "told": showing.found(told, query), "query": query,
        "month": month.name, "before": month.shifted(-1),
        "after": month.shifted(1) if month.name < current else "", "totals": showing.totals(told, done),
        "sum": showing.whole_sum(done) if done.sums else None, "queue": "",
        "counted": selectors.sees_work(request.user, now=request.now),
        "opens_versions": may_open(request.user, "rulebook:versions", now=request.now),
    }  # fmt: skip
    return render(request, "rulebook/clauses.html", context)


@page("rulebook:changes")
@require_safe
def changes(request: SignedRequest, number: int) -> HttpResponse:
    """What a version changed against the one before it."""
    version = _numbered(number)
    before = rulebook.published_before(version)
    told = by_clause(before.book, version.book) if before else []
    return render(request, "rulebook/changes.html", {"version": version, "before": before, "clauses": told})


def _version(request: SignedRequest) -> RulebookVersion:
    given = request.GET.get("version", "")
    if given.isdecimal() and len(given) < LONGEST_NUMBER:
        return _numbered(int(given))
    return rulebook.in_force(now=request.now)


def _numbered(number: int) -> RulebookVersion:
    found = next((one for one in rulebook.published() if one.number == number), None)
    if found is None:
        raise NotFound
    return found


def _month(request: SignedRequest) -> Month:
    current = f"{local_day(request.now):%Y-%m}"
    try:
        found = Month.of(request.GET.get("month") or current)
    except ValueError:
        return Month.of(current)
    return found if found.name <= current else Month.of(current)
