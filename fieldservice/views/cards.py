"""The service card on the phone: written step by step, summed up for the customer, signed, and put right."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.permissions import authorize, page
from accounts.requests import SignedRequest
from core import outbox
from core.acting import ActPage
from core.errors import ActError, NotFound
from core.forms import ActForm
from core.models import StoredFile
from fieldservice import parts_used, selectors, services, signatures
from fieldservice.card_forms import SIGN, SUMMARY, WORK, CardForm, initial_of, step_of
from fieldservice.forms import AmendForm
from fieldservice.models import ServiceCard
from fieldservice.states import CardState
from fieldservice.summing_up import terms_of
from tickets import selectors as tickets
from tickets.models import Ticket
from tickets.states import TicketState

AUTOSAVE = "X-Draft"


@page("fieldservice:sign_card")
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: SignedRequest, number: str) -> HttpResponseBase:
    """Write the card; `save` keeps the draft, anything else seals it with the signature drawn below."""
    ticket = tickets.visible_ticket(number, request.user, now=request.now)
    authorize(request.user, "save_draft", now=request.now)
    draft = selectors.draft_card_of(ticket)
    standing = selectors.card_of(ticket)
    if draft is None and standing is not None:
        return redirect("fieldservice:job", number=number)
    lines = parts_used.lines_for(ticket, draft, None)
    told: dict[str, Any] = {
        "book": ticket.version.book, "lines": lines,
        "supplement": _asks_supplement(ticket),
    }  # fmt: skip
    if request.method != "POST":
        return _show_card(request, ticket, draft, CardForm(initial=initial_of(draft, lines), **told))
    form = CardForm(request.POST, request.FILES, **told)
    if not form.is_valid():
        return _refused(request, ticket, draft, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _save(request, ticket, form) if "save" in request.POST else _sign(request, ticket, form)


def _asks_supplement(ticket: Ticket) -> bool:
    """9.3f; a phone keeps the card before the check-in too, and the way there is still to come."""
    unreached = ticket.arrived_at is None and ticket.state != TicketState.DISPATCHED
    return unreached or selectors.not_reached_before(ticket, cycle=ticket.cycle)


def _save(request: SignedRequest, ticket: Ticket, form: CardForm) -> HttpResponseBase:
    try:
        draft = services.save_draft(ticket=ticket, actor=request.user, now=request.now, **form.draft())
    except ActError as error:
        form.tell(error)
        return _refused(request, ticket, selectors.draft_card_of(ticket), form, error.status)
    if AUTOSAVE in request.headers:
        return JsonResponse({"saved_at": draft.saved_at.isoformat()})
    messages.success(request, _("草稿已保存"))
    return redirect("fieldservice:sign_card", number=ticket.number)


def _sign(request: SignedRequest, ticket: Ticket, form: CardForm) -> HttpResponseBase:
    kept: list[StoredFile] = []
    try:
        # The signature belongs to the card, which the draft brings into being.
        draft = services.save_draft(ticket=ticket, actor=request.user, now=request.now, **form.draft())
        drawn = signatures.keep_signature(form.cleaned_data["customer_signature"], draft, **_by(request))
        kept += [drawn] if drawn else []
        stamp = signatures.keep_stamp(form.cleaned_data["stamp"], draft, **_by(request))
        kept += [stamp] if stamp else []
        services.sign_card(
            ticket=ticket, signature=drawn, stamp=stamp, strokes=signatures.strokes_of(form.cleaned_data["strokes"]),
            on_phone=True, device=request.device, **_by(request), **form.draft(),
        )  # fmt: skip
    except ActError as error:
        for stored in kept:
            stored.file.delete(save=False)
        form.tell(error)
        return _refused(request, ticket, selectors.draft_card_of(ticket), form, error.status)
    messages.success(request, _("服务卡已签字，本次服务完成"))
    return redirect("fieldservice:job", number=ticket.number)


def _by(request: SignedRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": request.now}


def _refused(
    request: SignedRequest, ticket: Ticket, draft: ServiceCard | None, form: CardForm, status: int
) -> HttpResponse:
    if AUTOSAVE in request.headers:
        told = "；".join(str(text) for texts in form.errors.values() for text in texts)
        return JsonResponse({"message": told}, status=status)
    outbox.note(request, form.errors)
    return _show_card(request, ticket, draft, form, status)


def _show_card(
    request: SignedRequest, ticket: Ticket, draft: ServiceCard | None, form: CardForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    missing = [(text, form[name].id_for_label if name in form.fields else "", step_of(name))
               for name, texts in form.errors.items() for text in texts] if form.is_bound else []  # fmt: skip
    steps = {step for _text, _id, step in missing}
    context = {
        "form": form, "ticket": ticket, "missing": missing, "draft": draft, "terms": _terms(request, ticket),
        "start": SIGN if steps == {SIGN} else min(steps, default=WORK), "summary_step": SUMMARY,
        "former": draft.amends if draft else None,
        "due": parts_used.old_parts_due(ticket, completed_at=request.now) if form.lines else None,
    }  # fmt: skip
    return render(request, "fieldservice/card.html", context, status=status)


def _terms(request: SignedRequest, ticket: Ticket) -> list[tuple[str, Any]]:
    """(language, what the customer is told) in both: he chooses on the page, without network as well."""
    told = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            told.append((language, terms_of(ticket, completed_at=request.now)))
    return told


class AmendCard(ActPage):
    """The engineer puts a signed card right: a new revision, which the customer signs again."""

    request: SignedRequest
    form_class = AmendForm
    title, button = gettext_lazy("修订服务卡"), gettext_lazy("开始修订")
    done = gettext_lazy("已建立修订版，改好后请客户重新签字")
    hint = gettext_lazy("原卡保留可查，客户重新签字前仍以原卡为准。")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.ticket = tickets.visible_ticket(kwargs["number"], self.request.user, now=self.now)
        authorize(self.request.user, "amend_card", now=self.now)
        found = selectors.card_of(self.ticket)
        if found is None or found.state == CardState.DRAFT:
            raise NotFound(_("这张工单还没有签过字的服务卡"))
        self.card = found
        return super().dispatch(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        return {"shell": "m_base.html"}

    def perform(self, form: ActForm) -> None:
        services.amend_card(card=self.card, actor=self.request.user, now=self.now, **form.cleaned_data)

    def done_url(self) -> str:
        return reverse("fieldservice:sign_card", args=[self.ticket.number])
