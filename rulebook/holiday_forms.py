"""What the acts on public holidays ask for."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from core.admin_forms import ActForm
from core.worktime import table

DAY = {"type": "date", "class": "act-when"}
KINDS = [("free", _("放假")), ("working", _("上班（调休）"))]


class DayForm(ActForm):
    explanation = _("只录入与平日不同的日子：法定节假日，以及周末调休上班的日子。同一日期再录一次即为更正。")
    day = forms.DateField(label=_("日期"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    kind = forms.ChoiceField(label=_("放假或上班"), choices=KINDS)
    name = forms.CharField(label=_("名称"), max_length=100, help_text=_("如 春节、国庆节调休"))

    def arguments(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        working = given.pop("kind") == "working"
        return {**given, "working": working}


class RemoveDayForm(ActForm):
    explanation = _("去掉后这一天与平日相同。")
    day = forms.TypedChoiceField(label=_("日期"), coerce=date.fromisoformat)

    def prepare(self) -> None:
        self.offer("day", [(row.date.isoformat(), f"{row.date} {row.name}") for row in table.days_of(self.obj.year)])


class CompleteForm(ActForm):
    explanation = _("请先核对：该年的放假和调休都已录入。标为完整后，涉及该年的期限即按这份安排计算。")


class YearFileForm(ActForm):
    explanation = _(
        "CSV 或 Excel，每年一个文件，表头为 date,working,name，如 2027-01-01,false,元旦；该年已录入的内容被文件取代。"
    )
    file = forms.FileField(
        label=_("文件"), widget=widgets.UnfoldAdminFileFieldWidget(attrs={"accept": ".csv,.xlsx"})
    )

    def arguments(self) -> dict[str, Any]:
        return {"content": self.cleaned_data["file"].read()}
