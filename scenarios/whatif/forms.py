"""Which book is tried, and on which days."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import ActForm
from rulebook.models import RulebookVersion
from rulebook.states import VersionState


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class QuestionForm(ActForm):
    """A version that there is, or a file; the days to be replayed, both included."""

    version = forms.ChoiceField(label=gettext_lazy("试算的制度"), required=False)
    file = forms.FileField(
        label=gettext_lazy("或上传制度文件"), required=False,
        help_text=gettext_lazy("YAML 文件，UTF-8 编码；选了文件就试算文件，未填的必填参数取现行制度的值"),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,application/yaml,text/yaml"}),
        error_messages={"empty": gettext_lazy("文件是空的")},
    )  # fmt: skip
    first = _day(gettext_lazy("开始日期"))
    last = _day(gettext_lazy("结束日期（含当日）"))

    def __init__(
        self, data: Any = None, files: Any = None, *, versions: Iterable[RulebookVersion], span: tuple[date, date],
        chosen: str = "",
    ) -> None:  # fmt: skip
        super().__init__(data, files, initial={"first": span[0], "last": span[1], "version": chosen})
        self.versions = {str(one.number): one for one in versions}
        choices = [(number, _named(one)) for number, one in self.versions.items()]
        self.fields["version"].choices = [("", _("（上传文件）")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("version") and not given.get("file"):
            self.add_error("version", _("请选择一个版本，或上传制度文件"))
        return given

    def book(self) -> dict[str, Any]:
        """What is tried, as the act takes it."""
        file = self.cleaned_data.get("file")
        if file:
            return {"name": file.name, "book": file.read()}
        return {"version": self.versions[self.cleaned_data["version"]]}


def _named(version: RulebookVersion) -> str:
    told = {"number": version.number, "state": VersionState(version.state).label, "day": version.effective_from}
    return _("第 %(number)s 版（%(state)s，%(day)s 起）") % told
