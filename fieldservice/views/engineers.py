"""The office's overview of engineers, and the same as a workbook."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import selectors as people
from accounts.permissions import may_open, page
from accounts.requests import SignedRequest
from core import exports
from core.clock import local_day
from fieldservice import engineer_showing as showing
from fieldservice import engineers
from fieldservice.services.exporting import export_engineers
from fieldservice.trip_showing import least_days
from rulebook.selectors import in_force

PAGE = 100


@page("fieldservice:engineers")
@require_safe
def overview(request: SignedRequest) -> HttpResponse:
    """Everybody, trouble first; narrowed by region and by where they stand."""
    given, skip = _given(request), _number(request.GET.get("from", ""))
    everybody = _shown(request, {"region": given["region"]})
    rows = [one for one in everybody if engineers.in_state(one.one, given["state"])]
    context = {
        "rows": rows[skip : skip + PAGE], "given": given,
        "regions": _regions(request),
        "chips": [_chip(code, label, everybody, given) for code, label in showing.STATES.items()],
        "page": {"first_url": _url(given) if skip else "",
                 "next_url": _url({**given, "from": str(skip + PAGE)}) if len(rows) > skip + PAGE else ""},
        "export_url": _export_url(request, given), "clear_url": reverse("fieldservice:engineers"),
    }  # fmt: skip
    return render(request, "fieldservice/engineers.html", context)


@page("fieldservice:engineers_export")
@require_safe
def export(request: SignedRequest) -> HttpResponse:
    """All rows of the list as it is narrowed."""
    given = _given(request)
    rows = [showing.row(one) for one in _shown(request, given)]
    content = export_engineers(
        headers=[str(header) for header in showing.HEADERS], rows=rows, title=_("人员动态"), given=given,
        actor=request.user, now=request.now,
    )  # fmt: skip
    name = f"engineers-{local_day(request.now):%Y%m%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=exports.XLSX, headers=headers)


def _shown(request: SignedRequest, given: dict[str, str]) -> list[showing.ShownEngineer]:
    book = in_force(now=request.now).book
    found = engineers.overview(book, now=request.now, **given)
    return [showing.shown(one, least_days(book)) for one in found]


def _given(request: SignedRequest) -> dict[str, str]:
    state, region = request.GET.get("state", ""), request.GET.get("region", "")[:20]
    return {"region": region, "state": state if state in engineers.STATES else ""}


def _regions(request: SignedRequest) -> list[str]:
    """The provinces for which somebody is there."""
    return sorted({region for person in people.engineers(request.now) for region in person.regions or []})


def _chip(code: str, label: Any, rows: list[showing.ShownEngineer], given: dict[str, str]) -> dict[str, Any]:
    count = sum(engineers.in_state(one.one, code) for one in rows)
    url = _url({**given, "state": code})
    return {"label": label, "url": url, "count": count, "here": code == given["state"], "late": code == "trouble"}


def _url(given: dict[str, str]) -> str:
    told = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse('fieldservice:engineers')}{'?' if told else ''}{told}"


def _export_url(request: SignedRequest, given: dict[str, str]) -> str:
    if not may_open(request.user, "fieldservice:engineers_export", now=request.now):
        return ""
    return f"{reverse('fieldservice:engineers_export')}?{urlencode(given)}"


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 0
