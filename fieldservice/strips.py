"""Leaves and trainings as a calendar of four weeks: one line a person, drawn in days; values in, values out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fieldservice.leave_showing import Line

BEFORE, DAYS = 7, 28
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Bar:
    """Where a line lies in the calendar, in days from its first; nothing where it lies outside."""

    line: Line
    x: int
    width: int


@dataclass(frozen=True)
class Calendar:
    first: date
    today: int
    days: int
    bars: Sequence[Bar]
    weeks: Sequence[tuple[int, date]]


def calendar(lines: Sequence[Line], today: date) -> Calendar:
    """The week before and three weeks from today; who is away now first, then who leaves next."""
    first = today - BEFORE * ONE_DAY
    ordered = sorted(lines, key=lambda line: (line.last < today, line.first, line.engineer.name))
    mondays = [day for day in range(DAYS) if (first + day * ONE_DAY).weekday() == 0]
    return Calendar(first, BEFORE, DAYS, [_bar(line, first) for line in ordered],
                    [(day, first + day * ONE_DAY) for day in mondays])  # fmt: skip


def _bar(line: Line, first: date) -> Bar:
    begin = min(max((line.first - first).days, 0), DAYS)
    end = min(max((line.last - first).days + 1, 0), DAYS)
    return Bar(line, begin, max(0, end - begin))
