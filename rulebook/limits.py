"""When a limit in days of the book ends (6.6, 8.2, 9.2, 9.4, 9.8): its last microsecond, shown as 24:00."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from rulebook.book import Book
from rulebook.conditions import holds
from rulebook.coverage import as_date
from rulebook.durations import Duration, NeedsCalendar, add_months, due_at, end_of_day, last_day, parse
from rulebook.schema.clocks import Deadline


@dataclass(frozen=True)
class Due:
    """The last complying instant of a limit, and how it was found."""

    at: datetime
    clause: str
    formula: str


def due_of(
    book: Book,
    name: str,
    *,
    start: datetime | date | None = None,
    month: str | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Due | None:
    """When the deadline `name` falls due; None where the book has no such limit or its condition does not hold.

    `start` begins a limit with `add` or `before`; `month` ("2026-02") is the month accounted for of a limit on a
    day of the next month; a limit on a date reads the date from `facts`.
    """
    limit = book.deadlines.get(name)
    if limit is None or not holds(limit.when, facts or {}):
        return None
    if limit.days == "working" or limit.holiday_shift:
        raise NeedsCalendar("按工作日或节假日顺延的期限需要工作日历，目前尚不支持")
    tz = book.zone_info
    if limit.add is not None and (exact := _exact(limit, start, facts or {}, tz)):
        return exact
    day, formula = _last_day(limit, start, month, facts or {}, tz)
    return Due(_until(day, limit.until, tz), limit.clause, f"{formula} → {day} {limit.until or '24:00'} 止")


def _exact(limit: Deadline, start: datetime | date | None, facts: Mapping[str, Any], tz: tzinfo) -> Due | None:
    """A limit in hours: it runs from the instant, and no time of day cuts it."""
    duration = limit.add.duration(dict(facts)) if limit.add else None
    if duration is None or not duration.is_exact or not isinstance(start, datetime):
        return None
    at = due_at(start, duration, tz)
    return Due(at, limit.clause, f"{start.astimezone(tz):%Y-%m-%d %H:%M:%S} + {duration.text}")


def _last_day(
    limit: Deadline, start: datetime | date | None, month: str | None, facts: Mapping[str, Any], tz: tzinfo
) -> tuple[date, str]:
    if limit.month_day is not None:
        return _month_day(limit, month)
    if limit.on_date is not None:
        day = as_date(facts.get(limit.on_date))
        if day is None:
            raise ValueError(f"{limit.on_date} is empty")
        return day, f"指定日期 {day}"
    first = start.astimezone(tz).date() if isinstance(start, datetime) else start
    duration = (limit.add or limit.before or _missing()).duration(dict(facts))
    if first is None or duration is None:
        raise ValueError("a limit with a span needs its start and its span")
    if limit.before is not None:
        return _days_before(first, duration), f"{first} 之前 {duration.text}"
    if limit.first_day_counts:
        return last_day(first - timedelta(days=1), duration), f"{first} 起 {duration.text}（首日计入）"
    return last_day(first, duration), f"{first} + {duration.text}（首日不计）"


def _days_before(day: date, duration: Duration) -> date:
    months = {"mo": 1, "y": 12}.get(duration.unit)
    if months:
        return add_months(day, -duration.count * months)
    return day - (last_day(day, duration) - day)


def _missing() -> Any:
    raise ValueError("a limit without a span")


def _month_day(limit: Deadline, month: str | None) -> tuple[date, str]:
    if month is None or limit.month_day is None:
        raise ValueError("a limit on a day of the month needs the month accounted for")
    following = add_months(date.fromisoformat(f"{month}-01"), 1)
    last = add_months(following, 1) - timedelta(days=1)
    # A due day of 31 is the last day of a shorter month.
    day = min(following.replace(day=1) + timedelta(days=limit.month_day - 1), last)
    if limit.inclusive:
        return day, f"{month} 的次月 {limit.month_day} 日（含当日）"
    return day - timedelta(days=1), f"{month} 的次月 {limit.month_day} 日之前"


def _until(day: date, until: str | None, tz: tzinfo) -> datetime:
    if until in (None, "24:00"):
        return end_of_day(day, tz)
    # 17:00 is an instant: kept by acting exactly at it.
    return datetime.combine(day, time.fromisoformat(str(until)), tzinfo=tz)


def span_end(book: Book, name: str, start: datetime) -> datetime:
    """The last complying instant of the span parameter `name` that begins at `start` (waiver_submit, appeal_submit)."""
    return due_at(start, parse(book.param(name)), book.zone_info)
