"""The engineer's phone: what is due today, one job, and its service card."""

from http import HTTPStatus
from typing import Any, ClassVar

from core.forms import ActForm
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import authorize, page
from core import files
from core.acting import ActPage
from core.errors import ActError, NotFound
from core.models import StoredFile
from customers.selectors import machine_history
from fieldservice import selectors, services
from fieldservice.forms import CardForm
from fieldservice.models import ServiceCard
from fieldservice.showing import shown_card, shown_job
from fieldservice.states import CardState
from tickets import forms as ticket_forms
from tickets import selectors as tickets
from tickets import services as ticket_services
from tickets import showing
from tickets.models import Ticket


@page("fieldservice:jobs")
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """My jobs, the earliest limit first."""
    rows = [shown_job(row, now=request.now) for row in tickets.my_jobs(request.user, now=request.now)]
    return render(request, "fieldservice/jobs.html", {"jobs": rows, "today": request.now})


@page("fieldservice:job")
@require_safe
def job(request: HttpRequest, number: str) -> HttpResponse:
    """One job: whom to call, where to go, what the machine has been through, what to do next."""
    shown = tickets.ticket_page(number, request.user, now=request.now)
    ticket = shown.ticket
    mine = [row for row in tickets.my_jobs(request.user, now=request.now) if row.ticket.pk == ticket.pk]
    context = {
        "ticket": ticket, "shown": shown, "job": shown_job(mine[0], now=request.now) if mine else None,
        "state": showing.state_badge(ticket.state), "coverage": showing.coverage_of(ticket),
        "place": showing.place_of(ticket.country, ticket.province, ticket.address),
        "due": [showing.due_panel(row, ticket.version, now=request.now) for row in shown.deadlines
                if row.kind == "arrival" and row.occurrence == str(ticket.cycle)],
        "services": machine_history(ticket.machine)[:5] if ticket.machine else [],
        "proposals": [showing.proposal(row) for row in shown.proposals if row.charged_to_id == request.user.pk],
        "cards": [shown_card(card) for card in selectors.cards_of(ticket)],
    }  # fmt: skip
    return render(request, "fieldservice/job.html", context)


@page("fieldservice:cards")
@require_safe
def cards(request: HttpRequest, number: str) -> HttpResponse:
    """The cards of a ticket, as a part of its page."""
    ticket = tickets.visible_ticket(number, request.user, now=request.now)
    shown = [shown_card(card) for card in selectors.cards_of(ticket)]
    return render(request, "fieldservice/cards.html", {"cards": shown, "ticket": ticket})


class ReceiveCard(ActPage):
    """The clerk takes the card in: the desk's only act on a card."""

    form_class = ticket_forms.ReceiveCardForm
    title, button, done = gettext_lazy("接收服务卡"), gettext_lazy("接收"), gettext_lazy("已接收，转待回访")
    hint = gettext_lazy("与异常信息报告核对后接收；接收后由联络员回访。")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.ticket = tickets.visible_ticket(kwargs["number"], request.user, now=request.now)  # type: ignore[attr-defined]
        authorize(request.user, "receive_card", now=request.now)  # type: ignore[attr-defined]
        self.card = selectors.card_of(self.ticket)
        if self.card is None:
            raise NotFound(_("这张工单还没有服务卡"))
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: ActForm) -> None:
        services.receive_card(card=self.card, actor=self.request.user, now=self.now, **form.cleaned_data)

    def done_url(self) -> str:
        return reverse("tickets:ticket", args=[self.ticket.number])


class JobAct(ActPage):
    """An act of the assigned engineer on the job in the address."""

    act: ClassVar[str] = ""
    template, partial = "fieldservice/act.html", "acts/form.html"
    ticket: Ticket

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.ticket = tickets.visible_ticket(kwargs["number"], request.user, now=request.now)  # type: ignore[attr-defined]
        authorize(request.user, self.act, now=request.now)  # type: ignore[attr-defined]
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: ActForm) -> None:
        given = {"ticket": self.ticket, "actor": self.request.user, "now": self.now}
        getattr(ticket_services, self.act)(**given, **self.arguments(form))

    def arguments(self, form: ActForm) -> dict[str, Any]:
        return form.cleaned_data

    def done_url(self) -> str:
        return reverse("fieldservice:job", args=[self.ticket.number])

    def context(self) -> dict[str, Any]:
        return {"ticket": self.ticket}


class Accept(JobAct):
    act = "accept"
    form_class = ticket_forms.EmptyForm
    title, button, done = gettext_lazy("接单"), gettext_lazy("接单"), gettext_lazy("已接单，请与用户联系")


class Decline(JobAct):
    act = "decline"
    form_class = ticket_forms.ReasonForm
    title, button, done = gettext_lazy("退回派工"), gettext_lazy("退回"), gettext_lazy("已退回，联络员会另行派工")
    hint = gettext_lazy("到场时限继续计时；无正当理由不服从派工按 9.7 考核。")
    danger = True

    def done_url(self) -> str:
        # Declined jobs are out of sight; the list is where the engineer goes on.
        return reverse("fieldservice:jobs" if self.request.method == "POST" else "fieldservice:job",
                       args=[] if self.request.method == "POST" else [self.ticket.number])  # fmt: skip


