"""When a limit in days of the book ends (6.6, 8.2, 9.2, 9.4, 9.8): its last microsecond, shown as 24:00."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from core.worktime import Calendar, Exceptions, day_after
from rulebook.book import Book
from rulebook.calendars import WORKING, calendar_of
from rulebook.conditions import holds
from rulebook.coverage import as_date
from rulebook.durations import ALWAYS, Duration, add_months, due_at, end_of_day, last_day, parse
from rulebook.schema.clocks import Deadline
from rulebook.schema.spans import Span
from rulebook.warnings import before

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """The last complying instant of a limit, how it was found, and when to warn where the book says so."""

    at: datetime
    clause: str
    formula: str
    warn_at: datetime | None = None


@dataclass(frozen=True)
class _Limit:
    """A limit with the calendar in which its working days are counted."""

    entry: Deadline
    facts: Mapping[str, Any]
    tz: tzinfo
    calendar: Calendar | None

    def duration(self, span: Span | None) -> Duration | None:
        """The span for these facts; its days are working days where the book says so."""
        found = span.duration(dict(self.facts)) if span else None
        if found and found.unit == "d" and self.entry.days == WORKING:
            return Duration(found.count, "wd")
        return found


def due_of(
    book: Book,
    name: str,
    *,
    start: datetime | date | None = None,
    month: str | None = None,
    facts: Mapping[str, Any] | None = None,
    days: Exceptions | None = None,
) -> Due | None:
    """When the deadline `name` falls due; None where the book has no such limit or its condition does not hold.

    `start` begins a limit with `add` or `before`; `month` ("2026-02") is the month accounted for of a limit on a
    day of the next month; a limit on a date reads the date from `facts`. `days` is the list of public holidays.
    """
    entry = book.deadlines.get(name)
    if entry is None or not holds(entry.when, facts or {}):
        return None
    limit = _Limit(entry, facts or {}, book.zone_info, calendar_of(book, entry.calendar or WORKING, days))
    due = _exact(limit, start) or _whole_days(limit, start, month)
    warn = limit.duration(entry.warn)
    if warn is None:
        return due
    return Due(due.at, due.clause, due.formula, before(due.at.astimezone(limit.tz), warn, limit.calendar or ALWAYS))


def _exact(limit: _Limit, start: datetime | date | None) -> Due | None:
    """A limit in hours: it runs from the instant, and no time of day cuts it."""
    duration = limit.duration(limit.entry.add)
    if duration is None or not duration.is_exact or not isinstance(start, datetime):
        return None
    at = due_at(start, duration, limit.tz, limit.calendar)
    return Due(at, limit.entry.clause, f"{start.astimezone(limit.tz):%Y-%m-%d %H:%M:%S} + {duration.text}")


def _whole_days(limit: _Limit, start: datetime | date | None, month: str | None) -> Due:
    entry = limit.entry
    day, formula = _last_day(limit, start, month)
    shifted = _shifted(limit, day)
    if shifted != day:
        formula = f"{formula}，{day} 休息，{'提前' if entry.before else '顺延'}"
    at = _until(shifted, entry.until, limit.tz)
    return Due(at, entry.clause, f"{formula} → {shifted} {entry.until or '24:00'} 止")


def _shifted(limit: _Limit, day: date) -> date:
    """The next working day, or before an event the one before, where the last day is free (Civil Code 203)."""
    calendar = limit.calendar
    if not limit.entry.holiday_shift or calendar is None or calendar.works_on(day):
        return day
    return day_after(calendar, day, -1 if limit.entry.before else 1)


def _last_day(limit: _Limit, start: datetime | date | None, month: str | None) -> tuple[date, str]:
    entry = limit.entry
    if entry.month_day is not None:
        return _month_day(entry, month)
    if entry.on_date is not None:
        day = as_date(limit.facts.get(entry.on_date))
        if day is None:
            raise ValueError(f"{entry.on_date} is empty")
        return day, f"指定日期 {day}"
    first = start.astimezone(limit.tz).date() if isinstance(start, datetime) else start
    duration = limit.duration(entry.add or entry.before)
    if first is None or duration is None:
        raise ValueError("a limit with a span needs its start and its span")
    if entry.before is not None:
        return _days_before(limit, first, duration), f"{first} 之前 {duration.text}"
    if entry.first_day_counts:
        return last_day(first - ONE_DAY, duration, limit.calendar), f"{first} 起 {duration.text}（首日计入）"
    return last_day(first, duration, limit.calendar), f"{first} + {duration.text}（首日不计）"


def _days_before(limit: _Limit, day: date, duration: Duration) -> date:
    if duration.unit == "wd":
        return day_after(limit.calendar or _missing(), day, -duration.count)
    months = {"mo": 1, "y": 12}.get(duration.unit)
    if months:
        return add_months(day, -duration.count * months)
    return day - (last_day(day, duration) - day)


def _missing() -> Any:
    raise ValueError("working days without a calendar")


def _month_day(entry: Deadline, month: str | None) -> tuple[date, str]:
    if month is None or entry.month_day is None:
        raise ValueError("a limit on a day of the month needs the month accounted for")
    following = add_months(date.fromisoformat(f"{month}-01"), 1)
    last = add_months(following, 1) - ONE_DAY
    # A due day of 31 is the last day of a shorter month.
    day = min(following.replace(day=1) + timedelta(days=entry.month_day - 1), last)
    if entry.inclusive:
        return day, f"{month} 的次月 {entry.month_day} 日（含当日）"
    return day - ONE_DAY, f"{month} 的次月 {entry.month_day} 日之前"


def _until(day: date, until: str | None, tz: tzinfo) -> datetime:
    if until in (None, "24:00"):
        return end_of_day(day, tz)
    # 17:00 is an instant: kept by acting exactly at it.
    return datetime.combine(day, time.fromisoformat(str(until)), tzinfo=tz)


def survey_of(book: Book, name: str) -> str:
    """The survey that is asked when the limit `name` is kept; empty where none is."""
    limit = book.deadlines.get(name)
    return (limit.survey or "") if limit else ""


def span_end(book: Book, name: str, start: datetime, days: Exceptions | None = None) -> datetime:
    """The last complying instant of the span parameter `name` that begins at `start` (waiver_submit, appeal_submit)."""
    return due_at(start, parse(book.param(name)), book.zone_info, calendar_of(book, WORKING, days))
