"""The acts on a claim: each page calls exactly one service."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.permissions import authorize
from accounts.requests import SignedRequest
from accounts.selectors import works_on_phone
from core.acting import ActPage
from core.errors import NotFound
from core.forms import ActForm
from rulebook.acts import clause_of
from warranty import claim_forms as forms
from warranty import claim_showing as showing
from warranty import services
from warranty.models import Claim, PartsRequest
from warranty.selectors import claims, stock


class IssueClaim(ActPage):
    """The slip for an approved request, its lines shown before it is issued."""

    request: SignedRequest
    asked: PartsRequest
    form_class = forms.EmptyForm
    title, button, done = _("开三包单"), _("开单"), _("三包单已开，已通知责任部门审核")
    hint = _("明细与批准的完全相同，不能改动；需要改动的，由联络员修改申请后重新签批。")
    template, partial = "warranty/claim_act_page.html", "warranty/claim_act.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        authorize(self.request.user, "issue_claim", now=self.now)
        found = claims.request_of(kwargs["number"])
        if found is None:
            raise NotFound(_("没有找到发件申请 %(number)s") % {"number": kwargs["number"]})
        self.asked = found
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: ActForm) -> None:
        services.issue_claim(request=self.asked, actor=self.request.user, now=self.now)

    def done_url(self) -> str:
        return reverse("warranty:work")

    def context(self) -> dict[str, Any]:
        lines = claims.request_lines_of([self.asked]).get(self.asked.pk, [])
        version = self.asked.version
        return {"lines": lines, "total": self.asked.total, "department": self.asked.loss_department,
                "number": self.asked.number, "clause": clause_of(version.book, "issue_claim")}  # fmt: skip


class ClaimAct(ActPage):
    """An act on the claim in the address; one out of sight answers 404, whatever the act."""

    act: ClassVar[str] = ""
    claim: Claim
    request: SignedRequest
    form_class: ClassVar[type[ActForm]] = forms.EmptyForm
    template, partial = "warranty/claim_act_page.html", "warranty/claim_act.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.claim = claims.visible_claim(kwargs["number"], self.request.user, now=self.now)
        authorize(self.request.user, self.act, now=self.now)
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: ActForm) -> None:
        given = {"claim": self.claim, "actor": self.request.user, "now": self.now}
        getattr(services, self.act)(**given, **form.cleaned_data)

    def done_url(self) -> str:
        """Back to the list of what waits, where the next one is."""
        return reverse("warranty:work")

    def context(self) -> dict[str, Any]:
        lines = claims.lines_of([self.claim]).get(self.claim.pk, [])
        phone = works_on_phone(self.request.user, now=self.now)
        return {
            "claim": self.claim, "lines": lines, "total": self.claim.total, "number": self.claim.number,
            "department": self.claim.loss_department, "clause": clause_of(self.claim.ticket.version.book, self.act),
            "shell": "m_base.html" if phone else "base.html",
        }  # fmt: skip


class SignClaim(ClaimAct):
    act = "sign_claim"
    title, button, done = _("审核签字"), _("签字"), _("已签字，统计员可以领料")
    hint = _("签字表示本部门承担所列配件的损失。")


class RefuseClaim(ClaimAct):
    act = "refuse_claim"
    form_class = forms.RefuseForm
    title, button, done = _("拒签"), _("拒签"), _("已拒签，已退回服务主管重新判定")
    hint = _("三包单作废，发件申请退回服务主管重新判定责任部门，再重新签批。")
    danger = True


class DrawParts(ClaimAct):
    act = "draw_parts"
    form_class = forms.DrawForm
    title, button, done = _("领料"), _("领料出库"), _("已领料出库")

    def form_options(self) -> dict[str, Any]:
        lines = claims.lines_of([self.claim]).get(self.claim.pk, [])
        best = stock.first_with({line.part_id: line.quantity for line in lines})
        return {"warehouses": stock.warehouses(), "initial": {"warehouse": best}}


class HandOver(ClaimAct):
    act = "hand_over"
    form_class = forms.HandOverForm
    title, button, done = _("交运"), _("交运"), _("已交运")
    hint = _("快件由您寄出并登记运单号；货运和客车生成发运通知单，由发运班最迟次日 24:00 发出。")

    def form_options(self) -> dict[str, Any]:
        lines = claims.lines_of([self.claim]).get(self.claim.pk, [])
        told = services.consignee_of(self.claim)
        return {"initial": {"mode": showing.suggested_mode(lines), **told}}


class Ship(ClaimAct):
    act = "ship"
    form_class = forms.ShipForm
    title, button, done = _("登记发运"), _("已发出"), _("已发运，已请联络员通知服务人员")


class InformEngineer(ClaimAct):
    act = "inform_engineer"
    title, button, done = _("通知服务人员"), _("通知"), _("已通知服务人员")
    hint = _("服务人员会收到运单号和预计到达日期。")


class ReceiveParts(ClaimAct):
    act = "receive_parts"
    title, button, done = _("收件"), _("确认收件"), _("已收件，配件在您的包里，可以开始维修")
    hint = _("请当面核对件号和数量；确认后由您负责返回旧件。")

    def done_url(self) -> str:
        return reverse("warranty:parcels")


class GiveBackParts(ClaimAct):
    """What was not used, part by part."""

    act = "give_back_parts"
    form_class = forms.GiveBackForm
    title, button, done = _("退回库房"), _("退回"), _("已退回库房")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = stock.parts([kwargs["part"]])
        if not found:
            raise NotFound(_("没有找到该配件"))
        self.part = found[0]
        return super().dispatch(request, *args, **kwargs)

    def form_options(self) -> dict[str, Any]:
        left = stock.in_bag(self.claim).get(self.part.pk, 0)
        return {"warehouses": stock.warehouses(), "initial": {"quantity": left, "warehouse": self.claim.warehouse_id}}

    def perform(self, form: ActForm) -> None:
        services.give_back_parts(
            claim=self.claim, part=self.part, actor=self.request.user, now=self.now, **form.cleaned_data
        )

    def done_url(self) -> str:
        return reverse("warranty:parcels")

    def context(self) -> dict[str, Any]:
        return {**super().context(), "lines": [], "only": self.part}


ACTS: dict[str, type[ClaimAct]] = {
    view.act: view for view in (SignClaim, RefuseClaim, DrawParts, HandOver, Ship, InformEngineer, ReceiveParts)
}
