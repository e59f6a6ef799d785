"""When something is owed (7.8, 9.1): by calendar periods, in spans from an anchor, or after an event. No database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from rulebook.book import Book
from rulebook.durations import Duration, due_at, end_of_day, last_day, start_of_day
from rulebook.periods import Period, next_period, period_of
from rulebook.schema.clocks import Obligation

# Longer than anything lives: a span that is counted from a wrong year must not keep the sweep busy.
MOST_TURNS = 400


@dataclass(frozen=True)
class Turn:
    """One time that something is owed; done before `earliest_at` it does not count, after `due_at` it is late."""

    occurrence: str
    start_at: datetime
    earliest_at: datetime
    due_at: datetime
    text: str


def calendar(book: Book) -> dict[str, Obligation]:
    """The obligations of `book` that recur with the calendar."""
    return {name: owed for name, owed in book.obligations.items() if isinstance(owed.every, str)}


def rolling(book: Book) -> dict[str, Obligation]:
    """Those that recur in spans, counted from when their object came into being."""
    spans = {name: owed for name, owed in book.obligations.items() if not isinstance(owed.every, str)}
    return {name: owed for name, owed in spans.items() if owed.after is None}


def after(book: Book, event: str) -> dict[str, Obligation]:
    """Those that follow `event`."""
    return {name: owed for name, owed in book.obligations.items() if owed.after == event}


def chained(book: Book) -> dict[str, Obligation]:
    """Those that follow their own fulfilment: a survey half a year to a year after the last one."""
    return {name: owed for name, owed in book.obligations.items() if owed.after and owed.after == owed.stop}


def stopped_by(book: Book, event: str) -> dict[str, Obligation]:
    """Those that `event` fulfils."""
    return {name: owed for name, owed in book.obligations.items() if owed.stop == event}


def periods(every: str, first: date, last: date) -> Iterator[Period]:
    """The calendar periods from the one of `first` to the one of `last`."""
    period = period_of(first, every)
    while period.first <= last:
        yield period
        period = next_period(period, every)


def turn_of(owed: Obligation, period: Period, tz: tzinfo) -> Turn:
    """The turn of a calendar period: due with its last day, or within the window counted from its first."""
    start = start_of_day(period.first, tz)
    earliest, due = _window(owed, start, tz)
    return Turn(period.id, start, earliest, due or closing(period.last, owed.until, tz), period.id)


def turns_since(owed: Obligation, anchor: date, tz: tzinfo, *, since: date, until: date) -> Iterator[Turn]:
    """The turns of an obligation in spans that are not over before `since` and have begun by `until`.

    The first falls due `first_at_age` after `anchor`, each later one `every` after the one before.
    """
    every = owed.every.duration() if owed.every and not isinstance(owed.every, str) else None
    first = (owed.first_at_age.duration() if owed.first_at_age else None) or every
    begins, number = anchor, 0
    while first is not None and begins <= until and number < MOST_TURNS:
        ends = _multiplied(anchor, first, every, number)
        if ends >= since:
            start = start_of_day(begins, tz)
            earliest, due = _window(owed, start, tz)
            text = f"{begins} → {ends}"
            yield Turn(ends.isoformat(), start, earliest, due or closing(ends, owed.until, tz), text)
        if every is None:
            return
        begins, number = ends + timedelta(days=1), number + 1


def turn_after(owed: Obligation, key: str, at: datetime, tz: tzinfo) -> Turn | None:
    """The turn that follows an event at `at`; None where the book gives it no window."""
    earliest, due = _window(owed, at, tz)
    return Turn(f"after:{key}", at, earliest, due, "") if due else None


def first_turn(owed: Obligation, day: date, tz: tzinfo) -> Turn | None:
    """The first link of a chain, from `day` on: nothing went before it that it could come too early after."""
    start = start_of_day(day, tz)
    due = _window(owed, start, tz)[1]
    return Turn("first", start, start, due, "") if due else None


def closing(day: date, until: str, tz: tzinfo) -> datetime:
    """The last complying instant on `day`: 24:00 as its last microsecond, another time of day exactly."""
    if until == "24:00":
        return end_of_day(day, tz)
    return datetime.combine(day, time.fromisoformat(until), tzinfo=tz)


def _multiplied(anchor: date, first: Duration, every: Duration | None, number: int) -> date:
    """The end of a turn, counted from the anchor each time: 31 January + 1 month + 1 month is 31 March."""
    if every is None or number == 0:
        return last_day(anchor, first)
    if first == every:
        return last_day(anchor, Duration(every.count * (number + 1), every.unit))
    return last_day(last_day(anchor, first), Duration(every.count * number, every.unit))


def _window(owed: Obligation, start: datetime, tz: tzinfo) -> tuple[datetime, datetime | None]:
    """From when and until when it may be done, counted from `start`, whose day is not counted."""
    if owed.window is None:
        return start, None
    since, until = owed.window.since.duration(), owed.window.until.duration()
    return (_opening(start, since, tz) if since else start), (_end(start, until, owed.until, tz) if until else None)


def _opening(start: datetime, span: Duration, tz: tzinfo) -> datetime:
    if span.is_exact:
        return due_at(start, span, tz)
    return start_of_day(last_day(start.astimezone(tz).date(), span), tz)


def _end(start: datetime, span: Duration, until: str, tz: tzinfo) -> datetime:
    if span.is_exact:
        return due_at(start, span, tz)
    return closing(last_day(start.astimezone(tz).date(), span), until, tz)
