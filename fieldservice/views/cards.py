"""The service card: written and signed on the phone, received at the desk."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.permissions import authorize, page
from accounts.requests import SignedRequest
from core import files
from core.acting import ActPage
from core.errors import ActError, NotFound
from core.forms import ActForm
from core.models import StoredFile
from fieldservice import selectors, services
from fieldservice.forms import CardForm
from fieldservice.models import ServiceCard
from fieldservice.states import CardState
from tickets import forms as ticket_forms
from tickets import selectors as tickets
from tickets.models import Ticket


@page("fieldservice:sign_card")
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: SignedRequest, number: str) -> HttpResponseBase:
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


def _save(request: SignedRequest, ticket: Ticket, form: CardForm) -> HttpResponseBase:
    try:
        services.save_draft(ticket=ticket, actor=request.user, now=request.now, **form.draft())
    except ActError as error:
        form.tell(error)
        return _show_card(request, ticket, form, error.status)
    messages.success(request, _("草稿已保存"))
    return redirect("fieldservice:sign_card", number=ticket.number)


def _sign(request: SignedRequest, ticket: Ticket, form: CardForm) -> HttpResponseBase:
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


def _signature(request: SignedRequest, draft: ServiceCard, form: CardForm) -> StoredFile | None:
    data = form.cleaned_data["customer_signature"]
    return files.store_signature(data, draft, actor=request.user, now=request.now) if data else None


def _show_card(request: SignedRequest, ticket: Ticket, form: CardForm, status: int = HTTPStatus.OK) -> HttpResponse:
    missing = [str(text) for errors in form.errors.values() for text in errors] if form.is_bound else []
    context = {
        "form": form, "ticket": ticket, "missing": missing,
        "work": [form[name] for name in CardForm.WORK],
        "start": 2 if set(form.errors) == {"customer_signature"} else 1,
        "supplement": selectors.not_reached_before(ticket, cycle=ticket.cycle),
    }  # fmt: skip
    return render(request, "fieldservice/card.html", context, status=status)


class ReceiveCard(ActPage):
    """The clerk takes the card in: the desk's only act on a card."""

    request: SignedRequest
    form_class = ticket_forms.ReceiveCardForm
    title, button, done = gettext_lazy("接收服务卡"), gettext_lazy("接收"), gettext_lazy("已接收，转待回访")
    hint = gettext_lazy("与异常信息报告核对后接收；接收后由联络员回访。")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.ticket = tickets.visible_ticket(kwargs["number"], self.request.user, now=self.now)
        authorize(self.request.user, "receive_card", now=self.now)
        card = selectors.card_of(self.ticket)
        if card is None:
            raise NotFound(_("这张工单还没有服务卡"))
        self.card = card
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: ActForm) -> None:
        services.receive_card(card=self.card, actor=self.request.user, now=self.now, **form.cleaned_data)

    def done_url(self) -> str:
        return reverse("tickets:ticket", args=[self.ticket.number])
