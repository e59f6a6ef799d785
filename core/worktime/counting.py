"""Working time added, taken away and measured.

A span ends when its last second is worked: at the close, not at the next opening.
"""

from datetime import UTC, datetime, timedelta

from core.worktime.calendars import Calendar, Interval
from core.worktime.errors import NoWorkingTime
from core.worktime.pauses import Pauses, closed, paused, without, worked

NONE = timedelta()


def add(calendar: Calendar, start: datetime, amount: timedelta, *, pauses: Pauses = ()) -> datetime:
    """The instant at which `amount` has been worked since `start`; of nothing, `start` or the next opening."""
    if amount < NONE:
        return subtract(calendar, start, -amount, pauses=pauses)
    left = amount
    intervals = without(calendar.forward(start), closed(pauses, now=start))
    for opening, close in intervals:
        if left == NONE:
            # The close itself still belongs to what was worked, or adding in two steps would differ.
            stays = opening == start or _closes_at(calendar, start)
            return (start if stays else opening).astimezone(UTC)
        if close - opening >= left:
            return (opening + left).astimezone(UTC)
        left -= close - opening
    raise NoWorkingTime


def subtract(calendar: Calendar, end: datetime, amount: timedelta, *, pauses: Pauses = ()) -> datetime:
    """The instant since which `amount` has been worked until `end`; of nothing, `end` or the previous close."""
    if amount < NONE:
        return add(calendar, end, -amount, pauses=pauses)
    left = amount
    intervals = without(calendar.backward(end), closed(pauses, now=end), latest_first=True)
    for opening, close in intervals:
        if left == NONE:
            stays = close == end or _opens_at(calendar, end)
            return (end if stays else close).astimezone(UTC)
        if close - opening >= left:
            return (close - left).astimezone(UTC)
        left -= close - opening
    raise NoWorkingTime


def difference(calendar: Calendar, start: datetime, end: datetime, *, pauses: Pauses = ()) -> timedelta:
    """The working time from `start` to `end` outside the pauses; negative where `end` comes first."""
    if end < start:
        return -difference(calendar, end, start, pauses=pauses)
    return worked(calendar, start, end) - paused(calendar, pauses, since=start, until=end)


def spans(calendar: Calendar, start: datetime, end: datetime, *, pauses: Pauses = ()) -> list[Interval]:
    """The working time between two instants, span by span, without the pauses; those that touch are one."""
    found: list[Interval] = []
    for opening, close in without(calendar.forward(start, end), closed(pauses, now=end)):
        until = min(close, end)
        if found and found[-1][1] == opening:
            found[-1] = (found[-1][0], until)
        elif opening < until:
            found.append((opening, until))
    return found


def next_opening(calendar: Calendar, moment: datetime) -> datetime:
    """`moment` where it is open, else when it opens next. At a close it is not open."""
    return next(calendar.forward(moment))[0].astimezone(UTC)


def previous_close(calendar: Calendar, moment: datetime) -> datetime:
    """`moment` where work went on just before it, else when it last closed."""
    return next(calendar.backward(moment))[1].astimezone(UTC)


def is_open(calendar: Calendar, moment: datetime) -> bool:
    after = moment + timedelta.resolution
    return any(opening <= moment for opening, _ in calendar.forward(moment, after))


def _closes_at(calendar: Calendar, moment: datetime) -> bool:
    return previous_close(calendar, moment) == moment


def _opens_at(calendar: Calendar, moment: datetime) -> bool:
    return next_opening(calendar, moment) == moment
