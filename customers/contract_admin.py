"""Contracts in the admin: what was agreed with whom, until when, and the acts on it."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from accounts.admin_rights import MatrixAdmin
from accounts.models import Person
from core import clock
from core.admin import Opened, Section, instant, object_act
from core.clock import local_day
from core.subjects import Subject
from core.templatetags.clockwork import due_stamp, exact
from customers import contract_forms as forms
from customers import permissions, selectors, services
from customers.contracts import contracts, ends_within, holding, standing
from customers.models import Contract
from deadlines.selectors import of_subject
from rulebook.durations import parse

HISTORY = (gettext_lazy("时间"), gettext_lazy("操作人"), gettext_lazy("字段"), gettext_lazy("原值"), gettext_lazy("新值"))
LIMITS = (gettext_lazy("事项"), gettext_lazy("条款"), gettext_lazy("最迟"), gettext_lazy("状态"))
TONES = {"running": "success", "future": "info", "over": "default", "ended": "warning"}
NEAR_DAYS = 60


class Standing(admin.SimpleListFilter):
    """Which contracts hold now, and which end soon."""

    title, parameter_name = gettext_lazy("有效期"), "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("holding", _("有效")), ("near", _("60 天内到期"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Contract]) -> QuerySet[Contract]:
        today = local_day(instant(request))
        if self.value() == "near":
            return ends_within(queryset, today, NEAR_DAYS)
        return holding(queryset, today) if self.value() == "holding" else queryset


@admin.register(Contract)
class ContractAdmin(MatrixAdmin):
    list_acts = ("add",)
    object_acts = ("amend", "notice", "end")
    empty_hint = gettext_lazy("登记合同，或在“导入资料”里一次导入多份。")
    list_display = ("number", "customer", "kind", "shown_arrival", "starts_on", "ends_on", "stands")
    list_filter = (Standing,)
    list_fullwidth = True
    paginator = InfinitePaginator
    sortable_by = ("number", "ends_on")
    search_fields = ("number__startswith", "customer__name__startswith", "customer__number__startswith")
    search_help_text = gettext_lazy("合同编号、客户名称或客户编号的开头")

    def scope(self, request: HttpRequest) -> QuerySet[Contract]:
        allowed = permissions.sees_base(request.user, now=instant(request))
        return contracts() if allowed else contracts().none()

    @display(description=gettext_lazy("约定到场时限"))
    def shown_arrival(self, contract: Contract) -> str:
        return parse(contract.arrival).text if contract.arrival else "—"

    @display(description=gettext_lazy("状态"), label=TONES)
    def stands(self, contract: Contract) -> tuple[str, str]:
        return standing(contract, local_day(clock.now()))

    def opened(self, request: HttpRequest, obj: Contract) -> Opened:
        covered = "、".join(machine.serial for machine in obj.covered.all())
        pairs = [
            (_("合同编号"), obj.number), (_("客户"), obj.customer), (_("合同类型"), obj.kind or "—"),
            (_("约定到场时限"), self.shown_arrival(obj)), (_("开始日期"), obj.starts_on),
            (_("到期日期"), obj.ends_on or _("无固定期限")), (_("包含设备"), covered or _("该客户的全部设备")),
            (_("到期通知"), exact(obj.notice_at) if obj.notice_at else _("尚未通知")),
            (_("状态"), standing(obj, local_day(instant(request)))[1]), (_("备注"), obj.remarks or "—"),
        ]  # fmt: skip
        limits = [(row.facts.get("title"), row.clause, due_stamp(row.due_at), row.state.label)
                  for row in of_subject(Subject.of(obj))]  # fmt: skip
        sections = [Section(_("合同"), pairs=pairs)]
        if limits:
            sections.append(Section(_("到期前须办"), columns=LIMITS, rows=limits, wide=True))
        sections.append(Section(_("字段历史"), columns=HISTORY, rows=selectors.field_history(obj), wide=True))
        return Opened(sections, entries=self.entries(obj))

    def why_not(self, request: HttpRequest, name: str, obj: Any) -> Any:
        if obj is not None and obj.ended_at:
            return _("合同已终止")
        if name == "notice" and obj is not None:
            return self._why_no_notice(obj, instant(request))
        return ""

    def _why_no_notice(self, obj: Contract, now: datetime) -> str:
        if obj.ends_on is None:
            return _("没有到期日，无需通知")
        if obj.notice_at:
            return _("已通知过客户")
        return _("合同已到期") if obj.ends_on < local_day(now) else ""

    @object_act(
        "add_contract", gettext_lazy("登记合同"), form=forms.ContractOfCustomer, icon="add", tone="primary"
    )
    def add(self, obj: None, *, actor: Person, now: datetime, **fields: Any) -> Any:
        added = services.add_contract(actor=actor, now=now, **fields)
        return _("已登记合同 %(number)s") % {"number": added}

    @object_act("amend_contract", gettext_lazy("变更"), form=forms.ContractChange, icon="edit")
    def amend(self, obj: Contract, *, actor: Person, now: datetime, **fields: Any) -> Any:
        services.amend_contract(contract=obj, actor=actor, now=now, **fields)
        return _("已保存")

    @object_act("give_notice", gettext_lazy("已通知到期"), form=forms.GivenNotice, icon="notifications_active")
    def notice(self, obj: Contract, *, actor: Person, now: datetime, **fields: Any) -> Any:
        services.give_notice(contract=obj, actor=actor, now=now, **fields)
        return _("已登记到期通知")

    @object_act("end_contract", gettext_lazy("提前终止"), form=forms.ContractEnd, icon="event_busy", tone="danger")
    def end(self, obj: Contract, *, actor: Person, now: datetime, **fields: Any) -> Any:
        services.end_contract(contract=obj, actor=actor, now=now, **fields)
        return _("合同已终止")

