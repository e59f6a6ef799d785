"""The analysis of 三包: costs, times and old parts with the papers behind them, and the same as workbooks."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import may, page
from accounts.requests import SignedRequest
from core import exports
from core.clock import local_day
from figures import services, showing
from figures.period import USUAL, Period, shifted
from figures.selectors import behind

LONGER = 36


@page("figures:warranty")
@require_safe
def warranty(request: SignedRequest) -> HttpResponse:
    """One section of the analysis for a period of whole months."""
    period, name = Period.read(request.GET, now=request.now), request.GET.get("section", "")
    name = name if name in showing.SECTIONS else "cost"
    context = {
        "sheets": showing.section(name, period, now=request.now), "section": name, "period": period,
        "tabs": [{"label": label, "url": _url(period, code), "here": code == name}
                 for code, label in showing.SECTIONS.items()],
        "spans": _spans(period, name, request), "longer_url": _longer(period, name), "months": period.query(),
        "may_export": may(request.user, "export", now=request.now),
    }  # fmt: skip
    return render(request, "figures/warranty.html", context)


@page("figures:documents")
@require_safe
def documents(request: SignedRequest) -> HttpResponse:
    """The papers behind one figure."""
    period, given = Period.read(request.GET, now=request.now), request.GET.dict()
    found = behind.documents(behind.Asked(given, period, request.now), person=request.user)
    of = given["of"]
    section = {"waiting": "times", "owed": "parts", "replaced": "parts"}.get(of, "cost")
    context = {
        "found": found, "title": showing.LISTS[of], "narrowed": showing.narrowed(given), "period": period,
        "of_now": of in showing.OF_NOW, "back": _url(period, section), "left_out": max(0, found.count - behind.MOST),
    }  # fmt: skip
    return render(request, "figures/documents.html", context)


@page("figures:export")
@require_safe
def export(request: SignedRequest, table: str) -> HttpResponse:
    """One table with all its rows."""
    if table not in showing.TABLES:
        raise Http404
    period = Period.read(request.GET, now=request.now)
    built = showing.TABLES[table](period, request.now)
    content = services.export_figures(table=built, period=period, actor=request.user, now=request.now)
    name = f"{table}-{period.first:%Y%m}-{period.last:%Y%m}.xlsx"
    return HttpResponse(
        content, content_type=exports.XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _url(period: Period, section: str) -> str:
    return f"{reverse('figures:warranty')}?{period.query(section=section)}"


def _longer(period: Period, section: str) -> str:
    """Three years up to the same end, where that is longer."""
    wide = Period(shifted(period.last, 1 - LONGER), period.last)
    return _url(wide, section) if wide.first < period.first else ""


def _spans(period: Period, section: str, request: SignedRequest) -> Sequence[dict[str, Any]]:
    """Periods that people ask for most."""
    month = local_day(request.now).replace(day=1)
    year = month.replace(month=1)
    named = {
        _("本月"): Period(month, month), _("上月"): Period(shifted(month, -1), shifted(month, -1)),
        _("今年"): Period(year, month), _("近 12 个月"): Period(shifted(month, 1 - USUAL), month),
        _("去年"): Period(shifted(year, -12), shifted(year, -1)),
    }  # fmt: skip
    return [{"label": label, "url": _url(one, section), "here": one == period} for label, one in named.items()]
