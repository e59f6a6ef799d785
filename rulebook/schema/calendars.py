"""Working calendars: around the clock, weekly hours with breaks and holidays, or whole days."""

from typing import Literal

from pydantic import Field, model_validator

from rulebook.schema.base import Block, Clause, TimeOfDay, wrong

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Break(Block):
    """Hours inside a working day that do not count."""

    since: TimeOfDay = Field(alias="from")
    until: TimeOfDay


class Calendar(Block):
    """`{kind: continuous}`, `{kind: weekly, days, from, until, breaks, holidays}` or `{kind: days, days: working}`."""

    kind: Literal["continuous", "weekly", "days"]
    clause: Clause | None = None
    days: tuple[Weekday, ...] | Literal["all", "working"] | None = None
    since: TimeOfDay | None = Field(None, alias="from")
    until: TimeOfDay | None = None
    breaks: tuple[Break, ...] = ()
    holidays: Literal["cn_public", "none"] = "none"

    @model_validator(mode="after")
    def _complete(self) -> "Calendar":
        if self.kind == "weekly" and not (isinstance(self.days, tuple) and self.since and self.until):
            raise wrong("weekly 日历须有 days（星期列表）、from 和 until")
        if self.kind == "days" and self.days not in ("all", "working"):
            raise wrong("days 日历的 days 须为 all 或 working")
        if self.kind == "continuous" and len(self.model_fields_set - {"clause"}) > 1:
            raise wrong("continuous 日历没有其他设置")
        return self
