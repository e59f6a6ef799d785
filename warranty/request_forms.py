"""Forms of reports, fees and purchases: shape only, every rule is in the services."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import MUST, ActForm, TextField
from core.uploads import FilesField
from rulebook.schema.papers import FormField

NO_FIELDS: Mapping[str, FormField] = {}
# How many items a fee application offers to be listed.
ROWS = 4


class MoneyField(forms.DecimalField):
    """An amount with two places; the number keys of a phone offer the point."""

    def __init__(self, *, must: bool = False, **options: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", **(MUST if must else {})}
        widget = forms.TextInput(attrs=attrs)
        super().__init__(max_digits=12, decimal_places=2, widget=widget, **options)


class EmptyForm(ActForm):
    """An act that asks nothing."""


class ReasonsForm(ActForm):
    reasons = TextField(label=_("不予受理的理由"), required=False, must=True, help_text=_("服务人员据此修订后重新提交"))


class ReportForm(ActForm):
    """The anomaly report; which fields are musts, and how they are called, says the book."""

    work_done = TextField(label=_("工作情况"), required=False, rows=3)
    analysis = TextField(label=_("异常分析"), required=False, rows=4)
    proposal = TextField(label=_("处理建议"), required=False, rows=3)
    not_reached = forms.BooleanField(label=_("因故未到现场"), required=False)
    not_reached_reason = TextField(label=_("未到现场原因"), required=False, must=True, rows=2)
    described_by_user = TextField(label=_("用户描述"), required=False, must=True, rows=2)
    budget = MoneyField(label=_("购件预算"), required=False, must=True)
    photos = FilesField(label=_("照片或文件"), required=False, help_text=_("图片或 PDF，每个最大 10 MB"))

    ABSENT = ("not_reached_reason", "described_by_user")

    def __init__(
        self, *args: Any, told: Mapping[str, FormField] = NO_FIELDS, purchase: bool = False, on_site: bool = True,
        **options: Any,
    ) -> None:  # fmt: skip
        """`told` are the fields of the book's form; only a purchase has a budget, only its engineer may be absent."""
        super().__init__(*args, **options)
        for name, field in told.items():
            if name in self.fields:
                self.fields[name].label = field.title
                if field.required:
                    self.fields[name].widget.attrs |= MUST
        if not purchase:
            del self.fields["budget"]
        if not on_site:
            for name in ("not_reached", *self.ABSENT):
                del self.fields[name]

    def written(self) -> dict[str, Any]:
        """What is kept while the report is a draft."""
        return {name: value for name, value in self.cleaned_data.items() if name != "photos"}


class FeeForm(ActForm):
    """现场服务费申请表: the sum, what for, and optionally what it consists of."""

    amount = MoneyField(label=_("申请金额（元）"), required=False, must=True)
    reason = TextField(label=_("费用事由"), required=False, must=True, rows=3)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for row in range(1, ROWS + 1):
            self.fields[f"what_{row}"] = forms.CharField(label=_("项目"), required=False, max_length=80)
            self.fields[f"amount_{row}"] = MoneyField(label=_("金额"), required=False)

    @property
    def head(self) -> list[forms.BoundField]:
        return [self["amount"], self["reason"]]

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"what_{row}"], self[f"amount_{row}"]) for row in range(1, ROWS + 1)]

    def arguments(self) -> dict[str, Any]:
        told = self.cleaned_data
        rows = [(told[f"what_{row}"], told[f"amount_{row}"]) for row in range(1, ROWS + 1)]
        items = [{"what": what, "amount": amount or Decimal(0)} for what, amount in rows if what or amount]
        return {"amount": told["amount"], "reason": told["reason"], "items": items}


class BudgetForm(ActForm):
    budget = MoneyField(label=_("购件预算（元）"), required=False, must=True)


class SettleForm(ActForm):
    actual = MoneyField(label=_("实际金额（元）"), required=False, must=True)
    receipts = FilesField(label=_("票据照片"), required=False, help_text=_("图片或 PDF，每个最大 10 MB"))
