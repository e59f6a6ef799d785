"""现场服务费: asked for on the phone, settled with what it cost."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.permissions import page
from accounts.requests import SignedRequest
from core.forms import ActForm
from rulebook.acts import clause_of
from tickets.views.acts import TicketAct
from warranty import services
from warranty.models import FeeApplication
from warranty.request_forms import FeeForm, SettleForm
from warranty.selectors import requests
from warranty.states import FeeState
from warranty.views.asking import OnFee, about, links_of, shell_of, signing_link


@page("warranty:fee")
@require_safe
def fee(request: SignedRequest, number: str) -> HttpResponse:
    """One application: what for, how it was judged, by whom signed, what it cost."""
    found = requests.visible(FeeApplication, number, request.user, now=request.now)
    told = about(found, request)
    mine = request.user.pk in (found.author_id, found.ticket.engineer_id)
    settles = found.state == FeeState.APPROVED and mine
    links = links_of(found, [("settle_fee", True, True)] if settles else [], request)
    return render(
        request, "warranty/fee.html", {**told, "links": [*links, *signing_link(told["shown"], request)], "fee": found}
    )


class ApplyFee(TicketAct):
    """The engineer asks for money on site before it is spent."""

    act = "apply_fee"
    form_class = FeeForm
    title, button, done = _("申请现场服务费"), _("提交申请"), _("已提交，等待服务主管核实")
    hint = _("先申请、后开支；未经申请的费用不予认可。")
    template, partial = "warranty/request_act.html", "warranty/fee_form.html"
    made: FeeApplication | None = None

    def perform(self, form: ActForm) -> None:
        given = self.arguments(form)
        self.made = services.apply_fee(ticket=self.ticket, actor=self.request.user, now=self.now, **given)

    def arguments(self, form: ActForm) -> dict[str, Any]:
        return form.arguments() if isinstance(form, FeeForm) else {}

    def done_url(self) -> str:
        return self.made.get_absolute_url() if self.made else reverse("fieldservice:job", args=[self.ticket.number])

    def context(self) -> dict[str, Any]:
        book = self.ticket.version.book
        return {"paper": self.ticket, "shell": shell_of(self.request), "clause": clause_of(book, self.act)}


class SettleFee(OnFee):
    act = "settle_fee"
    form_class = SettleForm
    title, button, done = _("核销现场服务费"), _("核销"), _("已提交核销")
    hint = _("在批准金额或同一权限以内的直接核销；超出权限的，按实际金额重新签批。")
