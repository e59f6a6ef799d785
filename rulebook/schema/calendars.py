"""Working calendars: around the clock, weekly hours with breaks and holidays, or whole days."""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, PlainValidator, model_validator

from rulebook.schema.base import Block, Clause, Text, TimeOfDay, wrong

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Hours = tuple[tuple[TimeOfDay, TimeOfDay], ...]
# What each kind is made of, besides `kind`, `clause` and `title`.
PARTS = {
    "continuous": frozenset[str](),
    "weekly": frozenset({"days", "since", "until", "breaks", "hours", "holidays", "makeup", "dates", "tz"}),
    "days": frozenset({"days", "holidays", "dates", "tz"}),
}


def known_zone(value: object) -> str:
    """The name of a time zone that the system knows."""
    try:
        ZoneInfo(str(value))
    except (KeyError, ValueError, OSError):
        raise wrong(f"没有“{value}”这个时区") from None
    return str(value)


TimeZone = Annotated[str, PlainValidator(known_zone)]


class Break(Block):
    """Hours inside a working day that do not count."""

    since: TimeOfDay = Field(alias="from")
    until: TimeOfDay


class Calendar(Block):
    """`{kind: continuous}`, `{kind: weekly, …}` or `{kind: days, days: working}`.

    A weekly calendar has the same hours on all `days` (`from`, `until` less `breaks`), or its own `hours` for each
    weekday; hours that end before they begin run overnight. `dates` are hours of single dates and stand before the
    holidays; none closes the date. `makeup` are the hours of a make-up workday whose weekday has none.
    """

    kind: Literal["continuous", "weekly", "days"]
    clause: Clause | None = None
    title: Text | None = None
    days: tuple[Weekday, ...] | Literal["all", "working"] | None = None
    since: TimeOfDay | None = Field(None, alias="from")
    until: TimeOfDay | None = None
    breaks: tuple[Break, ...] = ()
    hours: dict[Weekday, Hours] = {}
    holidays: Literal["cn_public", "none"] = "none"
    makeup: Hours = ()
    dates: dict[str, Hours] = {}
    tz: TimeZone | None = None

    @model_validator(mode="after")
    def _complete(self) -> "Calendar":
        if self.kind == "weekly":
            self._one_week()
        if self.kind == "days" and self.days not in ("all", "working"):
            raise wrong("days 日历的 days 须为 all 或 working")
        others = self.model_fields_set - {"kind", "clause", "title"} - PARTS[self.kind]
        if self.kind == "continuous" and others:
            raise wrong("continuous 日历没有其他设置")
        if others:
            raise wrong(f"{self.kind} 日历不能写 {'、'.join(sorted(others))}")
        if self.days == "all" and self.holidays != "none":
            raise wrong("days: all 不看节假日，不能写 holidays")
        return self

    def _one_week(self) -> None:
        daily = (self.days, self.since, self.until, self.breaks)
        if self.hours and any(daily):
            raise wrong("hours 已逐日写明工作时间，不能再写 days、from、until、breaks")
        if not self.hours and not (isinstance(self.days, tuple) and self.days and self.since and self.until):
            raise wrong("weekly 日历须有 days（星期列表）、from 和 until，或逐日写明的 hours")

    @property
    def counts(self) -> frozenset[str]:
        """Which working units it can count: hours, days, or none."""
        if self.kind == "weekly":
            return frozenset({"wh", "wd"})
        return frozenset({"wd"}) if self.days == "working" else frozenset()
