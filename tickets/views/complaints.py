"""Complaints: the list, one of them, and the acts on it."""

from http import HTTPStatus
from typing import Any, ClassVar

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
from rulebook.acts import clause_of
from tickets import complaint_forms as forms
from tickets import complaint_showing as showing
from tickets import selectors, services
from tickets.selectors import complaints as reading
from tickets.selectors.complaints import ComplaintsWanted
from tickets.showing import proposal


@page("tickets:complaints")
@require_safe
def complaints(request: SignedRequest) -> HttpResponse:
    """What is not closed yet, the newest first."""
    wanted = ComplaintsWanted.read(request.GET.dict())
    found = reading.complaints(wanted, request.user, now=request.now)
    context = {
        "rows": [showing.row(one) for one in found.rows], "wanted": wanted, "chips": _chips(wanted, found.counts),
        "addressees": showing.addressees(), "clear_url": reverse("tickets:complaints"),
        "export_url": f"{reverse('tickets:export_complaints')}?{urlencode(wanted.given())}",
        "page": {
            "first_url": _url(wanted.given()) if wanted.after else "",
            "next_url": _url({**wanted.given(), "after": found.after}) if found.after else "",
        },
    }  # fmt: skip
    return render(request, "tickets/complaints.html", context)


def _chips(wanted: ComplaintsWanted, counts: Any) -> list[dict[str, Any]]:
    named = {"open": _("未结案"), "recorded": _("待核实"), "major": _("重大"), "all": _("全部")}
    return [
        {"label": label, "count": counts.get(state), "here": wanted.state == state, "late": state == "major",
         "url": _url({**wanted.given(), "state": "" if state == "open" else state})}
        for state, label in named.items()
    ]  # fmt: skip


def _url(given: dict[str, str]) -> str:
    told = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse('tickets:complaints')}{'?' if told else ''}{told}"


@page("tickets:export_complaints")
@require_safe
def export(request: SignedRequest) -> HttpResponse:
    """The list with its filters as a table for Excel."""
    wanted = ComplaintsWanted.read({**request.GET.dict(), "after": ""})
    rows = reading.complaints(wanted, request.user, now=request.now, size=services.MOST).rows
    content = services.export_complaints(rows=rows, asked=wanted.given(), actor=request.user, now=request.now)
    headers = {"Content-Disposition": f'attachment; filename="complaints-{local_day(request.now):%Y%m%d}.xlsx"'}
    return HttpResponse(content, content_type=exports.XLSX, headers=headers)


