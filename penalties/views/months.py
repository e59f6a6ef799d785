"""The month's end at the desk: the months, one month with everybody in it, one engineer's papers."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Person
from accounts.permissions import may, page, scopes_of
from accounts.requests import SignedRequest
from core import exports
from fieldservice import months as papers
from fieldservice.month_showing import sheets_of, shown_month
from fieldservice.selectors import credits
from fieldservice.states import CardState, CreditKind, DocumentKind
from penalties import services
from penalties.models import Statement
from penalties.month_overview import known_months, overview
from penalties.months import closing_of
from penalties.pay_warnings import pays
from penalties.selectors import appeals_waiting, engineer_named, month_appeals_of, statement_of
from penalties.settling import draft_of, people_of
from penalties.statement_showing import built, shown_statement
from penalties.undecided import undecided_rows

ACTS = ("close_month", "reopen_month", "export_statements", "export_overview")


@page("penalties:months")
@require_safe
def months_list(request: SignedRequest) -> HttpResponse:
    """The months, open and closed; finance sees the closed ones."""
    finance = "settled" in scopes_of(request.user, "penalties", now=request.now)
    whole = "all" in scopes_of(request.user, "penalties", now=request.now)
    context = {
        "months": known_months(now=request.now, closed_only=finance and not whole), "whole": whole,
        "may_export": may(request.user, "export_statements", now=request.now),
        "appeals": appeals_waiting() if may(request.user, "decide_appeal", now=request.now) else [],
        "may_set": may(request.user, "set_pay_limit", now=request.now),
    }  # fmt: skip
    return render(request, "penalties/months.html", context)


@page("penalties:month")
@require_safe
def month(request: SignedRequest, month: str) -> HttpResponse:
    """Everybody's papers with their time of receipt, what is open, and closing."""
    found = overview(month, request.GET.dict(), now=request.now)
    rights = {act: may(request.user, act, now=request.now) for act in ACTS}
    context = {
        "found": found, "chips": _chips(month, found), "kinds": [kind.label for kind in DocumentKind], **rights,
        "undecided": undecided_rows(month) if found.closing is None else [],
        "ended": papers.bounds(month)[1] <= request.now,
    }  # fmt: skip
    return render(request, "penalties/month.html", context)


def _chips(month: str, found: Any) -> list[dict[str, Any]]:
    named = {"": _("全部"), "missing": _("有未交"), "void": _("有作废"), "complete": _("都已收到")}
    named |= {"unread": _("结算单未确认")} if found.closing else {"todo": _("有待办")}
    address = reverse("penalties:month", args=[month])
    return [
        {"label": label, "count": found.counts[state or "all"], "here": found.wanted["state"] == state,
         "late": state in ("missing", "void", "todo"),
         "url": f"{address}?{urlencode({'state': state})}" if state else address}
        for state, label in named.items()
    ]  # fmt: skip


@page("penalties:month_of")
@require_safe
def engineer(request: SignedRequest, month: str, username: str) -> HttpResponse:
    """One engineer's month: papers, what is to be compared, and what it comes to."""
    person = engineer_named(username)
    if person is None:
        raise Http404
    papers.first_day(month)
    settled, shown = statement_of(person, month), shown_month(person, month, now=request.now)
    acts = ("check_card", "clear_line", "mark_summary", "score_month", "revoke_void")
    context = {
        "person": person, "month": month, "shown": shown, "closing": closing_of(month),
        "score": papers.score_of(person, month), "cards": [_card(card) for card in shown.cards],
        "sheets": sheets_of(person, month),
        "statement": shown_statement(settled) if settled else _draft(request, person, month),
        "settled": settled, "appeals": month_appeals_of(person, month),
        **{act: may(request.user, act, now=request.now) for act in acts},
    }  # fmt: skip
    return render(request, "penalties/month_of.html", context)


def _card(card: Any) -> dict[str, Any]:
    counted = credits(card)
    told = [(CreditKind(kind).label, credit) for kind, credit in counted.items()]
    waits = card.state in (CardState.RECEIVED, CardState.VOID) and card.consistent is None
    return {"card": card, "credits": told, "waits": waits}


def _draft(request: SignedRequest, person: Person, month: str) -> Any:
    """What it would come to if the month were closed now; nothing is stored."""
    draft = draft_of(person, month, now=request.now)
    return built(Statement(**draft.columns()), draft.lines)


@page("penalties:export_statements")
@require_POST
def export(request: SignedRequest, month: str) -> HttpResponseBase:
    """The closed month as a workbook; a POST, because it is told in the journal."""
    content = services.export_statements(month=month, actor=request.user, now=request.now)
    return HttpResponse(
        content, content_type=exports.XLSX,
        headers={"Content-Disposition": f'attachment; filename="statements-{month[:7]}.xlsx"'},
    )  # fmt: skip


@page("penalties:export_overview")
@require_POST
def export_overview(request: SignedRequest, month: str) -> HttpResponseBase:
    """The month as it stands, closed or not, as a workbook; a POST, because it is told in the journal."""
    content = services.export_overview(month=month, actor=request.user, now=request.now)
    return HttpResponse(
        content, content_type=exports.XLSX,
        headers={"Content-Disposition": f'attachment; filename="month-{month[:7]}.xlsx"'},
    )  # fmt: skip


@page("penalties:pays")
@require_safe
def pays_list(request: SignedRequest) -> HttpResponse:
    """Everybody with months of his own, and his pay as of this month."""
    this = papers.month_of(request.now)
    people = list(people_of(this))
    known = pays([person.pk for person in people], this)
    rows = [(person, known.get(person.pk)) for person in people]
    return render(request, "penalties/pays.html", {"rows": rows, "month": this})
