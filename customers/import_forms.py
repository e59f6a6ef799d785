"""Forms of an import: the file, which column is which, and how strict to be."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ActForm
from customers.states import FileKind
from customers.uploads import FileColumn, fields_of


class UploadForm(ActForm):
    """The file; what it is, its content tells."""

    file = forms.FileField(
        label=_("文件"), help_text=_(".xlsx、.xls 或 .csv（UTF-8、GBK、GB18030），最大 60 MB、30 万行"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        error_messages={"required": _("请选择文件"), "empty": _("文件是空的")},
    )  # fmt: skip


class ColumnsForm(ActForm):
    """One choice for each column of the file: one of our fields, or none."""

    kind = forms.ChoiceField(choices=FileKind.choices, widget=forms.HiddenInput())

    def __init__(self, data: Any = None, *, kind: FileKind, columns: Sequence[FileColumn]) -> None:
        super().__init__(data, initial={"kind": kind})
        self.columns = columns
        choices: list[tuple[str, Any]] = [("", _("不导入"))]
        choices += [(name, f"{label} *" if required else label) for name, label, required in fields_of(kind)]
        for column in columns:
            self.fields[_field(column)] = forms.ChoiceField(
                label=column.header or _("第 %(place)s 列") % {"place": column.place + 1}, choices=choices,
                required=False, initial=column.field,
            )  # fmt: skip

    def rows(self) -> list[tuple[FileColumn, forms.BoundField]]:
        """The columns with their choices."""
        return [(column, self[_field(column)]) for column in self.columns]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        seen: dict[str, str] = {}
        for column in self.columns:
            chosen = given.get(_field(column))
            if chosen in seen:
                told = _("已由“%(header)s”列对应，同一项只能选一列") % {"header": seen[chosen]}
                self.add_error(_field(column), told)
            elif chosen:
                seen[chosen] = column.header
        return given

    def chosen(self) -> dict[str, int]:
        """The place of each chosen field."""
        told = {self.cleaned_data[_field(column)]: column.place for column in self.columns}
        return {name: place for name, place in told.items() if name}


class ConfirmForm(ActForm):
    """All or nothing, or only the good rows."""

    whole = forms.TypedChoiceField(
        label=_("导入方式"), coerce=lambda value: value == "whole", initial="good", widget=forms.RadioSelect,
        choices=[
            ("good", _("只导入正确的行，被拒绝的行更正后再导入")),
            ("whole", _("全部正确才导入：有一行被拒绝就什么都不写入")),
        ],
    )  # fmt: skip


def _field(column: FileColumn) -> str:
    return f"column_{column.place}"
