"""Working days: counted by the calendar's dates, the first day never counted."""

from datetime import date, datetime, time, timedelta

from core.worktime.calendars import LONGEST_CLOSURE, ONE_DAY, Calendar
from core.worktime.counting import add
from core.worktime.errors import NoWorkingTime
from core.worktime.instants import instant, local
from core.worktime.pauses import Pauses, paused


def day_after(calendar: Calendar, day: date, count: int) -> date:
    """The `count`-th working day after `day` (before it where negative); of none, `day` itself."""
    step = ONE_DAY if count > 0 else -ONE_DAY
    for _ in range(abs(count)):
        day = _next(calendar, day, step)
    return day


def days_between(calendar: Calendar, start: date, end: date) -> int:
    """How many working days lie after `start` up to and with `end`; negative where `end` comes first."""
    if end < start:
        return -days_between(calendar, end, start)
    return sum(calendar.works_on(start + number * ONE_DAY) for number in range(1, (end - start).days + 1))


def add_days(
    calendar: Calendar, start: datetime, count: int, *, pauses: Pauses = (), to_close: bool = False
) -> datetime:
    """The same time of day `count` working days later, or with `to_close` that day's close.

    Working time spent in pauses is worked off afterwards.
    """
    wall = local(start, calendar.tz)
    day = day_after(calendar, wall.date(), count)
    due = close_of(calendar, day) if to_close else _at(calendar, day, wall.time())
    lost = paused(calendar, pauses, since=start, until=due)
    return add(calendar, due, lost, pauses=pauses) if lost else due


def subtract_days(calendar: Calendar, end: datetime, count: int) -> datetime:
    """The same time of day `count` working days earlier."""
    return add_days(calendar, end, -count)


def close_of(calendar: Calendar, day: date) -> datetime:
    """The end of business of `day` or, where it is free, of the next working day."""
    if not calendar.works_on(day):
        day = _next(calendar, day, ONE_DAY)
    return instant(day, calendar.hours_on(day)[-1][1], calendar.tz)


def _at(calendar: Calendar, day: date, clock: time) -> datetime:
    whole = clock.hour * 3600 + clock.minute * 60 + clock.second
    return instant(day, whole, calendar.tz) + timedelta(microseconds=clock.microsecond)


def _next(calendar: Calendar, day: date, step: timedelta) -> date:
    for number in range(1, LONGEST_CLOSURE + 1):
        if calendar.works_on(day + number * step):
            return day + number * step
    raise NoWorkingTime
