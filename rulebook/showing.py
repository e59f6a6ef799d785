"""The book in words: what executes a clause, and which parameters hang on it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from rulebook.book import Book
from rulebook.durations import parse
from rulebook.schema.params import Param
from rulebook.selectors import ClauseLine

SECTIONS = {
    "zones": _("区域"), "warranty": _("保修"), "classes": _("分类"), "calendars": _("日历"), "slas": _("时限"),
    "deadlines": _("期限"), "obligations": _("定期义务"), "consequences": _("考核"), "groups": _("同一事实取高"),
    "escalations": _("累计"), "approvals": _("签批"), "forms": _("表单"), "workflow": _("流程"), "notices": _("通知"),
    "checklists": _("检查单"), "charges": _("收费"), "surveys": _("调查"), "returns": _("返还"), "retention": _("保存"),
}  # fmt: skip
ORIGINS = {"text": _("条文"), "reading": _("释义"), "blank": _("公司填写")}
YES_NO = {True: _("是"), False: _("否")}


@dataclass(frozen=True)
class Figure:
    """One parameter of a clause: its name, value, where it comes from and why."""

    title: str
    value: str
    origin: str
    why: str


@dataclass(frozen=True)
class Clause:
    line: ClauseLine
    executes: list[str]
    figures: list[Figure]


def clauses(book: Book, lines: list[ClauseLine]) -> list[Clause]:
    """Every clause with what executes it in words and the parameters that name it first."""
    figures: dict[str, list[Figure]] = {}
    for name, param in book.params.items():
        first = param.clause.split(",")[0].strip()
        figures.setdefault(first, []).append(_figure(name, param))
    return [
        Clause(line, [_named(book, name) for name in line.executes], figures.get(line.number, [])) for line in lines
    ]


def _figure(name: str, param: Param) -> Figure:
    return Figure(param.title or name, _value(param), str(ORIGINS[param.origin]), param.why or "")


def _value(param: Param) -> str:
    value: Any = param.value
    if value is None:
        return "—"
    if isinstance(value, bool):
        return str(YES_NO[value])
    return parse(value).text if param.type == "duration" else str(value)


def _named(book: Book, path: str) -> str:
    """`slas.arrival` as 时限：到场, by the title of the entry where it has one."""
    section, _dot, name = path.partition(".")
    entries = getattr(book, section, None)
    entry = entries.get(name) if isinstance(entries, dict) else None
    title = getattr(entry, "title", None)
    label = str(SECTIONS.get(section, section))
    return f"{label}：{title}" if title else label
