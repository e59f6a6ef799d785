"""Forms of the month's end: shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ActForm, TextField


class AppealForm(ActForm):
    reason = TextField(label=_("申诉理由"), must=True, required=False)


class PlainForm(ActForm):
    """Takes no words."""


class ReopenForm(ActForm):
    reason = TextField(label=_("重开理由"), required=False, rows=3)


class DecideAppealForm(ActForm):
    uphold = forms.ChoiceField(
        label=_("裁定"), choices=(("yes", _("维持原工作量")), ("no", _("须更正"))), widget=forms.RadioSelect
    )
    reason = TextField(label=_("裁定理由"), must=True, required=False, rows=3)


class PayForm(ActForm):
    amount = forms.DecimalField(label=_("月工资（元）"), max_digits=12, decimal_places=2, min_value=0)


class PayLimitForm(ActForm):
    percent = forms.DecimalField(label=_("扣款占工资的上限（%）"), max_digits=5, decimal_places=2)
    minimum_wage = forms.DecimalField(label=_("当地最低工资（元）"), max_digits=12, decimal_places=2, required=False)
