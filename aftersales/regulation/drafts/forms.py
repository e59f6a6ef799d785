"""Forms of a draft: where it starts from, its parameters, the stories to play, its first day, why it is given up."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftersales.setup.blanks import Blank
from core.errors import ActError, OutOfRange
from core.forms import ActForm, TextField
from core.uploads import FilesField, ManyFiles
from rulebook.book import Book
from rulebook.schema.params import Param
from rulebook.showing import shown_value
from scenarios.rehearsals.states import Scope

YAML = ".yaml,.yml,application/yaml,text/yaml"
LONGEST = 60


class DayForm(ActForm):
    """The first day on which a version counts."""

    effective_from = forms.DateField(
        label=gettext_lazy("生效日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ReadForm(DayForm):
    """With the text of the draft, by its digest, that whoever sends the form has before him."""

    read = forms.CharField(required=False, widget=forms.HiddenInput)


class DraftForm(DayForm):
    """A draft starts from the newest published version, or from a file."""

    file = forms.FileField(
        label=gettext_lazy("制度文件（可不选）"), required=False,
        help_text=gettext_lazy("YAML 文件，UTF-8 编码；不选文件时从最新发布的版本起草，下一步修改参数"),
        widget=forms.FileInput(attrs={"accept": YAML}), error_messages={"empty": gettext_lazy("文件是空的")},
    )  # fmt: skip


class FileForm(ActForm):
    """Another text for a draft."""

    file = forms.FileField(
        label=gettext_lazy("制度文件"), widget=forms.FileInput(attrs={"accept": YAML}),
        error_messages={"required": gettext_lazy("请选择文件"), "empty": gettext_lazy("文件是空的")},
    )  # fmt: skip


class ReasonForm(ActForm):
    reason = TextField(label=gettext_lazy("理由"), rows=2)


class RehearsalForm(ActForm):
    """Which stories; uploaded ones are played in every case."""

    scope = forms.ChoiceField(label=gettext_lazy("试算哪些案例"), choices=Scope.choices, widget=forms.RadioSelect)
    stories = FilesField(
        label=gettext_lazy("自己的案例文件（可不选）"), required=False,
        widget=ManyFiles(attrs={"accept": YAML, "multiple": True}),
    )  # fmt: skip


class ParamsForm(ReadForm):
    """Every parameter with its value; only what was changed is sent on."""

    def __init__(self, data: Any = None, *, book: Book, digest: str, effective_from: date) -> None:
        super().__init__(data, initial={"effective_from": effective_from, "read": digest})
        self.book = book
        for name, param in book.params.items():
            self.fields[_key(name)] = _field(name, param)

    def rows(self) -> list[tuple[Param, forms.BoundField]]:
        """The parameters with their fields."""
        return [(param, self[_key(name)]) for name, param in self.book.params.items()]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.changes: dict[str, Any] = {}
        for name, param in self.book.params.items():
            text = str(given.get(_key(name)) or "").strip()
            if _key(name) not in self.errors and text != _written(param):
                self._change(name, param, text)
        return given

    def _change(self, name: str, param: Param, text: str) -> None:
        try:
            value = Blank(name, param).value(text) if text else None
        except OutOfRange as error:
            self.add_error(_key(name), str(error))
        else:
            if value != param.value:
                self.changes[name] = value

    def tell(self, error: ActError) -> None:
        """The book names parameters as `params.NAME`: its faults go to their fields."""
        for fault in getattr(error, "found", ()) or ():
            name = fault.path.removeprefix("params.").partition(".")[0]
            self.add_error(_key(name) if _key(name) in self.fields else None, str(fault))
        if not self.errors:
            super().tell(error)


def _key(name: str) -> str:
    return f"param_{name}"


def _written(param: Param) -> str:
    """The value as it stands in its field."""
    if param.value is None:
        return ""
    if param.type == "bool":
        return "true" if param.value else "false"
    return str(param.value) if param.type == "choice" else shown_value(param)


def _field(name: str, param: Param) -> forms.Field:
    label, hint = param.title or name, param.why or ""
    options = param.options if param.type == "choice" else ("true", "false") if param.type == "bool" else ()
    shared: dict[str, Any] = {"label": label, "help_text": hint, "required": False, "initial": _written(param)}
    if not options:
        return forms.CharField(max_length=LONGEST, **shared)
    words = {"true": _("是"), "false": _("否"), **param.labels}
    choices = [(one, words.get(one, one)) for one in options]
    return forms.ChoiceField(choices=choices if param.value is not None else [("", _("未填")), *choices], **shared)
