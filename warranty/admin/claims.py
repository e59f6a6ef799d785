"""Claims in the admin: the list to search and to count. The acts stand on the claim's own page."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from accounts.admin_rights import MatrixAdmin, asker
from core.admin import Opened, Section, instant
from core.templatetags.clockwork import exact, stamp
from warranty import claim_showing as showing
from warranty.models import Claim
from warranty.selectors import claims

TONES = {"warn": "warning", "info": "info", "ok": "success", "late": "danger", "mute": "default"}
LINES = (gettext_lazy("件号"), gettext_lazy("配件"), gettext_lazy("数量"), gettext_lazy("单价"), gettext_lazy("金额"))


@admin.register(Claim)
class ClaimAdmin(MatrixAdmin):
    list_display = ("number", "machine", "department", "sum", "waits", "issued", "stands")
    list_filter = (("state", ChoicesDropdownFilter),)
    list_fullwidth = True
    paginator = InfinitePaginator
    ordering = ("-id",)
    sortable_by = ()
    search_fields = ("number__startswith", "serial__startswith", "ticket__number__startswith", "waybill__startswith")
    search_help_text = gettext_lazy("三包单号、出厂编号、工单号或运单号的开头")

    def scope(self, request: HttpRequest) -> QuerySet[Any]:
        return claims.seen_claims(asker(request), now=instant(request))

    @display(description=gettext_lazy("出厂编号"))
    def machine(self, claim: Claim) -> str:
        return claim.serial

    @display(description=gettext_lazy("损失责任部门"))
    def department(self, claim: Claim) -> str:
        return claim.loss_department.name

    @display(description=gettext_lazy("金额（元）"))
    def sum(self, claim: Claim) -> str:
        return f"{claim.total:,}"

    @display(description=gettext_lazy("等待"))
    def waits(self, claim: Claim) -> str:
        wait = showing.wait_of(claim)
        return f"{wait.what}（{wait.whom}）" if wait else "—"

    @display(description=gettext_lazy("开单时间"))
    def issued(self, claim: Claim) -> str:
        return stamp(claim.issued_at)

    @display(description=gettext_lazy("状态"), label=TONES)
    def stands(self, claim: Claim) -> tuple[str, str]:
        badge = showing.state_badge(claim)
        return badge.tone, badge.label

    def opened(self, request: HttpRequest, obj: Claim) -> Opened:
        page = {"url": obj.get_absolute_url(), "text": obj.number}
        about = [
            (_("三包单号"), page), (_("工单"), obj.ticket.number), (_("发件申请"), obj.request.number),
            (_("出厂编号"), obj.serial), (_("损失责任部门"), obj.loss_department), (_("金额（元）"), self.sum(obj)),
            (_("状态"), obj.get_state_display()), (_("等待"), self.waits(obj)),
            (_("开单"), f"{obj.issued_by} {exact(obj.issued_at)}"),
            (_("责任部门签字"), f"{obj.signed_by} {exact(obj.signed_at)}" if obj.signed_by else "—"),
            (_("拒签理由"), obj.refused_reason or "—"),
            (_("发运方式"), showing.mode_of(obj) or "—"), (_("运单号"), obj.waybill or "—"),
        ]  # fmt: skip
        lines = [
            [line.part.code, line.part.name, line.quantity, line.price, line.amount]
            for line in claims.lines_of([obj]).get(obj.pk, [])
        ]
        sections = [Section(_("三包单"), pairs=about), Section(_("明细"), columns=LINES, rows=lines)]
        return Opened(sections, entries=self.entries(obj))
