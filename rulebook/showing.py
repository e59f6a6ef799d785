"""The book in words: what executes a clause, what it costs, and which parameters hang on it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from rulebook.amounts import resolve
from rulebook.book import Book
from rulebook.checks.clauses import citations
from rulebook.durations import parse
from rulebook.schema.base import clause_numbers
from rulebook.schema.consequences import Consequence, Effect
from rulebook.schema.params import Param
from rulebook.selectors import ClauseLine
from rulebook.workflows import WORKFLOWS

SECTIONS = {
    "areas": gettext_lazy("片区"),
    "zones": gettext_lazy("区域"), "warranty": gettext_lazy("保修"), "classes": gettext_lazy("分类"),
    "calendars": gettext_lazy("日历"), "slas": gettext_lazy("时限"), "deadlines": gettext_lazy("期限"),
    "obligations": gettext_lazy("定期义务"), "consequences": gettext_lazy("考核"),
    "groups": gettext_lazy("同一事实取高"), "escalations": gettext_lazy("累计"), "approvals": gettext_lazy("签批"),
    "forms": gettext_lazy("表单"), "workflow": gettext_lazy("流程"), "notices": gettext_lazy("通知"),
    "checklists": gettext_lazy("检查单"), "charges": gettext_lazy("收费"), "surveys": gettext_lazy("调查"),
    "returns": gettext_lazy("返还"), "retention": gettext_lazy("保存"),
}  # fmt: skip
ORIGINS = {"text": gettext_lazy("条文"), "reading": gettext_lazy("释义"), "blank": gettext_lazy("公司填写")}
EFFECTS = {
    "fine": gettext_lazy("罚款"), "debit": gettext_lazy("挂帐"), "bear_loss": gettext_lazy("承担损失"),
    "confiscate": gettext_lazy("没收"), "reimburse": gettext_lazy("报销"), "pay": gettext_lazy("支付"),
    "uncredit": gettext_lazy("不计工作量或提成"), "void": gettext_lazy("作废"), "refuse_claim": gettext_lazy("不予报销"),
    "own_cost": gettext_lazy("费用自理"), "publish": gettext_lazy("服务通报"), "off_post": gettext_lazy("下岗"),
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """One parameter of a clause: its name, value, where it comes from and why."""

    title: str
    value: str
    origin: str
    why: str


@dataclass(frozen=True)
class Entry:
    """An entry of the book that executes a clause: where it stands, its name in words, and what it costs."""

    section: str
    name: str
    label: str
    costs: str = ""

    @property
    def text(self) -> str:
        return f"{self.label}（{self.costs}）" if self.costs else self.label


@dataclass(frozen=True)
class Clause:
    """A clause of the page; `anchors` are the citations of several clauses that begin with it.

    `asked` is what its forms ask though the regulation does not name it.
    """

    line: ClauseLine
    entries: list[Entry]
    figures: list[Figure]
    anchors: list[str]
    asked: list[Figure] = field(default_factory=list)

    @property
    def executes(self) -> list[str]:
        return [entry.text for entry in self.entries]


def clauses(book: Book, lines: list[ClauseLine]) -> list[Clause]:
    """Every clause with what executes it in words, and the parameters that cite it."""
    figures: dict[str, list[Figure]] = {}
    for name, param in book.params.items():
        for number in clause_numbers(param.clause):
            figures.setdefault(_shown_at(book, number), []).append(_figure(name, param))
    asked: dict[str, list[Figure]] = {}
    for clause, figure in _fields_of_ours(book):
        asked.setdefault(_shown_at(book, clause), []).append(figure)
    anchors = _anchors(book)
    return [
        Clause(
            line,
            list(dict.fromkeys(entry_of(book, name) for name in line.executes)),
            figures.get(line.number, []),
            anchors.get(line.number, []),
            asked.get(line.number, []),
        )
        for line in lines
    ]


def _shown_at(book: Book, number: str) -> str:
    """The clause itself; for a whole chapter its first clause."""
    chapter = f"{number}."
    return number if number in book.coverage else next(c for c in book.coverage if c.startswith(chapter))


def _anchors(book: Book) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for cited in sorted({cited for _steps, cited in citations(book)}):
        first, *others = clause_numbers(cited)
        if others or first not in book.coverage:
            found.setdefault(_shown_at(book, first), []).append(",".join((first, *others)))
    return found


def _figure(name: str, param: Param) -> Figure:
    return Figure(param.title or name, shown_value(param), str(ORIGINS[param.origin]), param.why or "")


def _fields_of_ours(book: Book) -> Iterator[tuple[str, Figure]]:
    """What forms ask though the regulation does not name it: the first clause of the form, and what may be chosen."""
    for form in book.forms.values():
        for spec in form.fields.values():
            if spec.why:
                lists = (book.checklists[name].title for name in spec.options if name in book.checklists)
                told = "、".join(lists if spec.type == "checklists" else spec.options)
                yield clause_numbers(form.clause)[0], Figure(spec.title, told, str(ORIGINS["reading"]), spec.why)


def shown_value(param: Param) -> str:
    """The value of a parameter as people read it."""
    value: Any = param.value
    if value is None:
        return _("未填")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return parse(value).text if param.type == "duration" else param.labels.get(str(value), str(value))


def entry_of(book: Book, path: str) -> Entry:
    """`slas.arrival` as 时限：到场时限, and a consequence with what it costs and who decides."""
    section, _dot, name = path.partition(".")
    label = str(SECTIONS.get(section, section))
    if section == "workflow":
        return Entry(section, name, f"{label}：{WORKFLOWS.get(name, name)}")
    entries = getattr(book, section, None)
    entry = entries.get(name) if isinstance(entries, dict) else None
    title = getattr(entry, "title", None)
    told = f"{label}：{title}" if title else label
    return Entry(section, name, told, _costs(entry) if isinstance(entry, Consequence) else "")


def _costs(entry: Consequence) -> str:
    parts = [told_effects(entry.effects())] if entry.do else []
    parts += [
        _("%(who)s %(what)s") % {"who": _who(share.who), "what": told_effects(share.effects())} for share in entry.split
    ]
    return "；".join([*parts, _("%(role)s裁决") % {"role": Role(entry.decide).label}])


def _who(who: str) -> str:
    return str(Role(who).label) if who in Role.values else _("责任人")


def told_effects(effects: Iterable[Effect]) -> str:
    """What is done, one after the other: 罚款 1000.00 元、下岗."""
    return "、".join(_effect(effect) for effect in effects)


def _effect(effect: Effect) -> str:
    formula = resolve(effect, {})["formula"].replace("（尚不明）", "").removeprefix("固定 ")
    return f"{EFFECTS[effect.do]} {formula}".strip()
