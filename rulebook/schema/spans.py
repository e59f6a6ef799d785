"""How a book writes a span of time: a text, a field that holds it, a number of days, or days by quantity."""

from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, field_validator, model_validator

from rulebook import durations
from rulebook.durations import Duration
from rulebook.schema.base import Block, Path, wrong


def _duration(value: Any) -> Duration:
    try:
        return durations.parse(value)
    except ValueError as error:
        raise wrong(str(error)) from None


PlainDuration = Annotated[Duration, PlainValidator(_duration)]


class ByQuantity(Block):
    """`10 devices 1 day, 20 devices 2 days`: so many days for every started or full step."""

    of: Path
    step: int = Field(ge=1)
    days_per_step: int = Field(ge=1)
    round: Literal["up", "down"] = "up"


class Span(Block):
    """Exactly one way of writing a span."""

    text: str | None = None
    days: int | None = Field(None, ge=1)
    from_field: Path | None = None
    by_quantity: ByQuantity | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"text": value}
        if isinstance(value, dict) and len(value) != 1:
            raise wrong("期限只能写一种：12h、{days: …}、{from_field: …} 或 {by_quantity: …}")
        if not isinstance(value, dict):
            raise wrong(f"“{value}”不是期限，应如 12h、3d、6mo")
        return value

    @field_validator("text")
    @classmethod
    def _readable(cls, value: str | None) -> str | None:
        try:
            durations.parse(value or "")
        except ValueError as error:
            raise wrong(str(error)) from None
        return value

    def duration(self, facts: dict[str, Any] | None = None) -> Duration | None:
        """The span for these facts; None where the field that holds it is empty."""
        if self.text is not None:
            return durations.parse(self.text)
        if self.days is not None:
            return Duration(self.days, "d")
        if self.by_quantity is not None:
            return _by_quantity(self.by_quantity, facts or {})
        written = (facts or {}).get(str(self.from_field))
        return durations.parse(str(written)) if written else None


def _by_quantity(rule: ByQuantity, facts: dict[str, Any]) -> Duration | None:
    quantity = facts.get(rule.of)
    if quantity is None:
        return None
    steps = -(-int(quantity) // rule.step) if rule.round == "up" else int(quantity) // rule.step
    return Duration(max(steps, 1) * rule.days_per_step, "d")
