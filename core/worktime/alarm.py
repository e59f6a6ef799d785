"""Next year's list must be there before a limit reaches into next year."""

from datetime import date, datetime, timedelta

from core.worktime.daylists import DayList

NOTICE = timedelta(days=30)


def data_missing_soon(now: date, needed: date, listed: DayList) -> int | None:
    """The first year without data up to that of `needed`, from 30 days before `needed` on; until then None.

    `needed` is the day from which the data must be there: see `needed_from`.
    """
    today = now.date() if isinstance(now, datetime) else now
    if today + NOTICE < needed:
        return None
    return next((year for year in range(today.year, needed.year + 1) if year not in listed.years), None)


def first_missing_year(listed: DayList, since: date) -> int:
    """The year, not before that of `since`, at which the list ends."""
    year = since.year
    while year in listed.years:
        year += 1
    return year


def needed_from(listed: DayList, since: date, reach: timedelta) -> date:
    """The first day on which a span of `reach` could run into the year at which the list ends."""
    return date(first_missing_year(listed, since), 1, 1) - reach


def year_to_enter(now: date, listed: DayList, *, reach: timedelta, farthest: date | None = None) -> int | None:
    """The year whose list must be entered, from 30 days before a span of `reach` could run into it.

    At once where a limit that runs already ends in or after it (`farthest`).
    """
    today = now.date() if isinstance(now, datetime) else now
    year = first_missing_year(listed, today)
    reached = farthest is not None and farthest.year >= year
    return year if reached or today + NOTICE >= needed_from(listed, today, reach) else None
