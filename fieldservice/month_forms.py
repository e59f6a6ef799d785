"""Forms of the month's papers: shape only."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ActForm, TextField
from core.uploads import FilesField
from fieldservice.states import DocumentKind, ExpenseKind


class ExpenseForm(ActForm):
    """One line of the claim, with photos of its receipt."""

    day = forms.DateField(label=_("日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    place = forms.CharField(label=_("地点"), max_length=120, help_text=_("写城市或客户所在地，须与当天的每日行踪一致"))
    kind = forms.ChoiceField(label=_("费用种类"), choices=[("", _("请选择")), *ExpenseKind.choices])
    amount = forms.DecimalField(
        label=_("金额（元）"), max_digits=12, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    ticket = forms.ChoiceField(label=_("哪张工单"), required=False)
    trip = forms.ChoiceField(label=_("哪次出差"), required=False)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)
    receipts = FilesField(label=_("票据照片"), required=False)

    def __init__(
        self, *args: Any, tickets: Sequence[tuple[str, str]] = (), trips: Sequence[tuple[str, str]] = (),
        **options: Any,
    ) -> None:  # fmt: skip
        """`tickets` and `trips` are the engineer's own as (number, label)."""
        super().__init__(*args, **options)
        for name, offered in (("ticket", tickets), ("trip", trips)):
            self.fields[name].choices = [("", "—"), *offered]  # type: ignore[attr-defined]  # a ChoiceField


class HandInForm(ActForm):
    """Which documents are handed in, and the words of the summary."""

    kinds = forms.MultipleChoiceField(
        label=_("交哪些"), choices=DocumentKind.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    text = TextField(label=_("工作总结"), required=False, rows=6)


class RemoveForm(ActForm):
    """Takes no words."""


class SummaryForm(ActForm):
    careless = forms.ChoiceField(
        label=_("工作总结"), choices=(("no", _("认真")), ("yes", _("敷衍"))), widget=forms.RadioSelect
    )


class ScoreForm(ActForm):
    score = forms.DecimalField(label=_("得分"), help_text=_("0 至 100"), max_digits=5, decimal_places=2)
    reason = TextField(label=_("说明"), required=False, rows=2)


class VoidForm(ActForm):
    reason = TextField(label=_("理由"), rows=2, must=True, required=False)
