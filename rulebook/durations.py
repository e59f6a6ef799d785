"""Spans of time as the Civil Code counts them (arts. 201 to 203; readings 0.2 to 0.4).

Hours run from the exact instant. Of days, weeks, months and years the first day is not counted; a month ends on the
corresponding day, else on the month's last; the last day counts until 24:00, stored as its last microsecond.

Working hours end at the instant at which the last of them is worked: 17:00 + 1 h is the close at 18:00, not the next
opening. Of working days the first day is not counted either, and the last counts until its 24:00, not its close.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from core.worktime import Calendar, Pauses, add, day_after, paused, whole_days

TOKEN = re.compile(r"([1-9]\d*)(h|m|wh|d|wd|w|mo|y)")
UNITS = {
    "m": "分钟",
    "h": "小时",
    "wh": "工作小时",
    "d": "天",
    "wd": "个工作日",
    "w": "周",
    "mo": "个月",
    "y": "年",
}
EXACT = {"m": timedelta(minutes=1), "h": timedelta(hours=1)}
WORKING = frozenset({"wh", "wd"})
LONGEST = 10_000
TICK = timedelta(microseconds=1)
# In UTC: counted in a local time, a day would lose or gain an hour where clocks are changed.
ALWAYS = whole_days(UTC, None, range(7))


class NeedsCalendar(ValueError):
    """Working hours and working days cannot be counted without a working calendar."""


@dataclass(frozen=True)
class Duration:
    """A count of one unit, as written in a book: `12h`, `3d`, `6mo`."""

    count: int
    unit: str

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"

    @property
    def text(self) -> str:
        """In Chinese, for formulas: 12小时, 6个月."""
        return f"{self.count}{UNITS[self.unit]}"

    @property
    def is_exact(self) -> bool:
        """Whether it runs from instant to instant; else it ends with a day."""
        return self.unit in EXACT or self.unit == "wh"

    @property
    def is_working(self) -> bool:
        """Whether it is counted in a working calendar."""
        return self.unit in WORKING

    @property
    def elapsed(self) -> timedelta:
        """How long it is where it is counted in hours, working or not; KeyError for days."""
        return self.count * (EXACT["h"] if self.unit == "wh" else EXACT[self.unit])


def parse(text: str) -> Duration:
    """The duration that `text` writes; ValueError where it writes none."""
    found = TOKEN.fullmatch(text) if isinstance(text, str) else None
    if found is None or int(found[1]) > LONGEST:
        raise ValueError(f"“{text}”不是期限，应如 12h、30m、3d、2w、6mo、1y、5wh、3wd")
    return Duration(int(found[1]), found[2])


def due_at(
    start: datetime, duration: Duration, tz: tzinfo, calendar: Calendar | None = None, *, pauses: Pauses = ()
) -> datetime:
    """The last complying instant of a span that begins at the aware instant `start`.

    Working units are counted in `calendar`. What lies in a pause is counted afterwards: in the calendar for working
    units, else around the clock, and of days once more until 24:00.
    """
    counted = _needed(calendar, duration) if duration.is_working else ALWAYS
    if duration.is_exact:
        return add(counted, start, duration.elapsed, pauses=pauses)
    tz = counted.tz if duration.is_working else tz
    due = end_of_day(last_day(start.astimezone(tz).date(), duration, calendar), tz)
    lost = paused(counted, pauses, since=start, until=due)
    if not lost:
        return due
    # The last counted instant decides the day: what ends at midnight ends with the day before.
    resumed = add(counted, due + TICK, lost, pauses=pauses) - TICK
    return end_of_day(resumed.astimezone(tz).date(), tz)


def last_day(start: date, duration: Duration, calendar: Calendar | None = None) -> date:
    """The last day of a span of days, weeks, months or years whose first day, `start`, is not counted."""
    if duration.is_exact:
        raise ValueError(f"{duration} ends at an instant, not with a day")
    if duration.unit == "wd":
        return day_after(_needed(calendar, duration), start, duration.count)
    if duration.unit in ("d", "w"):
        return start + timedelta(days=duration.count * (7 if duration.unit == "w" else 1))
    return add_months(start, duration.count * (12 if duration.unit == "y" else 1))


def add_months(start: date, months: int) -> date:
    """The corresponding day `months` later (or earlier), else that month's last day (Civil Code 202)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def end_of_day(day: date, tz: tzinfo) -> datetime:
    """24:00 of `day`, as its last microsecond: the first instant of the next day is late."""
    return start_of_day(day + timedelta(days=1), tz) - TICK


def start_of_day(day: date, tz: tzinfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=tz).astimezone(UTC)


def _needed(calendar: Calendar | None, duration: Duration) -> Calendar:
    if calendar is None:
        raise NeedsCalendar(f"{duration.text}需要工作日历")
    return calendar
