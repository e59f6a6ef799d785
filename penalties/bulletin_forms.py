"""What is asked for a bulletin: shape only, the rules are the services'."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from core.forms import MUST, ActForm, TextField
from penalties.bulletins import complaint_named, penalty_named, people_named

SEPARATORS = re.compile(r"[,，、;；\s]+")


class PublishForm(ActForm):
    """The words of a bulletin, and whom and what it is about."""

    title = forms.CharField(
        label=gettext_lazy("标题"), max_length=200, required=False, widget=forms.TextInput(attrs=MUST)
    )
    text = TextField(
        label=gettext_lazy("内容"), required=False, must=True, rows=7,
        help_text=gettext_lazy("写明事实、条款和处理；不写用户的姓名和电话。发布后不能修改，只能撤回。"),
    )  # fmt: skip
    clause = forms.CharField(
        label=gettext_lazy("条款"), max_length=20, required=False, widget=forms.TextInput(attrs=MUST),
        help_text=gettext_lazy("例如 9.12"),
    )  # fmt: skip
    persons = forms.CharField(
        label=gettext_lazy("涉及人员"), required=False, max_length=400,
        help_text=gettext_lazy("姓名、用户名或工号，多人用顿号分开"),
    )  # fmt: skip
    complaint = forms.CharField(required=False, widget=forms.HiddenInput)
    proposal = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_persons(self) -> list[Person]:
        names = [name for name in SEPARATORS.split(self.cleaned_data["persons"]) if name]
        found, unclear = people_named(names)
        if unclear:
            raise forms.ValidationError(_("没有找到或有重名，请改填工号：%s") % "、".join(unclear))
        return found

    def clean_complaint(self) -> Any:
        return complaint_named(self.cleaned_data["complaint"])

    def clean_proposal(self) -> Any:
        return penalty_named(self.cleaned_data["proposal"])


class WithdrawForm(ActForm):
    reason = TextField(label=gettext_lazy("撤回理由"), required=False, must=True)
