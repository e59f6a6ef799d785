"""The table of days in the database: read as a list, and filled with what is published."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Any

from chinese_calendar.constants import Holiday, holidays, workdays
from django.db import transaction

from core.models import CalendarDay, CalendarYear
from core.worktime.daylists import DayList

CN_PUBLIC = "cn_public"
PACKAGE = "chinesecalendar"


@dataclass(frozen=True)
class PublishedDay:
    date: date
    working: bool
    name: str


def day_list(code: str = CN_PUBLIC) -> DayList:
    """The table's list of the calendar, with the years that are complete."""
    years = CalendarYear.objects.filter(calendar=code).values_list("year", flat=True)
    days = CalendarDay.objects.filter(calendar=code).values_list("date", "working")
    return DayList(code, dict(days), frozenset(years))


def published() -> tuple[PublishedDay, ...]:
    """Every public holiday and make-up workday of mainland China since 2004, as the package has them."""
    free = (PublishedDay(day, False, Holiday(name).chinese) for day, name in holidays.items())
    worked = (PublishedDay(day, True, f"{Holiday(name).chinese}调休") for day, name in workdays.items())
    return tuple(sorted((*free, *worked), key=lambda row: row.date))


def published_list() -> DayList:
    """What is published, without asking the database."""
    rows = published()
    return DayList(CN_PUBLIC, {row.date: row.working for row in rows}, _years(rows))


@transaction.atomic
def fill(day_model: Any = CalendarDay, year_model: Any = CalendarYear) -> list[int]:
    """Add the published years that the table has not yet; what was typed in by hand stays. Returns the years added."""
    rows = published()
    had = set(year_model.objects.filter(calendar=CN_PUBLIC).values_list("year", flat=True))
    added = sorted(_years(rows) - had)
    told = {"calendar": CN_PUBLIC, "source": PACKAGE, "version": version(PACKAGE)}
    day_model.objects.bulk_create(
        [
            day_model(date=row.date, working=row.working, name=row.name, **told)
            for row in rows
            if row.date.year in added
        ],
        ignore_conflicts=True,
    )
    year_model.objects.bulk_create([year_model(year=year, **told) for year in added])
    return added


def _years(rows: Iterable[PublishedDay]) -> frozenset[int]:
    return frozenset(row.date.year for row in rows)
