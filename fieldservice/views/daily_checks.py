"""The office calls back on whereabouts: the list, one click per result, and one day with all that was found."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import selectors as people
from accounts.models import Person
from accounts.permissions import may, page, scopes_of
from accounts.requests import SignedRequest
from core.errors import Incomplete, NotFound
from core.middleware import is_partial
from fieldservice import daily_showing as showing
from fieldservice import services
from fieldservice.daily import SAMPLING, day_of
from fieldservice.daily_forms import CheckForm
from fieldservice.daily_list import Asked, CheckPage, refused_messages, report_of, to_check
from fieldservice.states import CheckResult
from rulebook.selectors import in_force, on_day

OF_A_REPORT = (CheckResult.GENUINE, CheckResult.FAKE)
OF_A_DAY = (CheckResult.MISSING, CheckResult.EXCUSED)


@page("fieldservice:daily_checks")
@require_safe
def checks(request: SignedRequest) -> HttpResponse:
    """What nobody verified yet, the oldest day first, and text messages that came to nothing."""
    asked, version = Asked.read(request.GET.dict()), in_force(now=request.now)
    found = to_check(asked, version, now=request.now)
    context = {
        "rows": found.rows, "asked": asked, "chips": _chips(asked, found), "page": _pages(asked, found),
        "people": list(people.engineers(request.now).order_by("name").values_list("username", "name")),
        "messages_refused": refused_messages(now=request.now), "share": version.book.params.get(SAMPLING),
        "clear_url": reverse("fieldservice:daily_checks"), **_rights(request),
    }  # fmt: skip
    return render(request, "fieldservice/daily_checks.html", context)


def _rights(request: SignedRequest) -> dict[str, Any]:
    """Who may say what was found, and who may ring; the results to choose from."""
    return {
        "may_verify": may(request.user, "verify_daily_report", now=request.now),
        "may_call": bool(scopes_of(request.user, "phones", now=request.now)),
        "of_report": _choices(OF_A_REPORT), "of_day": _choices(OF_A_DAY),
    }  # fmt: skip


def _choices(results: tuple[CheckResult, ...]) -> list[dict[str, Any]]:
    return [{"value": one.value, "label": one.label, "danger": one == CheckResult.FAKE, "key": number}
            for number, one in enumerate(results, 1)]  # fmt: skip


def _chips(asked: Asked, found: CheckPage) -> list[dict[str, Any]]:
    named = {"": _("全部"), "report": _("待核实行踪"), "missing": _("未报送")}
    return [
        {"label": label, "count": found.counts[kind or "all"], "here": asked.kind == kind, "late": kind == "missing",
         "url": _url({**asked.given(), "kind": kind})}
        for kind, label in named.items()
    ]  # fmt: skip


def _pages(asked: Asked, found: CheckPage) -> dict[str, str]:
    return {
        "first_url": _url(asked.given()) if asked.after else "",
        "next_url": _url({**asked.given(), "after": found.after}) if found.after else "",
    }


def _url(given: dict[str, str]) -> str:
    told = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse('fieldservice:daily_checks')}{'?' if told else ''}{told}"


@page("fieldservice:verify_daily_report")
@require_POST
def verify(request: SignedRequest) -> HttpResponseBase:
    """One result; from the list the row alone comes back, changed."""
    form = CheckForm(request.POST)
    if not form.is_valid():
        raise Incomplete(_("请选择核实结果"))
    given = form.cleaned_data
    engineer = _engineer(given["engineer"])
    report = report_of(given["report"], engineer) if given["report"] else None
    if given["report"] and report is None:
        raise NotFound(_("没有这条行踪"))
    check = services.verify_daily_report(
        engineer=engineer, day=given["day"], result=given["result"], note=given["note"], report=report,
        actor=request.user, now=request.now,
    )  # fmt: skip
    if is_partial(request):
        return render(request, "fieldservice/daily_check_done.html", {"check": check})
    messages.success(request, _("%(name)s %(day)s：%(result)s") % {
        "name": engineer.name, "day": check.day, "result": check.get_result_display(),
    })  # fmt: skip
    return redirect("fieldservice:daily_day", username=engineer.username, day=check.day.isoformat())


@page("fieldservice:daily_day")
@require_safe
def day(request: SignedRequest, username: str, day: str) -> HttpResponse:
    """One day of one engineer: every message, every call back, and what may still be said otherwise."""
    engineer, wanted = _engineer(username), _day(day)
    known = day_of(engineer, on_day(wanted).book, wanted)
    context = {
        "engineer": engineer, "shown": showing.shown_day(known, now=request.now), "row": known.row,
        "missed": bool(known.row and known.row.fired_at), "back": reverse("fieldservice:daily_checks"),
        **_rights(request),
    }  # fmt: skip
    return render(request, "fieldservice/daily_day.html", context)


def _engineer(username: str) -> Person:
    found = people.by_username(username)
    if found is None:
        raise NotFound(_("没有这位服务人员"))
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound(_("没有这一天")) from None
