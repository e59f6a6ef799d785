"""Spans during which a clock stands still."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from core.worktime.calendars import Calendar, Interval

Pauses = Sequence[Interval]


def closed(pauses: Iterable[tuple[datetime, datetime | None]], *, now: datetime) -> tuple[Interval, ...]:
    """Pauses in order and joined; one that still lasts is taken to last until `now`."""
    found: list[Interval] = []
    for since, until in sorted((since, until or now) for since, until in pauses):
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        elif since < until:
            found.append((since, until))
    return tuple(found)


def without(intervals: Iterable[Interval], pauses: Pauses, *, latest_first: bool = False) -> Iterator[Interval]:
    """The intervals, in the order in which they come, without the pauses."""
    for interval in intervals:
        left = _cut(interval, pauses)
        yield from reversed(left) if latest_first else left


def paused(calendar: Calendar, pauses: Pauses, *, since: datetime, until: datetime) -> timedelta:
    """The working time that lies in the pauses, between the two instants."""
    total = timedelta()
    for start, end in closed(pauses, now=until):
        total += worked(calendar, max(start, since), min(end, until))
    return total


def worked(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """The working time between two instants in their order; none where they are not."""
    if start >= end:
        return timedelta()
    return sum((min(b, end) - a for a, b in calendar.forward(start, end) if a < end), timedelta())


def _cut(interval: Interval, pauses: Pauses) -> list[Interval]:
    left = [interval]
    for since, until in pauses:
        halves = [(a, b) for start, end in left for a, b in ((start, min(end, since)), (max(start, until), end))]
        left = [(a, b) for a, b in halves if a < b]
    return left
