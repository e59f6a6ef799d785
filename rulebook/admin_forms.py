"""Forms of a version's acts: drafting the next one by one changed parameter, and publishing it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.admin_forms import ActForm
from core.clock import local_day
from rulebook import durations
from rulebook.schema.params import Param
from rulebook.selectors import in_force

DAY = {"type": "date", "class": "act-when"}
FLAGS = {"是": True, "否": False}


def _duration(text: str) -> str:
    durations.parse(text)
    return text


READERS: dict[str, Callable[[str], Any]] = {
    "int": int, "number": float, "bool": FLAGS.__getitem__, "duration": _duration,
}  # fmt: skip
WANTED = {
    "bool": gettext_lazy("请填写“是”或“否”"), "duration": gettext_lazy("请填写期限，如 7d（天）、12h（小时）、6mo（月）"),
}  # fmt: skip


def _day_field() -> forms.DateField:
    return forms.DateField(
        label=gettext_lazy("生效日期"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )


class DraftForm(ActForm):
    explanation = gettext_lazy(
        "以现行版本为底稿，改动一个参数，形成草稿；草稿不影响任何判定，由总经理发布后自生效日起执行。"
    )
    name = forms.ChoiceField(label=gettext_lazy("参数"))
    value = forms.CharField(
        label=gettext_lazy("新的取值"), max_length=60,
        help_text=gettext_lazy("期限写 7d（天）、12h（小时）、6mo（月）；是否类写“是”或“否”"),
    )  # fmt: skip
    effective_from = _day_field()

    def prepare(self) -> None:
        self.params = in_force(now=self.now).book.params
        named = {name: f"{param.clause} {param.title or name}" for name, param in self.params.items()}
        self.offer("name", [(name, f"{text}（{shown_value(self.params[name])}）") for name, text in named.items()])
        self.initial.setdefault("effective_from", local_day(self.now))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("name") and given.get("value"):
            given["value"] = self._typed(self.params[given["name"]], given["value"].strip())
        return given

    def _typed(self, param: Param, text: str) -> Any:
        """`text` as a value of the parameter's type; what else is wrong with it the book says."""
        try:
            return READERS.get(param.type, str)(text)
        except (ValueError, KeyError):
            raise ValidationError({"value": WANTED.get(param.type, _("请填写数字"))}) from None

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"changes": {given["name"]: given["value"]}, "effective_from": given["effective_from"]}


class PublishForm(ActForm):
    explanation = gettext_lazy(
        "发布后不能再修改；生效日当天起发生的事实按此版本判定，此前的判定不变。起草人不能发布自己的版本。"
    )
    effective_from = _day_field()

    def prepare(self) -> None:
        if self.now is not None:
            self.initial.setdefault("effective_from", max(self.obj.effective_from, local_day(self.now)))


def shown_value(param: Param) -> str:
    """The value of a parameter as people read it."""
    if isinstance(param.value, bool):
        return _("是") if param.value else _("否")
    return _("未填") if param.value is None else param.labels.get(str(param.value), str(param.value))
