"""What the shipped rulebook leaves to the company: its required parameters without a value."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from pydantic import ValidationError

from accounts.models import DEFAULT_RULEBOOK
from accounts.provinces import normalise
from core.errors import OutOfRange
from rulebook import durations
from rulebook.offers import offered
from rulebook.schema.params import Param

_UNITS = {word: unit for unit, word in durations.UNITS.items()} | {"日": "d", "月": "mo"}
_KINDS: dict[str, Any] = {
    "duration": _lazy("时长，例如 12小时、30天、6个月"), "int": _lazy("整数"), "number": _lazy("数字"),
    "bool": _lazy("是或否"), "region": _lazy("省级行政区"), "time": _lazy("时刻，例如 24:00"),
    "date": _lazy("日期，例如 2026-01-31"),
}  # fmt: skip
# A parameter of this name is the seat of the company, which is asked once for both.
SEAT = "home_province"


@dataclass(frozen=True)
class Blank:
    """One parameter that the company must decide, and what helps it to."""

    name: str
    param: Param

    @property
    def label(self) -> str:
        return self.param.title or self.name

    @property
    def suggestion(self) -> str:
        """The suggested value as people write it."""
        value = "" if self.param.suggested is None else str(self.param.suggested)
        return durations.parse(value).text if value and self.param.type == "duration" else value

    @property
    def hint(self) -> str:
        """Clause, reason and suggestion, as one line."""
        told = [_("条款 %(clause)s") % {"clause": self.param.clause}, self.param.why or ""]
        if self.suggestion:
            told.append(_("建议填写 %(value)s") % {"value": self.suggestion})
        return "；".join(filter(None, told))

    def value(self, text: Any) -> Any:
        """`text` as a value of the parameter's type; raises OutOfRange where it is none."""
        try:
            given = _typed(self.param.type, str(text).strip())
            return Param.model_validate(self.param.model_dump() | {"value": given}, strict=False).value
        except (ValueError, KeyError, ValidationError):
            wanted = _KINDS.get(self.param.type) or "、".join(self.param.options) or _("文字")
            told = _("%(label)s不能是“%(text)s”，应为%(wanted)s") % {"label": self.label, "text": text, "wanted": wanted}
            raise OutOfRange(told, details={self.name: told}) from None


def blanks(slug: str = DEFAULT_RULEBOOK) -> list[Blank]:
    """The blanks of a shipped book besides the seat, in the order of its clauses."""
    book = offered(slug)
    return [Blank(name, book.params[name]) for name in book.blanks() if name != SEAT]


def seat(slug: str = DEFAULT_RULEBOOK) -> Blank | None:
    """The parameter by which the book knows the company's seat; None where it does not ask."""
    param = offered(slug).params.get(SEAT)
    return Blank(SEAT, param) if param else None


def _typed(kind: str, text: str) -> Any:
    match kind:
        case "int":
            return int(text)
        case "number":
            return float(text)
        case "duration":
            return _duration(text)
        case "bool":
            return {"true": True, "是": True, "false": False, "否": False}[text.lower()]
        case "region":
            return normalise(text) or ""
        case "date":
            return date.fromisoformat(text).isoformat()
        case _:
            return text


def _duration(text: str) -> str:
    """30天 and 30d are the same span; anything else is left for the schema to judge."""
    match = re.fullmatch(r"(\d+)\s*(\D+)", text)
    return f"{match[1]}{_UNITS[match[2]]}" if match and match[2] in _UNITS else text
