"""What-if for managers: ask, see how far it is, read the answer, take it along."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import may, page
from accounts.requests import SignedRequest
from core.errors import ActError
from core.exports import XLSX
from rulebook.services.validity import InvalidBook
from scenarios.whatif import selectors, services, showing
from scenarios.whatif.exporting import TITLES
from scenarios.whatif.forms import QuestionForm
from scenarios.whatif.models import WhatIf


@page("whatif:ask")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedRequest) -> HttpResponseBase:
    """Choose a book and the days; the questions asked before."""
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    known = selectors.choices()
    chosen = request.GET.get("version") or next((str(one.number) for one in known if one.state == "draft"), "")
    form = QuestionForm(*posted, versions=known, span=showing.usual_span(request.now), chosen=chosen)
    faults: list[str] = []
    if form.is_bound and form.is_valid():
        days = {name: form.cleaned_data[name] for name in ("first", "last")}
        try:
            made = services.ask_what_if(**days, **form.book(), actor=request.user, now=request.now)
        except InvalidBook as error:
            faults = error.details["errors"]
        except ActError as error:
            form.tell(error)
        else:
            return redirect("whatif:answer", pk=made.pk)
    recent = [(one, showing.badge(one)) for one in selectors.recent()]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "whatif/ask.html", {"form": form, "faults": faults, "recent": recent}, status=status)


@page("whatif:answer")
@require_safe
def answer(request: SignedRequest, pk: int) -> HttpResponse:
    """One question: how far it is, or its answer."""
    found = selectors.what_if_of(pk)
    return render(request, "whatif/answer.html", _context(request, found))


@page("whatif:progress")
@require_safe
def progress(request: SignedRequest, pk: int) -> HttpResponse:
    """The part of the page that tells how far it is; off to the whole page once it is through."""
    found = selectors.what_if_of(pk)
    if not found.working:
        url = reverse("whatif:answer", args=[pk])
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": url})
    return render(request, "whatif/progress.html", {"what_if": found, "badge": showing.badge(found)})


@page("whatif:export")
@require_safe
def export(request: SignedRequest, pk: int, table: str) -> HttpResponse:
    """One table with all its rows."""
    found = selectors.what_if_of(pk)
    content = services.export_what_if(what_if=found, table=table, actor=request.user, now=request.now)
    name = _("以往记录试算-%(table)s-%(first)s-%(last)s.xlsx") % {
        "table": TITLES[table], "first": found.first, "last": found.last,
    }  # fmt: skip
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or ""}
    return HttpResponse(content, content_type=XLSX, headers={**headers, "Cache-Control": "private, no-store"})


def _context(request: SignedRequest, found: WhatIf) -> dict[str, Any]:
    context: dict[str, Any] = {"what_if": found, "badge": showing.badge(found)}
    if found.report:
        context |= {
            "report": found.report, "figures": showing.figures(found.report), "total": showing.total(found.report),
            "kinds": showing.kinds(found.report), "tables": showing.tables(found.report),
            "changes": showing.changes(found.report, request.user, now=request.now),
            "may_export": may(request.user, "export", now=request.now),
        }  # fmt: skip
    return context
