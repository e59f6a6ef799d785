"""What the shipped rulebook leaves to the company: its required parameters without a value."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from accounts.provinces import normalise
from core.errors import OutOfRange
from rulebook.loader import SHIPPED, load
from rulebook.schema.params import Param

SLUG = "equipment-maker"
# Asked as the company's seat, once for the company and its book (regulation 5f).
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
        return "" if self.param.suggested is None else str(self.param.suggested)

    @property
    def hint(self) -> str:
        """Clause, reason and suggestion, as one line."""
        told = [f"条款 {self.param.clause}", self.param.why or ""]
        return "；".join(filter(None, [*told, f"建议填写 {self.suggestion}" if self.suggestion else ""]))

    def value(self, text: Any) -> Any:
        """`text` as a value of the parameter's type; raises OutOfRange where it is none."""
        try:
            given = _typed(self.param.type, str(text).strip())
            return Param.model_validate(self.param.model_dump() | {"value": given}, strict=False).value
        except (ValueError, KeyError, ValidationError):
            raise OutOfRange(
                f"{self.label}（{self.param.type}）不能是“{text}”", details={self.name: str(text)}
            ) from None


def blanks(slug: str = SLUG) -> list[Blank]:
    """The blanks of a shipped book besides the seat, in the order of its clauses."""
    book = load(SHIPPED / f"{slug}.yaml")
    return [Blank(name, book.params[name]) for name in book.blanks() if name != SEAT]


def _typed(kind: str, text: str) -> Any:
    match kind:
        case "int":
            return int(text)
        case "number":
            return float(text)
        case "bool":
            return {"true": True, "是": True, "false": False, "否": False}[text.lower()]
        case "region":
            return normalise(text) or ""
        case "date":
            return date.fromisoformat(text).isoformat()
        case _:
            return text
