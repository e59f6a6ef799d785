"""Calendar periods in which something is owed: 2026-03, 2026Q1, 2026H1, 2026 (7.8, 9.4). Never rolling."""

from dataclasses import dataclass
from datetime import date, timedelta

from rulebook.durations import add_months

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


@dataclass(frozen=True)
class Period:
    """A calendar period, both days included."""

    id: str
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def period_of(day: date, every: str) -> Period:
    """The period of kind `every` (day, week, month, quarter, half_year, year) in which `day` lies."""
    if every == "day":
        return Period(day.isoformat(), day, day)
    if every == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(f"{monday:%G-W%V}", monday, monday + timedelta(days=6))
    # From the first of January on, never from when somebody became a customer.
    months = MONTHS[every]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(_name(first, every), first, add_months(first, months) - timedelta(days=1))


def next_period(period: Period, every: str) -> Period:
    return period_of(period.last + timedelta(days=1), every)


def _name(first: date, every: str) -> str:
    if every == "quarter":
        return f"{first.year}Q{(first.month - 1) // 3 + 1}"
    if every == "half_year":
        return f"{first.year}H{1 if first.month == 1 else 2}"
    return f"{first:%Y-%m}" if every == "month" else str(first.year)
