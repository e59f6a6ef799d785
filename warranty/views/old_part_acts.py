"""The acts on one old part: each page calls exactly one service."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts.permissions import authorize
from accounts.requests import SignedRequest
from core.acting import ActPage
from core.forms import ActForm
from rulebook.acts import clause_of
from rulebook.selectors import in_force
from warranty import old_part_forms as forms
from warranty import services
from warranty.models import OldPart
from warranty.selectors import old_parts as selectors
from warranty.services.inspecting import counts_from_loss
from warranty.services.old_parts import facts_of
from warranty.states import Inspection
from warranty.views.old_parts import evidence


class PartAct(ActPage):
    """An act on the old part in the address; one out of sight answers 404, whatever the act."""

    act: ClassVar[str] = ""
    part: OldPart
    request: SignedRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.part = selectors.visible_part(kwargs["number"], self.request.user, now=self.now)
        authorize(self.request.user, self.act, now=self.now)
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: ActForm) -> None:
        given = {"part": self.part, "actor": self.request.user, "now": self.now}
        getattr(services, self.act)(**given, **form.cleaned_data)

    def done_url(self) -> str:
        """Back to the list that the act was called from, else to the part."""
        back = self.request.POST.get("back") or self.request.GET.get("back", "")
        if back and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
            return back
        return reverse("warranty:old_part", args=[self.part.number])

    def context(self) -> dict[str, Any]:
        return {"part": self.part, "clause": clause_of(in_force(now=self.now).book, self.act)}


class ReturnPart(PartAct):
    act = "return_part"
    form_class = forms.ReturnForm
    title, button, done = _("旧件入库"), _("入库"), _("旧件已入库，待检验")
    hint = _("核对件号和数量后入库；逾期返回的，已提出的挂账由裁决人决定是否撤销。")

    def form_options(self) -> dict[str, Any]:
        return {"most": self.part.quantity}


class ExemptReturn(PartAct):
    act = "exempt_return"
    form_class = forms.ExemptForm
    title, button, done = _("免返旧件"), _("确认免返"), _("已确认免返")
    hint = _("须在返回期限之前确认；逾期后只能由裁决人撤销挂账。")


class InspectPart(PartAct):
    """Beside the form stands what the part is compared with."""

    act = "inspect_part"
    form_class = forms.InspectForm
    template = "warranty/old_part_inspect.html"
    title, button, done = _("旧件检验"), _("提交检验结果"), _("检验结果已记录")
    hint = _("与异常报告和服务卡逐项核对；不符的承担一至两成损失，作假的按出厂价两倍处罚。")

    def form_options(self) -> dict[str, Any]:
        book = in_force(now=self.now).book
        return {"from_loss": counts_from_loss(book, Inspection.MISMATCH, facts_of(self.part))}

    def context(self) -> dict[str, Any]:
        return {**super().context(), **evidence(self.part, self.request)}


ACTS: dict[str, type[PartAct]] = {view.act: view for view in (ReturnPart, ExemptReturn, InspectPart)}
