"""The months that figures are asked for, as the address tells them: `?from=2025-04&to=2026-03`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.utils.http import urlencode

from core.clock import local_day, zone

USUAL = 12
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Period:
    """Whole local months; `first` and `last` are the first days of both ends, which belong to it."""

    first: date
    last: date

    @classmethod
    def read(cls, given: Mapping[str, str], *, now: datetime) -> Self:
        """The last twelve months where nothing readable is asked for; ends in the wrong order are exchanged."""
        last = _month(given.get("to", "")) or local_day(now).replace(day=1)
        first = _month(given.get("from", "")) or shifted(last, 1 - USUAL)
        return cls(min(first, last), max(first, last))

    @property
    def begins(self) -> datetime:
        return _midnight(self.first)

    @property
    def ends(self) -> datetime:
        """The first instant after it."""
        return _midnight(shifted(self.last, 1))

    @property
    def text(self) -> str:
        return f"{self.first:%Y-%m}" if self.first == self.last else f"{self.first:%Y-%m} – {self.last:%Y-%m}"

    @property
    def months(self) -> list[date]:
        """The first day of each month, the earliest first."""
        found = [self.first]
        while found[-1] < self.last:
            found.append(shifted(found[-1], 1))
        return found

    def given(self) -> dict[str, str]:
        return {"from": f"{self.first:%Y-%m}", "to": f"{self.last:%Y-%m}"}

    def query(self, **other: str | int) -> str:
        """The period as the end of an address, with `other` before it."""
        return urlencode({**other, **self.given()})


def told_months(period: Period, told: Iterable[str]) -> list[date]:
    """The months from the first that there is something `told` of ("2026-03"); all of them where there is nothing."""
    begun = min(told, default="")
    return [month for month in period.months if f"{month:%Y-%m}" >= begun]


def only(month: date) -> Period:
    """The period of one month."""
    return Period(month, month)


def month_named(name: str) -> Period:
    """The period of "2026-03"."""
    return only(date.fromisoformat(f"{name}-01"))


def shifted(month: date, by: int) -> date:
    """The first day of the month `by` months later."""
    years, index = divmod(month.year * 12 + month.month - 1 + by, 12)
    return date(years, index + 1, 1)


def _month(text: str) -> date | None:
    found = _MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found else None


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone())
