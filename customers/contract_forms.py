"""Forms of the acts on contracts: shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from core.admin_forms import ActForm
from customers.forms import day, named_customer, text


class ContractTerms(ActForm):
    """What was agreed; machines by serial, parted by spaces or commas."""

    kind = text(_("合同类型"))
    arrival = forms.CharField(
        label=_("约定到场时限"), required=False, max_length=12, help_text=_("如 8h、6wh、2d；没有约定就留空")
    )
    starts_on = day(_("开始日期"), required=True)
    ends_on = day(_("到期日期"))
    serials = forms.CharField(
        label=_("只包含这些设备"), required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("填写出厂编号，用空格或逗号分开；留空表示该客户的全部设备"),
    )  # fmt: skip
    remarks = text(_("备注"))

    def clean_serials(self) -> list[str]:
        return str(self.cleaned_data["serials"]).replace("，", " ").replace(",", " ").replace("、", " ").split()


class NewContract(ContractTerms):
    explanation = _("登记后立即生效：约定的到场时限、服务类别、按合同应尽的巡检和到期通知都以它为准。")
    number = text(_("合同编号"), required=True)
    field_order: tuple[str, ...] = ("number", "kind", "arrival", "starts_on", "ends_on", "serials", "remarks")


class ContractOfCustomer(NewContract):
    customer = text(_("客户编号"), required=True)
    field_order = ("customer", *NewContract.field_order)

    def clean_customer(self) -> Any:
        return named_customer(self.cleaned_data["customer"])


class ContractChange(ContractTerms):
    explanation = _("改变到期日期后，到期通知的期限重新计算，须另行通知。")

    def prepare(self) -> None:
        shown: dict[str, Any] = {
            name: getattr(self.obj, name) for name in self.fields if name != "serials"
        } | {"serials": " ".join(machine.serial for machine in self.obj.covered.all())}  # fmt: skip
        self.initial = shown | dict(self.initial)


class ContractEnd(ActForm):
    explanation = _("提前终止：填写合同的最后一天。此后不再按该合同服务，尚未到期的通知期限一并取消。")
    on = day(_("最后一天"), required=True)
    reason = forms.CharField(label=_("终止原因"), widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}))


class GivenNotice(ActForm):
    explanation = _("确认已把合同到期一事通知客户；通知时间以现在为准。")
    remarks = text(_("通知方式或对方意见"))
