"""The calendars of a book as `core.worktime` counts in them."""

from collections.abc import Mapping
from datetime import date, tzinfo
from zoneinfo import ZoneInfo

from core import worktime
from core.worktime import DayList, Exceptions
from core.worktime.hours import WEEKDAYS, WHOLE_DAY, Spans, hours, weekly
from rulebook.book import Book
from rulebook.schema.calendars import Calendar, Hours

# In which days are counted where a limit names no calendar of its own.
WORKING = "working"
CN_PUBLIC = "cn_public"
# Of a list that nobody handed in, no year is known: counting in it is refused, never guessed.
UNKNOWN = DayList(CN_PUBLIC, {}, frozenset())


def calendar_of(book: Book, name: str, days: Exceptions | None = None) -> worktime.Calendar | None:
    """The calendar `name`; None where the book has none of that name.

    `days` is the list of public holidays and make-up workdays, which only a calendar with `holidays` looks at.
    """
    entry = book.calendars.get(name)
    if entry is None:
        return None
    tz = ZoneInfo(entry.tz or book.tz)
    listed = (days or UNKNOWN) if entry.holidays == CN_PUBLIC else None
    if entry.kind != "weekly":
        return _of_days(entry, tz, listed)
    return worktime.Calendar(
        tz, week_of(entry), listed, date_hours=_dates(entry.dates), makeup=hours(entry.makeup) if entry.makeup else ()
    )


def week_of(entry: Calendar) -> dict[int, Spans]:
    """The hours of each weekday (0 = Monday); ValueError where they are none."""
    if entry.hours:
        return {WEEKDAYS.index(day): hours(spans) for day, spans in entry.hours.items() if spans}
    days = entry.days if isinstance(entry.days, tuple) else ()
    return weekly(days, str(entry.since), str(entry.until), [(rest.since, rest.until) for rest in entry.breaks])


def counts(book: Book, name: str) -> frozenset[str]:
    """Which working units the calendar `name` counts: `wh`, `wd`, or none."""
    entry = book.calendars.get(name)
    return entry.counts if entry else frozenset()


def _of_days(entry: Calendar, tz: tzinfo, listed: Exceptions | None) -> worktime.Calendar:
    weekdays = range(5) if entry.days == WORKING else range(7)
    return worktime.Calendar(tz, dict.fromkeys(weekdays, WHOLE_DAY), listed, date_hours=_dates(entry.dates))


def _dates(written: Mapping[str, Hours]) -> dict[date, Spans]:
    return {date.fromisoformat(day): hours(spans) for day, spans in written.items()}