class Appoint(JobAct):
    act = "appoint"
    form_class = ticket_forms.AppointForm
    title, button, done = gettext_lazy("预约上门"), gettext_lazy("预约"), gettext_lazy("预约已记录")
    hint = gettext_lazy("到场时限不因预约顺延；用户要求晚到的，请留下短信等书面确认（7.1）。")

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"work": self.ticket.fault[:200], "place": self.ticket.address}}


class Arrive(JobAct):
    """The phone asks for its position on tap and sends what came of it; the check-in never waits for it."""

    act = "arrive"
    form_class = ticket_forms.ArriveForm
    title, button, done = gettext_lazy("到场打卡"), gettext_lazy("我已到场"), gettext_lazy("已打卡")
    partial = "fieldservice/arrive_form.html"

    def arguments(self, form: ActForm) -> dict[str, Any]:
        return {"position": form.position()}  # type: ignore[attr-defined]


class ResolveRemotely(JobAct):
    act = "resolve_remotely"
    form_class = ticket_forms.RemoteForm
    title, button, done = gettext_lazy("远程解决"), gettext_lazy("提交"), gettext_lazy("已记录远程解决")
    hint = gettext_lazy("因故未到现场的，写明原因和用户的描述（9.3）。")


class Escalate(JobAct):
    act = "escalate"
    form_class = ticket_forms.EscalateForm
    title, button, done = gettext_lazy("上报技质部"), gettext_lazy("上报"), gettext_lazy("已上报，请等待答复")
    hint = gettext_lazy("现场不能解决的，立即上报（7.3）。")


class StartWork(JobAct):
    act = "start_work"
    form_class = ticket_forms.EmptyForm
    title, button, done = gettext_lazy("开始维修"), gettext_lazy("开始维修"), gettext_lazy("已开始维修")


ACTS: dict[str, type[JobAct]] = {
    view.act: view for view in (Accept, Decline, Appoint, Arrive, ResolveRemotely, Escalate, StartWork)
}


@page("fieldservice:sign_card")
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, number: str) -> HttpResponseBase:
    """Write the card; `save` keeps the draft, `sign` seals it with the signature drawn below."""
    ticket = tickets.visible_ticket(number, request.user, now=request.now)
    authorize(request.user, "save_draft", now=request.now)
    known = selectors.card_of(ticket)
    if known is not None and known.state != CardState.DRAFT:
        return redirect("fieldservice:job", number=number)
    if request.method != "POST":
        return _show_card(request, ticket, CardForm(initial=_drafted(known)))
    form = CardForm(request.POST)
    if not form.is_valid():
        return _show_card(request, ticket, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _sign(request, ticket, form) if "sign" in request.POST else _save(request, ticket, form)


def _drafted(known: ServiceCard | None) -> dict[str, Any]:
    return {name: getattr(known, name) for name in CardForm.DRAFT} if known else {}


def _save(request: HttpRequest, ticket: Ticket, form: CardForm) -> HttpResponseBase:
    try:
        services.save_draft(ticket=ticket, actor=request.user, now=request.now, **form.draft())
    except ActError as error:
        form.tell(error)
        return _show_card(request, ticket, form, error.status)
    messages.success(request, _("草稿已保存"))
    return redirect("fieldservice:sign_card", number=ticket.number)


def _sign(request: HttpRequest, ticket: Ticket, form: CardForm) -> HttpResponseBase:
    drawn = None
    try:
        # The signature belongs to the card, which the draft brings into being.
        draft = services.save_draft(ticket=ticket, actor=request.user, now=request.now, **form.draft())
        drawn = _signature(request, draft, form)
        services.sign_card(
            ticket=ticket, actor=request.user, now=request.now, signature=drawn,
            stamped=form.cleaned_data["stamped"], **form.draft(),
        )  # fmt: skip
    except ActError as error:
        if drawn is not None:
            drawn.file.delete(save=False)
        form.tell(error)
        return _show_card(request, ticket, form, error.status)
    messages.success(request, _("服务卡已签字，本次服务完成"))
    return redirect("fieldservice:job", number=ticket.number)


def _signature(request: HttpRequest, draft: ServiceCard, form: CardForm) -> StoredFile | None:
    data = form.cleaned_data["customer_signature"]
    return files.store_signature(data, draft, actor=request.user, now=request.now) if data else None


def _show_card(request: HttpRequest, ticket: Ticket, form: CardForm, status: int = HTTPStatus.OK) -> HttpResponse:
    missing = [str(text) for errors in form.errors.values() for text in errors] if form.is_bound else []
    context = {
        "form": form, "ticket": ticket, "missing": missing,
        "work": [form[name] for name in CardForm.WORK],
        "supplement": tickets.resolved_remotely(ticket, cycle=ticket.cycle),
    }  # fmt: skip
    return render(request, "fieldservice/card.html", context, status=status)
