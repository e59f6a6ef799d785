"""The service card on the phone: five steps of one form; its lists come from the book and from the engineer's bag."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from core.forms import MUST, ActForm, TextField
from fieldservice.models import ServiceCard
from fieldservice.parts_used import PartLine, counted
from fieldservice.services.completeness import FORM, conduct_field, why_field
from rulebook.book import Book
from rulebook.checklists import Line, choices_of, lines_of

WORK, PARTS, CONDUCT, SUMMARY, SIGN = 1, 2, 3, 4, 5
STEP_OF = {
    "training_done": CONDUCT, "training_reason": CONDUCT, "cleaned_up": CONDUCT, "signer_name": SIGN,
    "customer_signature": SIGN, "stamp": SIGN, "strokes": SIGN,
}  # fmt: skip
PREFIXES = {"used-": PARTS, "conduct-": CONDUCT, "why-": CONDUCT}


def step_of(field: str) -> int:
    """On which step of the page a field is mended."""
    return STEP_OF.get(field) or next((step for prefix, step in PREFIXES.items() if field.startswith(prefix)), WORK)


class CardForm(ActForm):
    """What was done, parts, conduct, the summary, and the customer's signature under it."""

    work_done = TextField(label=_("工作内容"), required=False)
    cause = forms.ChoiceField(label=_("原因类别"), required=False)
    cause_analysis = TextField(
        label=_("原因分析"), required=False, must=True, help_text=_("写清故障原因；不充分的按制度不计提成")
    )
    result = TextField(label=_("处理结果"), required=False, must=True, rows=2)
    site_supplement = TextField(
        label=_("现场补充"), required=False, must=True, rows=2, help_text=_("此前未到现场的，补充现场情况分析")
    )
    training_done = forms.BooleanField(label=_("已培训用户操作和简单故障处理"), required=False)
    training_reason = forms.CharField(label=_("未培训的原因"), required=False, max_length=200)
    cleaned_up = forms.BooleanField(label=_("现场已清理"), required=False)
    signer_name = forms.CharField(
        label=_("签字人姓名"), required=False, max_length=80, widget=forms.TextInput(attrs={**MUST, "autocomplete": "off"})
    )
    customer_signature = forms.CharField(required=False, widget=forms.HiddenInput)
    strokes = forms.CharField(required=False, max_length=400_000, widget=forms.HiddenInput)
    stamp = forms.FileField(
        label=_("或拍摄盖章"), required=False, help_text=_("单位盖章的，把章盖在纸上拍下来"),
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )  # fmt: skip

    PLAIN = ("work_done", "cause", "cause_analysis", "result", "training_done", "training_reason", "cleaned_up",
             "site_supplement", "signer_name")  # fmt: skip

    def __init__(
        self, *args: Any, book: Book, lines: Sequence[PartLine] = (), supplement: bool = False, **options: Any
    ) -> None:
        """`supplement`: whether 9.3f asks for what was found on site."""
        super().__init__(*args, **options)
        self.lines, self.rules = lines, lines_of(book, FORM)
        causes = choices_of(book, FORM, "cause")
        if causes:
            listed = [("", _("请选择")), *((name, name) for name in causes)]
            self.fields["cause"].choices = listed  # type: ignore[attr-defined]  # a ChoiceField
            self.fields["cause"].widget.attrs.update(MUST)
        else:
            del self.fields["cause"]
        if not supplement:
            del self.fields["site_supplement"]
        self.fields |= {line.field: _count(line) for line in lines}
        for rule in self.rules:
            self.fields[conduct_field(rule.key)] = forms.BooleanField(label=rule.title, required=False)
            self.fields[why_field(rule.key)] = _why(rule)

    def draft(self) -> dict[str, Any]:
        """What is kept while the card is a draft."""
        kept = {name: self.cleaned_data[name] for name in self.PLAIN if name in self.fields}
        return {**kept, "conduct": self._conduct(), "parts": self._parts()}

    def _conduct(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            rule.key: {"done": given[conduct_field(rule.key)], "why": given[why_field(rule.key)].strip()}
            for rule in self.rules
        }

    def _parts(self) -> list[dict[str, Any]]:
        """Those that nothing was said of count as not built in."""
        given = self.cleaned_data
        return [{"claim": line.key[0], "code": line.key[1], "used": given[line.field] or 0} for line in self.lines]

    def work(self) -> list[BoundField]:
        names = ("work_done", "cause", "cause_analysis", "result", "site_supplement")
        return [self[name] for name in names if name in self.fields]

    def parts(self) -> list[tuple[PartLine, BoundField]]:
        return [(line, self[line.field]) for line in self.lines]

    def conduct(self) -> list[tuple[str, str, list[tuple[Line, BoundField, BoundField]]]]:
        """(title of the list, clause, rows) in the order of the book."""
        groups: dict[tuple[str, str], list[tuple[Line, BoundField, BoundField]]] = {}
        for rule in self.rules:
            row = (rule, self[conduct_field(rule.key)], self[why_field(rule.key)])
            groups.setdefault((rule.group, rule.clause), []).append(row)
        return [(title, clause, rows) for (title, clause), rows in groups.items()]


def _count(line: PartLine) -> forms.IntegerField:
    attrs = {"inputmode": "numeric", "min": 0, "max": line.there}
    return forms.IntegerField(label=str(line.bag.part), required=False, widget=forms.NumberInput(attrs=attrs))


def _why(rule: Line) -> forms.CharField:
    return forms.CharField(label=_("“%s”未做到的原因") % rule.title, required=False, max_length=200)


def initial_of(card: ServiceCard | None, lines: Iterable[PartLine]) -> dict[str, Any]:
    """What the form shows of a draft; of parts that it does not know, all that are there."""
    drafted: Mapping[tuple[str, str], int] = counted(card.parts) if card else {}
    shown: dict[str, Any] = {line.field: drafted.get(line.key, line.there) for line in lines}
    if card is None:
        return shown
    shown |= {name: getattr(card, name) for name in CardForm.PLAIN}
    for key, given in card.conduct.items():
        shown |= {conduct_field(key): given.get("done"), why_field(key): given.get("why", "")}
    return shown