@page("tickets:file_complaint")
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: SignedRequest) -> HttpResponseBase:
    """Note it down while the user speaks; a refusal keeps everything typed."""
    authorize(request.user, "file_complaint", now=request.now)
    people = reading.concernable(now=request.now).select_related("office")
    if request.method != "POST":
        given = {name: request.GET.get(name, "") for name in ("phone", "ticket", "same_as")}
        return _show(request, forms.ComplaintForm(people=people, initial=given))
    form = forms.ComplaintForm(request.POST, request.FILES, people=people)
    if not form.is_valid():
        return _show(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        done = services.file_complaint(actor=request.user, now=request.now, **_given(request, form.cleaned_data))
    except ActError as error:
        form.tell(error)
        return _show(request, form, error.status)
    messages.success(request, _("已登记投诉 %(number)s，由您承办") % {"number": done.number})
    return went_well(request, done.get_absolute_url())


def _given(request: SignedRequest, cleaned: dict[str, Any]) -> dict[str, Any]:
    ticket, same_as = cleaned["ticket"], cleaned["same_as"]
    told = {name: value for name, value in cleaned.items() if name != "papers"}
    return {
        **told, "persons": list(cleaned["persons"]), "files": cleaned["papers"],
        "ticket": selectors.visible_ticket(ticket, request.user, now=request.now) if ticket else None,
        "same_as": reading.visible_complaint(same_as, request.user, now=request.now) if same_as else None,
    }  # fmt: skip


def _show(request: SignedRequest, form: forms.ComplaintForm, status: int = HTTPStatus.OK) -> HttpResponse:
    context = {"form": form, "rows": form.rows, "reminders": showing.reminders_now(request.now)}
    return render(request, "tickets/complaint_new.html", context, status=status)


@page("tickets:complaint")
@require_safe
def complaint(request: SignedRequest, number: str) -> HttpResponse:
    """One complaint: who owns it, what is known, what follows."""
    shown = reading.complaint_page(number, request.user, now=request.now)
    context = {
        "shown": shown, "complaint": shown.complaint, "badge": showing.badge(shown.complaint.state),
        "history": [(entry, ()) for entry in shown.history],
        "proposals": [proposal(row) for row in shown.proposals],
        "acts": _open_acts(request, shown),
        "owner_clause": clause_of(shown.complaint.version.book, "forward_complaint"),
    }  # fmt: skip
    return render(request, "tickets/complaint.html", context)


def _open_acts(request: SignedRequest, shown: reading.ComplaintPage) -> list[dict[str, Any]]:
    """What the reader may do now, the next step first."""
    return [
        {"label": view.title, "url": reverse(f"tickets:{view.act}", args=[shown.complaint.number]),
         "act": view.act, "main": view.act in ("verify_complaint", "close_complaint")}
        for view in ACTS.values()
        if may(request.user, view.act, now=request.now)
        and showing.open_to(view.act, shown.complaint, shown.persons, request.user, now=request.now)
    ]  # fmt: skip


@page("tickets:complaint_outcome")
@require_safe
def outcome(request: SignedRequest, number: str) -> HttpResponse:
    """Who would be proposed for what with the people ticked so far; decides nothing."""
    one = reading.visible_complaint(number, request.user, now=request.now)
    people = reading.concernable(now=request.now).select_related("office")
    ids = [int(pk) for pk in request.GET.getlist("persons") if pk.isdecimal()]
    rows = showing.outcome(one, list(people.filter(pk__in=ids)), now=request.now)
    return render(request, "tickets/complaint_outcome.html", {"rows": rows})


class ComplaintAct(ActPage):
    """An act on the complaint in the address; one out of sight answers 404."""

    request: SignedRequest
    act: ClassVar[str] = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.complaint = reading.visible_complaint(kwargs["number"], self.request.user, now=self.now)
        authorize(self.request.user, self.act, now=self.now)
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: ActForm) -> None:
        given = {"complaint": self.complaint, "actor": self.request.user, "now": self.now}
        getattr(services, self.act)(**given, **self.arguments(form))

    def arguments(self, form: ActForm) -> dict[str, Any]:
        return form.cleaned_data

    def done_url(self) -> str:
        return self.complaint.get_absolute_url()

    def context(self) -> dict[str, Any]:
        return {"complaint": self.complaint, "clause": clause_of(self.complaint.version.book, self.act)}


class VerifyComplaint(ComplaintAct):
    act = "verify_complaint"
    form_class = forms.VerifyForm
    title, button, done = gettext_lazy("核实投诉"), gettext_lazy("核实"), gettext_lazy("核实结果已登记")
    hint = gettext_lazy("核实只认定事实；下面列出的考核逐项另行裁决。")
    partial = "tickets/complaint_verify.html"

    def form_options(self) -> dict[str, Any]:
        people = reading.concernable(now=self.now).select_related("office")
        return {"people": people, "initial": {"persons": list(self.complaint.persons.all())}}

    def arguments(self, form: ActForm) -> dict[str, Any]:
        told = form.cleaned_data
        return {**told, "service_caused": told["service_caused"] == "1", "persons": list(told["persons"])}

    def context(self) -> dict[str, Any]:
        people = list(self.complaint.persons.select_related("office"))
        return {**super().context(), "rows": showing.outcome(self.complaint, people, now=self.now)}


class ForwardComplaint(ComplaintAct):
    act = "forward_complaint"
    form_class = forms.ForwardForm
    title, button, done = gettext_lazy("转交投诉"), gettext_lazy("转交"), gettext_lazy("已转交")
    hint = gettext_lazy("投诉始终有且只有一位承办人；转交后由新的承办人负责到底。")

    def form_options(self) -> dict[str, Any]:
        return {"people": reading.owners(now=self.now).exclude(pk=self.complaint.owner_id)}


class AddComplaintEvidence(ComplaintAct):
    act = "add_complaint_evidence"
    form_class = forms.EvidenceForm
    title, button, done = gettext_lazy("补充材料"), gettext_lazy("补充"), gettext_lazy("材料已补充")

    def arguments(self, form: ActForm) -> dict[str, Any]:
        return {"files": form.cleaned_data["papers"], "note": form.cleaned_data["note"]}


class CloseComplaint(ComplaintAct):
    act = "close_complaint"
    form_class = forms.CloseForm
    title, button, done = gettext_lazy("答复并结案"), gettext_lazy("已答复，结案"), gettext_lazy("投诉已结案")


ACTS: dict[str, type[ComplaintAct]] = {
    "verify": VerifyComplaint, "close": CloseComplaint, "evidence": AddComplaintEvidence, "forward": ForwardComplaint,
}  # fmt: skip
