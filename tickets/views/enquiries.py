"""Questions of users: the list by limit, one of them, and noting one down while the caller is on the line."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import authorize, may, page
from accounts.requests import SignedRequest
from core import exports
from core.acting import ActPage, went_well
from core.clock import local_day
from core.errors import ActError
from core.forms import ActForm
from customers import selectors as customers
from rulebook.papers import titles_of
from rulebook.selectors import in_force
from tickets import enquiry_showing as showing
from tickets import selectors, services
from tickets.enquiry_forms import EnquiryForm, LinkForm, ReplyForm
from tickets.selectors import enquiries as reading
from tickets.selectors.enquiries import EnquiriesWanted
from tickets.services.enquiries import reply_limit

SHORTEST_PHONE = 7


@page("tickets:enquiries")
@require_safe
def enquiries(request: SignedRequest) -> HttpResponse:
    """What waits for its reply, the overdue first."""
    wanted = EnquiriesWanted.read(request.GET.dict())
    found = reading.enquiries(wanted, request.user, now=request.now)
    told = urlencode(wanted.given())
    context = {
        "rows": [showing.shown(row, now=request.now) for row in found.rows], "wanted": wanted, "counts": found.counts,
        "chips": _chips(wanted, found.counts), "clear_url": reverse("tickets:enquiries"),
        "export_url": f"{reverse('tickets:export_enquiries')}?{told}",
        "page": {
            "first_url": _url(wanted.given()) if wanted.after else "",
            "next_url": _url({**wanted.given(), "after": found.after}) if found.after else "",
        },
    }  # fmt: skip
    return render(request, "tickets/enquiries.html", context)


def _chips(wanted: EnquiriesWanted, counts: Any) -> list[dict[str, Any]]:
    named = {"open": _("待答复"), "late": _("已超期"), "answered": _("已答复"), "all": _("全部")}
    return [
        {"label": label, "count": counts.get(state), "here": wanted.state == state, "late": state == "late",
         "url": _url({**wanted.given(), "state": "" if state == "open" else state})}
        for state, label in named.items()
    ]  # fmt: skip


def _url(given: dict[str, str]) -> str:
    told = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse('tickets:enquiries')}{'?' if told else ''}{told}"


@page("tickets:export_enquiries")
@require_safe
def export(request: SignedRequest) -> HttpResponse:
    """The list with its filters as a table for Excel."""
    wanted = EnquiriesWanted.read(request.GET.dict())
    rows = list(reading.exported(wanted, request.user, now=request.now, most=services.MOST))
    content = services.export_enquiries(rows=rows, asked=wanted.given(), actor=request.user, now=request.now)
    name = f"enquiries-{local_day(request.now):%Y%m%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=exports.XLSX, headers=headers)


@page("tickets:log_enquiry")
@require_http_methods(["GET", "HEAD", "POST"])
def log(request: SignedRequest) -> HttpResponseBase:
    """Type while the caller speaks; a refusal keeps everything typed."""
    authorize(request.user, "log_enquiry", now=request.now)
    if request.method != "POST":
        given = {name: request.GET.get(name, "") for name in ("phone", "ticket")}
        return _show(request, _form(request, initial={"answered": "1", **given}))
    form = _form(request, request.POST)
    if not form.is_valid():
        return _show(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        done = _save(request, dict(form.cleaned_data))
    except ActError as error:
        form.tell(error)
        return _show(request, form, error.status)
    messages.success(request, _("已登记咨询 %(number)s") % {"number": done.number})
    return went_well(request, done.get_absolute_url())


def _form(request: SignedRequest, *args: Any, **options: Any) -> EnquiryForm:
    return EnquiryForm(*args, titles=titles_of(in_force(now=request.now).book, "enquiry"), **options)


def _save(request: SignedRequest, told: dict[str, Any]) -> Any:
    number = told.pop("ticket")
    ticket = selectors.visible_ticket(number, request.user, now=request.now) if number else None
    told["answered"] = told["answered"] == "1"
    return services.log_enquiry(ticket=ticket, actor=request.user, now=request.now, **told)


def _show(request: SignedRequest, form: EnquiryForm, status: int = HTTPStatus.OK) -> HttpResponse:
    typed = form["phone"].value() or ""
    context = {"form": form, "rows": form.rows, **_side(request, str(typed))}
    return render(request, "tickets/enquiry_new.html", context, status=status)


@page("tickets:enquiry_side")
@require_safe
def side(request: SignedRequest) -> HttpResponse:
    """Who is calling, and what he asked before; saves nothing."""
    return render(request, "tickets/enquiry_side.html", _side(request, request.GET.get("phone", "")))


def _side(request: SignedRequest, phone: str) -> dict[str, Any]:
    version, typed = in_force(now=request.now), phone.strip()[:40]
    told: dict[str, Any] = {
        "typed": typed if len(typed) >= SHORTEST_PHONE else "", "limit": reply_limit(version.book, now=request.now),
        "reminders": showing.reminders(version.book),
    }  # fmt: skip
    if not told["typed"]:
        return told
    owner = customers.customer_of_phone(typed)
    known = reading.around_phone(typed, owner)
    return {
        **told, "customer": owner, "machines": list(customers.machines_of(owner)[:5]) if owner else [],
        "asked": [showing.shown(row, now=request.now) for row in known],
        "twins": selectors.possible_duplicates(request.user, now=request.now, phone=typed, customer=owner),
    }  # fmt: skip


@page("tickets:enquiry")
@require_safe
def enquiry(request: SignedRequest, number: str) -> HttpResponse:
    """One question: its limit, its answer, and what to do with it."""
    found = reading.enquiry_page(number)
    context = {
        "shown": showing.shown(found, now=request.now, whole=True), "enquiry": found.enquiry,
        "history": [(entry, ()) for entry in selectors.history_of(found.enquiry)],
        "may_answer": may(request.user, "answer_enquiry", now=request.now),
        "may_link": may(request.user, "link_enquiry", now=request.now),
        "may_report": may(request.user, "report_fault", now=request.now),
        "reminders": showing.reminders(found.enquiry.version.book),
    }  # fmt: skip
    return render(request, "tickets/enquiry.html", context)


class EnquiryAct(ActPage):
    """An act on the enquiry in the address."""

    request: SignedRequest
    act = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.enquiry = reading.enquiry_page(kwargs["number"]).enquiry
        authorize(self.request.user, self.act, now=self.now)
        return super().dispatch(request, *args, **kwargs)

    def done_url(self) -> str:
        return self.enquiry.get_absolute_url()


class AnswerEnquiry(EnquiryAct):
    act = "answer_enquiry"
    form_class = ReplyForm
    title, button, done = gettext_lazy("答复咨询"), gettext_lazy("已答复用户"), gettext_lazy("答复已登记")

    def form_options(self) -> dict[str, Any]:
        ticket = self.enquiry.ticket
        told = _("已登记报修，工单号 %(number)s") % {"number": ticket.number} if ticket else ""
        return {"initial": {"answer": told}}

    def perform(self, form: ActForm) -> None:
        services.answer_enquiry(enquiry=self.enquiry, actor=self.request.user, now=self.now, **form.cleaned_data)


class LinkEnquiry(EnquiryAct):
    act = "link_enquiry"
    form_class = LinkForm
    title, button, done = gettext_lazy("关联工单"), gettext_lazy("关联"), gettext_lazy("已关联工单")

    def perform(self, form: ActForm) -> None:
        ticket = selectors.visible_ticket(form.cleaned_data["ticket"], self.request.user, now=self.now)
        services.link_enquiry(enquiry=self.enquiry, ticket=ticket, actor=self.request.user, now=self.now)
