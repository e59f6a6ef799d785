"""Which single days differ from the week: public holidays and make-up workdays (调休)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from core.worktime.errors import NoCalendarData


class Exceptions(Protocol):
    """What a calendar asks about a day: True = worked, False = free, None = as the week says."""

    def says(self, day: date) -> bool | None: ...


@dataclass(frozen=True)
class DayList:
    """A published list that is complete for `years` and knows nothing of any other."""

    code: str
    days: Mapping[date, bool]
    years: frozenset[int]

    def says(self, day: date) -> bool | None:
        if day.year not in self.years:
            raise NoCalendarData(self.code, day.year)
        return self.days.get(day)

    def is_workday(self, day: date) -> bool:
        """Whether the country works on `day`: the list, else Monday to Friday."""
        listed = self.says(day)
        return day.weekday() < 5 if listed is None else listed


@dataclass(frozen=True)
class FixedDates:
    """Free days of a firm's own choosing: single dates, and months' days that are free every year."""

    dates: frozenset[date] = frozenset()
    annual: frozenset[tuple[int, int]] = field(default_factory=frozenset)

    @classmethod
    def written(cls, texts: Iterable[str]) -> "FixedDates":
        """From `2026-05-01` and `*-05-01`."""
        dates, annual = set(), set()
        for text in texts:
            if text.startswith("*-"):
                # 2000 has a 29 February.
                day = date.fromisoformat(f"2000{text[1:]}")
                annual.add((day.month, day.day))
            else:
                dates.add(date.fromisoformat(text))
        return cls(frozenset(dates), frozenset(annual))

    def says(self, day: date) -> bool | None:
        return False if day in self.dates or (day.month, day.day) in self.annual else None
