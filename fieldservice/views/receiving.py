"""The clerk takes a card in: beside the report and the claims, with what differs in sight (6.12, 9.3, 9.4)."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import authorize
from accounts.requests import SignedRequest
from core.acting import ActPage
from core.errors import NotFound
from core.forms import ActForm
from fieldservice import selectors, services
from fieldservice.comparing import comparison_of
from fieldservice.forms import CompareForm
from fieldservice.showing import shown_card
from tickets import selectors as tickets


class ReceiveCard(ActPage):
    request: SignedRequest
    form_class = CompareForm
    title, button, done = gettext_lazy("接收服务卡"), gettext_lazy("接收"), gettext_lazy("已接收，转待回访")
    hint = gettext_lazy("与异常信息报告核对后接收；接收后由联络员回访。")
    template, partial = "fieldservice/receive.html", "fieldservice/receive_form.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.ticket = tickets.visible_ticket(kwargs["number"], self.request.user, now=self.now)
        authorize(self.request.user, "receive_card", now=self.now)
        card = selectors.card_of(self.ticket)
        if card is None:
            raise NotFound(_("这张工单还没有服务卡"))
        self.card = card
        return super().dispatch(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        return {"ticket": self.ticket, "one": shown_card(self.card), "compared": comparison_of(self.card)}

    def perform(self, form: ActForm) -> None:
        services.receive_card(card=self.card, actor=self.request.user, now=self.now, **form.cleaned_data)

    def done_url(self) -> str:
        return reverse("tickets:ticket", args=[self.ticket.number])
