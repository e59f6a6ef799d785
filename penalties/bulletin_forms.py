"""What is asked for a bulletin: shape only, the rules are the services'."""

import re
from collections.abc import Callable
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
        return self._known("complaint", complaint_named)

    def clean_proposal(self) -> Any:
        return self._known("proposal", penalty_named)

    def _known(self, name: str, find: Callable[[str], Any]) -> Any:
        """What the address named; without it the bulletin would be about nothing."""
        found = find(self.cleaned_data[name]) if self.cleaned_data[name] else None
        if self.cleaned_data[name] and found is None:
            # Its field is hidden and would tell nobody.
            self.add_error(None, _("没有找到通报所依据的投诉或考核，请从其页面重新打开"))
        return found


class WithdrawForm(ActForm):
    reason = TextField(label=gettext_lazy("撤回理由"), required=False, must=True)
