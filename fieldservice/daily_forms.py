"""The form of a daily report, and that of calling back on one: shape only."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import MUST, ActForm, TextField
from fieldservice.states import CheckResult

LABELS = {
    "customer": _("所在用户"), "contact": _("联系人"), "phone": _("联系电话"), "equipment": _("设备状况"),
    "place": _("所在地"),
}  # fmt: skip


def _line(name: str, length: int, **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=LABELS[name], required=False, max_length=length, widget=forms.TextInput(attrs={**MUST, **attrs})
    )


class DailyForm(ActForm):
    """Four fields of the book and where one is; what is missing the act says, so that a phone may keep it offline."""

    customer = _line("customer", 200)
    contact = _line("contact", 80, autocomplete="off")
    phone = _line("phone", 40, type="tel", inputmode="tel", autocomplete="off")
    equipment = TextField(label=LABELS["equipment"], required=False, must=True, rows=3)
    place = forms.CharField(
        label=LABELS["place"], required=False, max_length=120, help_text=_("填到市县；报销的地点与此核对")
    )
    ticket = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, titles: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        for name, title in titles.items():
            if name in self.fields:
                self.fields[name].label = title

    def typed(self) -> list[Any]:
        return [self[name] for name in LABELS]


class CheckForm(ActForm):
    """Whom and which day, what was found, and a word about it."""

    engineer = forms.CharField(max_length=150)
    day = forms.DateField()
    report = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    result = forms.ChoiceField(choices=CheckResult.choices, label=_("核实结果"))
    note = forms.CharField(required=False, max_length=500)
