"""The analyses: figures with the papers behind them, and the same as workbooks."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.permissions import may, may_open, page
from accounts.requests import SignedRequest
from core import exports
from core.clock import local_day
from figures import service_showing, services, showing
from figures.cells import Table
from figures.period import USUAL, Period, shifted
from figures.query import Query
from figures.selectors import behind, service_behind
from figures.sheets import Sheet

LONGER = 36
TITLES = {"figures:warranty": gettext_lazy("三包分析"), "figures:service": gettext_lazy("服务分析")}


@page("figures:warranty")
@require_safe
def warranty(request: SignedRequest) -> HttpResponse:
    """One section of the analysis of 三包 for a period of whole months."""
    period, name = _asked(request, showing.SECTIONS)
    sheets = showing.section(name, period, now=request.now)
    return _page(request, "figures:warranty", "figures:export", showing.SECTIONS, name, period, sheets)


@page("figures:service")
@require_safe
def service(request: SignedRequest) -> HttpResponse:
    """One section of the analysis of service and judgement; penalties as far as the reader may know of them."""
    period, name = _asked(request, service_showing.SECTIONS)
    sheets = service_showing.section(name, Query(period, request.user, request.now))
    return _page(request, "figures:service", "figures:service_export", service_showing.SECTIONS, name, period, sheets)


def _asked(request: SignedRequest, sections: Mapping[str, Any]) -> tuple[Period, str]:
    name = request.GET.get("section", "")
    return Period.read(request.GET, now=request.now), name if name in sections else next(iter(sections))


def _page(
    request: SignedRequest, here: str, export_page: str, sections: Mapping[str, Any], name: str, period: Period,
    sheets: Sequence[Sheet],
) -> HttpResponse:  # fmt: skip
    export = may(request.user, "export", now=request.now) and may_open(request.user, export_page, now=request.now)
    context = {
        "title": TITLES[here], "sheets": sheets, "section": name, "period": period, "months": period.query(),
        "tabs": [{"label": label, "url": _url(here, period, code), "here": code == name}
                 for code, label in sections.items()],
        "spans": _spans(here, period, name, request), "longer_url": _longer(here, period, name),
        "may_export": export, "export_page": export_page,
    }  # fmt: skip
    return render(request, "figures/page.html", context)


@page("figures:documents")
@require_safe
def documents(request: SignedRequest) -> HttpResponse:
    """The papers of 三包 behind one figure."""
    period, given = Period.read(request.GET, now=request.now), request.GET.dict()
    found = behind.documents(behind.Asked(given, period, request.now), person=request.user)
    of = given["of"]
    section = {"waiting": "times", "owed": "parts", "replaced": "parts"}.get(of, "cost")
    context = {
        "found": found, "title": showing.LISTS[of], "narrowed": showing.narrowed(given), "period": period,
        "of_now": of in showing.OF_NOW, "back": _url("figures:warranty", period, section),
        "left_out": max(0, found.count - behind.MOST),
    }  # fmt: skip
    return render(request, "figures/documents.html", context)


@page("figures:service_documents")
@require_safe
def service_documents(request: SignedRequest) -> HttpResponse:
    """What stands behind one figure of service and judgement."""
    period, given = Period.read(request.GET, now=request.now), request.GET.dict()
    found = service_behind.documents(behind.Asked(given, period, request.now), person=request.user)
    title, section = service_showing.LISTS[given["of"]]
    context = {
        "found": found, "title": title, "narrowed": service_showing.narrowed(given), "period": period,
        "back": _url("figures:service", period, section), "left_out": max(0, found.count - behind.MOST),
    }  # fmt: skip
    return render(request, "figures/documents.html", context)


@page("figures:export")
@require_safe
def export(request: SignedRequest, table: str) -> HttpResponse:
    """One table of 三包 with all its rows."""
    if table not in showing.TABLES:
        raise Http404
    period = Period.read(request.GET, now=request.now)
    return _workbook(request, showing.TABLES[table](period, request.now), period)


@page("figures:service_export")
@require_safe
def service_export(request: SignedRequest, table: str) -> HttpResponse:
    """One table of service and judgement with all its rows."""
    period = Period.read(request.GET, now=request.now)
    built = service_showing.table(table, Query(period, request.user, request.now))
    if built is None:
        raise Http404
    return _workbook(request, built, period)


def _workbook(request: SignedRequest, table: Table, period: Period) -> HttpResponse:
    content = services.export_figures(table=table, period=period, actor=request.user, now=request.now)
    name = f"{table.slug}-{period.first:%Y%m}-{period.last:%Y%m}.xlsx"
    return HttpResponse(
        content, content_type=exports.XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _url(here: str, period: Period, section: str) -> str:
    return f"{reverse(here)}?{period.query(section=section)}"


def _longer(here: str, period: Period, section: str) -> str:
    """Three years up to the same end, where that is longer."""
    wide = Period(shifted(period.last, 1 - LONGER), period.last)
    return _url(here, wide, section) if wide.first < period.first else ""


def _spans(here: str, period: Period, section: str, request: SignedRequest) -> Sequence[dict[str, Any]]:
    """Periods that people ask for most."""
    month = local_day(request.now).replace(day=1)
    year = month.replace(month=1)
    named = {
        _("本月"): Period(month, month), _("上月"): Period(shifted(month, -1), shifted(month, -1)),
        _("今年"): Period(year, month), _("近 12 个月"): Period(shifted(month, 1 - USUAL), month),
        _("去年"): Period(shifted(year, -12), shifted(year, -1)),
    }  # fmt: skip
    return [{"label": label, "url": _url(here, one, section), "here": one == period} for label, one in named.items()]
