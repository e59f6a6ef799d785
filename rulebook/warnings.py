"""When to tell that a limit comes close: as long before it as the book says, else when a quarter of it is left."""

from datetime import datetime, timedelta

from core.worktime import Calendar, Pauses, difference, subtract, subtract_days
from rulebook.durations import ALWAYS, Duration, add_months

LEFT = 4


def warn_at(
    start: datetime, due: datetime, warn: Duration | None, calendar: Calendar = ALWAYS, *, pauses: Pauses = ()
) -> datetime:
    """The instant of the warning, counted back from `due` in the calendar of the limit; never before `start`."""
    if warn is None:
        left = difference(calendar, start, due, pauses=pauses) / LEFT
        return max(start, subtract(calendar, due, left, pauses=pauses))
    return max(start, before(due, warn, calendar))


def before(due: datetime, span: Duration, calendar: Calendar) -> datetime:
    """As long before `due` as `span` says, days at the same time of day."""
    if span.unit == "wh":
        return subtract(calendar, due, span.elapsed)
    if span.is_exact:
        return due - span.elapsed
    if span.unit == "wd":
        return subtract_days(calendar, due, span.count)
    if span.unit in ("d", "w"):
        return due - timedelta(days=span.count * (7 if span.unit == "w" else 1))
    day = add_months(due.date(), -span.count * (12 if span.unit == "y" else 1))
    return due.replace(year=day.year, month=day.month, day=day.day)
