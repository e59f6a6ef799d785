"""The regulation as everybody may read it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import page
from accounts.requests import SignedRequest
from rulebook import selectors, showing


@page("rulebook:clauses")
@require_safe
def clauses(request: SignedRequest) -> HttpResponse:
    """The version in force, clause by clause: what it says, what executes it, which figures are in it and why."""
    version = selectors.in_force(now=request.now)
    told = showing.clauses(version.book, selectors.clause_lines(version.book))
    return render(request, "rulebook/clauses.html", {"version": version, "clauses": told, "queue": ""})
