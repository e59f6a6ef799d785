"""Parameters: what the regulation leaves open, with where each value comes from and why (reading 0.12)."""

from datetime import date
from typing import Any, Literal

from pydantic import model_validator

from rulebook import durations
from rulebook.schema.base import TIME, Block, Clause, Text, wrong

ParamType = Literal["region", "duration", "int", "bool", "choice", "time", "number", "text", "date"]


class Param(Block):
    """One parameter. `origin: text` is the regulation's own number, `reading` ours, `blank` the company's to fill."""

    type: ParamType
    value: str | int | float | bool | None = None
    options: tuple[str, ...] = ()
    labels: dict[str, Text] = {}
    required: bool = False
    suggested: str | int | bool | None = None
    origin: Literal["text", "reading", "blank"]
    clause: Clause
    title: Text | None = None
    why: Text | None = None

    @model_validator(mode="after")
    def _fits(self) -> "Param":
        if self.origin == "reading" and self.why is None:
            raise wrong("origin: reading 的参数须写明理由 why")
        if (self.type == "choice") != bool(self.options):
            raise wrong("choice 参数须有 options，其他参数不得有")
        if set(self.labels) - set(self.options):
            raise wrong("labels 中有 options 以外的值")
        for given in (self.value, self.suggested):
            if given is not None and not _fits(self, given):
                raise wrong(f"“{given}”不是 {self.type} 类型的值")
        return self

    @property
    def blank(self) -> bool:
        """Whether a company must still fill it before the book can take effect."""
        return self.required and self.value in (None, "")


def _fits(param: Param, value: Any) -> bool:
    match param.type:
        case "bool":
            return isinstance(value, bool)
        case "int":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "choice":
            return value in param.options
        case "duration" | "date":
            return isinstance(value, str) and _parses(param.type, value)
        case "time":
            return isinstance(value, str) and TIME.fullmatch(value) is not None
        case _:
            return isinstance(value, str) and bool(value.strip())


def _parses(kind: str, text: str) -> bool:
    try:
        durations.parse(text) if kind == "duration" else date.fromisoformat(text)
    except ValueError:
        return False
    return True
