"""The engineer's month on his phone: checklist, claim lines, hand-in."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import page
from accounts.requests import SignedRequest
from core import outbox
from core.acting import ActPage
from core.clock import local_day
from core.errors import ActError, NotFound
from core.forms import ActForm
from fieldservice import claims, months, services
from fieldservice.models import ExpenseLine
from fieldservice.month_forms import ExpenseForm, HandInForm, RemoveForm
from fieldservice.month_showing import ShownMonth, earlier_months, money, month_to_hand_in, shown_month
from fieldservice.services.expenses import claim_open
from fieldservice.states import DocumentKind


@page("fieldservice:month")
@require_safe
def month(request: SignedRequest, month: str = "") -> HttpResponse:
    """What is to be handed in and until when; an earlier month shows what became of it."""
    wanted = month or month_to_hand_in(request.user, now=request.now)
    return _show(request, wanted, HandInForm())


@page("fieldservice:submit_month")
@require_http_methods(["GET", "POST"])
def hand_in(request: SignedRequest, month: str) -> HttpResponseBase:
    """Hand in with one tap; what comes late is taken in and void, and the page says so."""
    if request.method != "POST":
        return redirect("fieldservice:month_at", month=month)
    form = HandInForm(request.POST)
    if not form.is_valid():
        return _show(request, month, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    given = form.cleaned_data
    try:
        made = services.submit_month(month=month, kinds=given["kinds"], text=given["text"], actor=request.user,
                                     now=request.now)  # fmt: skip
    except ActError as error:
        form.tell(error)
        return _show(request, month, form, error.status)
    late = [document for document in made if document.state == "void"]
    if late:
        names = "、".join(document.get_kind_display() for document in late)
        messages.warning(request, _("已收到，但超过期限，作废：%s") % names)
    else:
        messages.success(request, _("%(month)s 的资料已收到") % {"month": month})
    return redirect("fieldservice:month_at", month=month)


def _show(request: SignedRequest, month: str, form: HandInForm, status: int = HTTPStatus.OK) -> HttpResponse:
    months.first_day(month)
    if status >= HTTPStatus.BAD_REQUEST:
        outbox.note(request, form.errors)
    shown = shown_month(request.user, month, now=request.now)
    context = {
        "shown": shown, "form": form, "claimed": money(shown.claimed), "paid": money(shown.paid),
        "earlier": earlier_months(request.user, months.next_month(months.month_of(request.now))),
        "kinds": _ticked(form, shown), "summary": _summary(form, shown),
        "may_add": claim_open(request.user, month, now=request.now), "running": month == months.month_of(request.now),
    }  # fmt: skip
    return render(request, "fieldservice/month.html", context, status=status)


def _ticked(form: HandInForm, shown: ShownMonth) -> list[str]:
    """What the hand-in asks for: what is not in yet, and what more has come for what is."""
    more = [paper.kind for paper in shown.papers if paper.state == "received" and _more(paper.kind, shown)]
    return [*shown.open_kinds, *more]


def _more(kind: str, shown: ShownMonth) -> bool:
    if kind == DocumentKind.EXPENSE_CLAIM:
        return any(line.line.document_id is None for line in shown.lines)
    return kind == DocumentKind.SERVICE_CARDS and any(card.state == "signed" for card in shown.cards)


def _summary(form: HandInForm, shown: ShownMonth) -> str:
    return str(form.data.get("text", "")) if form.is_bound else shown.text


class NoteExpense(ActPage):
    """One claim line: says at once whether the day's report names the place."""

    request: SignedRequest
    form_class = ExpenseForm
    title, button = gettext_lazy("记一笔费用"), gettext_lazy("记下")
    template, partial = "fieldservice/expense.html", "fieldservice/expense_form.html"
    kept = True
    month = ""

    def form_options(self) -> dict[str, Any]:
        tickets, trips = months.chargeable(self.request.user)
        self.tickets, self.trips = {row.number: row for row in tickets}, {row.number: row for row in trips}
        day = local_day(self.now)
        return {
            "tickets": [(row.number, f"{row.number} {row.customer_name}") for row in tickets],
            "trips": [(row.number, f"{row.number} {row.region or row.depart_on}") for row in trips],
            "initial": {"day": day},
        }  # fmt: skip

    def perform(self, form: ActForm) -> None:
        given = form.cleaned_data
        line = services.note_expense(
            day=given["day"], place=given["place"], kind=given["kind"], amount=given["amount"], note=given["note"],
            ticket=self.tickets.get(given["ticket"]), trip=self.trips.get(given["trip"]), receipts=given["receipts"],
            actor=self.request.user, now=self.now,
        )  # fmt: skip
        self.month = line.month
        reports = claims.reports_of(self.request.user, [line.day])
        if doubt := claims.doubt_of(line.day, line.place, reports):
            messages.warning(self.request, _("已记下。注意：%s，到月结时不相符的不予报销") % doubt)

    @property
    def done(self) -> str:
        return _("已记入 %s 的报销单") % self.month

    def done_url(self) -> str:
        return reverse("fieldservice:month_at", args=[self.month]) if self.month else reverse("fieldservice:month")


@page("fieldservice:doubt")
@require_safe
def doubt(request: SignedRequest) -> HttpResponse:
    """While a line is typed: whether a daily report names the place on the day."""
    day, place = parse_date(request.GET.get("day", "")[:10] or "x"), request.GET.get("place", "")[:120]
    told = claims.doubt_of(day, place, claims.reports_of(request.user, [day])) if day and place.strip() else ""
    context = {"asked": bool(day and place.strip()), "doubt": told}
    return render(request, "fieldservice/doubt.html", context)


class RemoveExpense(ActPage):
    request: SignedRequest
    form_class = RemoveForm
    title, button, done = gettext_lazy("去掉这一行"), gettext_lazy("去掉"), gettext_lazy("已去掉")
    template = "fieldservice/expense.html"
    danger = True

    def perform(self, form: ActForm) -> None:
        services.remove_expense(line=self.line, actor=self.request.user, now=self.now)

    @property
    def line(self) -> ExpenseLine:
        found = months.own_line(self.request.user, self.kwargs["pk"])
        if found is None:
            raise NotFound(_("没有这一行费用"))
        return found

    @property
    def hint(self) -> str:
        return str(self.line)

    def done_url(self) -> str:
        return reverse("fieldservice:month_at", args=[self.line.month])
