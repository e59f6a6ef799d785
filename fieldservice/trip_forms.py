"""Forms about journeys, leaves and trainings: shape only."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from core.forms import ActForm, TextField
from fieldservice.states import Discipline, TrainingResult


class DayField(forms.DateField):
    """A local day, typed or picked."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class EngineerForm(ActForm):
    """Whatever is arranged for one of the engineers."""

    engineer = forms.ModelChoiceField(Person.objects.none(), label=_("服务人员"), empty_label=_("请选择"))

    def __init__(self, *args: Any, engineers: QuerySet[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields["engineer"]
        chosen.queryset = engineers


class OrderForm(EngineerForm):
    depart_on = DayField(label=_("出发日期"), help_text=_("当日 24:00 前出发都算按时，提前出发也算"))
    region = forms.CharField(label=_("目的区域"), required=False, max_length=80)
    note = forms.CharField(label=_("任务"), required=False, max_length=300)


class MoveForm(ActForm):
    depart_on = DayField(label=_("新的出发日期"))
    reason = forms.CharField(label=_("改期原因"), required=False, max_length=300)


class WhyForm(ActForm):
    """One line that says why; the act asks for it."""

    reason = forms.CharField(label=_("原因"), required=False, max_length=300)


class NoteForm(ActForm):
    note = forms.CharField(label=_("批复意见"), required=False, max_length=300)


class AskForm(ActForm):
    reason = forms.CharField(label=_("返厂事由"), required=False, max_length=300)


class LeaveForm(EngineerForm):
    first_day = DayField(label=_("第一天"))
    last_day = DayField(label=_("最后一天"), help_text=_("两头都算；与前后相连的休假合并计算"))
    reason = forms.CharField(label=_("事由"), required=False, max_length=200)


class EndLeaveForm(ActForm):
    last_day = DayField(label=_("实际的最后一天"), required=False, help_text=_("还没有开始、整段取消的，不填"))
    reason = forms.CharField(label=_("原因"), required=False, max_length=300)


class PlanTrainingForm(EngineerForm):
    first_day = DayField(label=_("第一天"))
    last_day = DayField(label=_("最后一天"))
    subject = forms.CharField(label=_("培训内容"), required=False, max_length=200)


class ResultForm(EngineerForm):
    result = forms.ChoiceField(label=_("成绩"), choices=TrainingResult.choices, widget=forms.RadioSelect)
    discipline = forms.ChoiceField(label=_("纪律"), choices=Discipline.choices, widget=forms.RadioSelect)
    note = TextField(label=_("具体情况"), required=False, rows=2, help_text=_("不合格或违纪的必须写明"))
