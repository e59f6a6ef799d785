"""急需购件: asked for on an accepted report, settled with what it cost."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.permissions import page
from accounts.requests import SignedRequest
from core.forms import ActForm
from warranty import services
from warranty.models import Purchase
from warranty.request_forms import BudgetForm, SettleForm
from warranty.selectors import requests
from warranty.states import PurchaseState
from warranty.views.asking import OnPurchase, PaperAct, about, links_of, signing_link


@page("warranty:purchase")
@require_safe
def purchase(request: SignedRequest, number: str) -> HttpResponse:
    """One purchase: its budget, what was consulted, by whom signed, what it cost."""
    found = requests.visible(Purchase, number, request.user, now=request.now)
    told = about(found, request)
    mine = request.user.pk in (found.author_id, found.ticket.engineer_id)
    settles = found.state == PurchaseState.APPROVED and mine
    links = links_of(found, [("settle_purchase", True, True)] if settles else [], request)
    links += signing_link(told["shown"], request)
    return render(request, "warranty/purchase.html", {**told, "links": links, "purchase": found})


class RequestPurchase(PaperAct):
    """On an accepted report of its kind, with its budget as it was told there."""

    act = "request_purchase"
    form_class = BudgetForm
    title, button, done = _("申请急需购件"), _("提交申请"), _("已提交，等待服务主管审核")
    hint = _("批准前不要购买；审批金额取预算和咨询价中较高的一项。")
    made: Purchase | None = None

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"budget": self.paper.budget}}

    def perform(self, form: ActForm) -> None:
        given = {"report": self.paper, "actor": self.request.user, "now": self.now}
        self.made = services.request_purchase(**given, **form.cleaned_data)

    def done_url(self) -> str:
        return self.made.get_absolute_url() if self.made else super().done_url()


class SettlePurchase(OnPurchase):
    act = "settle_purchase"
    form_class = SettleForm
    title, button, done = _("核销购件"), _("核销"), _("已提交核销")
    hint = _("在批准金额或同一权限以内的直接核销；超出权限的，按实际金额重新签批。")
