"""From a calendar's wall clock to instants, on days when clocks are changed too."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

SECOND = timedelta(seconds=1)


def instant(day: date, seconds: int, tz: tzinfo) -> datetime:
    """When the wall clock shows `seconds` after the midnight that begins `day`, in UTC.

    A time shown twice is meant the first time; one that is skipped is the instant at which it was skipped.
    """
    wall = datetime.combine(day, time()) + timedelta(seconds=seconds)
    first = wall.replace(tzinfo=tz).astimezone(UTC)
    second = wall.replace(tzinfo=tz, fold=1).astimezone(UTC)
    return first if first <= second else _change(second, first, tz)


def local(moment: datetime, tz: tzinfo) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return moment.astimezone(tz)


def _change(before: datetime, after: datetime, tz: tzinfo) -> datetime:
    """The instant between the two at which the offset changes, to the second."""
    offset = before.astimezone(tz).utcoffset()
    while after - before > SECOND:
        middle = before + (after - before) // (2 * SECOND) * SECOND
        if middle.astimezone(tz).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after
