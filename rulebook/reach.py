"""How far ahead of today a book counts by the public holidays, so that the lists of years are entered in time."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from math import ceil

from rulebook import calendars
from rulebook.book import Book
from rulebook.calendars import CN_PUBLIC, WORKING
from rulebook.durations import Duration, last_day
from rulebook.schema.clocks import Deadline
from rulebook.schema.spans import Span

# The longest closure of the public calendar is nine days; what it pushes out may meet a weekend.
CLOSURE = timedelta(days=12)
# A day of the next month is settled when its month begins.
TWO_MONTHS = timedelta(days=62)
# A span that only a contract or a quantity knows.
UNKNOWN = Duration(1, "mo")
DAY = 24 * 3600


def counted(book: Book) -> dict[str, timedelta]:
    """The SLAs and deadlines whose due time hangs on public holidays, each with how far ahead it may look."""
    found: dict[str, timedelta] = {}
    for name, sla in book.slas.items():
        spans = [span for line in sla.targets for span in (line.within, line.limit)]
        if _follows(book, sla.calendar):
            reaches = [_elapsed(book, sla.calendar, length) for length in _working(spans)]
            found |= {name: max(reaches)} if reaches else {}
    for name, limit in book.deadlines.items():
        calendar = limit.calendar or WORKING
        if _follows(book, calendar) and (reach := _of_limit(book, calendar, limit)):
            found[name] = reach
    return found


def _of_limit(book: Book, calendar: str, limit: Deadline) -> timedelta | None:
    spans = [span for span in (limit.add, limit.before) if span is not None]
    in_days = limit.days == WORKING or limit.holiday_shift
    if not in_days and not list(_working(spans)):
        return None
    if limit.month_day is not None or not spans:
        return TWO_MONTHS + CLOSURE
    return max(_elapsed(book, calendar, _known(span)) for span in spans)


def _working(spans: Iterable[Span | None]) -> Iterator[Duration]:
    """Those in working time, and those of which only a contract knows whether they are."""
    for span in filter(None, spans):
        length = _known(span)
        if length.is_working or span.from_field:
            yield length


def _known(span: Span) -> Duration:
    return span.duration() or UNKNOWN


def _elapsed(book: Book, calendar: str, length: Duration) -> timedelta:
    """At most how many days a span takes, weekends and a closure included."""
    if length.unit == "wh":
        days = length.elapsed.total_seconds() / _shortest_day(book, calendar)
    elif length.is_exact:
        return timedelta(days=ceil(length.elapsed / timedelta(days=1)))
    elif length.unit in ("d", "wd"):
        days = length.count
    else:
        first = book.effective.since
        return last_day(first, length) - first + CLOSURE
    # The day of the report may count for nothing, and that of the due time is a whole one.
    return timedelta(days=ceil(ceil(days + 1) * 7 / _days_a_week(book, calendar))) + CLOSURE


def _shortest_day(book: Book, calendar: str) -> float:
    entry = book.calendars[calendar]
    return min((sum(b - a for a, b in spans) for spans in calendars.week_of(entry).values()), default=DAY)


def _days_a_week(book: Book, calendar: str) -> int:
    entry = book.calendars[calendar]
    return (len(calendars.week_of(entry)) or 1) if entry.kind == "weekly" else 5


def _follows(book: Book, calendar: str) -> bool:
    entry = book.calendars.get(calendar)
    return entry is not None and entry.holidays == CN_PUBLIC and bool(entry.counts)
