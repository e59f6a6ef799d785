"""The table of days in the database: read as a list, and filled with what is published."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.metadata import version
from typing import Any

from chinese_calendar.constants import Holiday, holidays, workdays
from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from core.models import CalendarDay, CalendarYear, new_revision
from core.worktime.daylists import DayList

CN_PUBLIC = "cn_public"
PACKAGE = "chinesecalendar"
# Lists that this process has read, by the revisions of their years.
KEPT = 4
_read: dict[tuple[str, frozenset[tuple[int, str]]], DayList] = {}


@dataclass(frozen=True)
class PublishedDay:
    date: date
    working: bool
    name: str


def day_list(code: str = CN_PUBLIC) -> DayList:
    """The table's list of the calendar, with the years that are complete.

    Every call asks for the years and their revisions; the days are read again only where one of these is new.
    """
    complete = CalendarYear.objects.filter(calendar=code, complete=True).order_by()
    years = frozenset(complete.values_list("year", "revision"))
    if (code, years) not in _read:
        while len(_read) >= KEPT:
            _read.pop(next(iter(_read)))
        days = CalendarDay.objects.filter(calendar=code).values_list("date", "working")
        _read[code, years] = DayList(code, dict(days), frozenset(year for year, _ in years))
    return _read[code, years]


class Listed:
    """The table's list, read when a day is first asked about: what counts no working time asks no database."""

    def __init__(self, code: str = CN_PUBLIC) -> None:
        self.code = code

    def says(self, day: date) -> bool | None:
        return self.days.says(day)

    @cached_property
    def days(self) -> DayList:
        """As it stood when it was first asked; so one act counts in one list."""
        return day_list(self.code)


def years() -> QuerySet[CalendarYear]:
    """The years of the public list, the newest first, complete or not, with how many days are free and worked."""
    return CalendarYear.objects.filter(calendar=CN_PUBLIC).annotate(
        free_days=Coalesce(_counted(working=False), 0), worked_days=Coalesce(_counted(working=True), 0)
    )


def _counted(*, working: bool) -> Subquery:
    days = CalendarDay.objects.filter(calendar=OuterRef("calendar"), date__year=OuterRef("year"), working=working)
    return Subquery(days.order_by().values("calendar").annotate(number=Count("pk")).values("number"))


def days_of(year: int) -> QuerySet[CalendarDay]:
    """The days of a year that differ from their weekday, in order."""
    return CalendarDay.objects.filter(calendar=CN_PUBLIC, date__year=year).order_by("date")


@transaction.atomic
def opened(year: int, *, source: str) -> CalendarYear:
    """The locked row of the year; a year not met before is begun, not complete."""
    told = {"source": source, "complete": False}
    row, _ = CalendarYear.objects.select_for_update().get_or_create(calendar=CN_PUBLIC, year=year, defaults=told)
    return row


@transaction.atomic
def put_day(day: date, *, working: bool, name: str, source: str) -> CalendarYear:
    """Note a day that differs from its weekday, or note it anew."""
    told = {"working": working, "name": name, "source": source, "version": ""}
    row = opened(day.year, source=source)
    CalendarDay.objects.update_or_create(calendar=CN_PUBLIC, date=day, defaults=told)
    return _renewed(row)


@transaction.atomic
def drop_days(row: CalendarYear, *days: date) -> CalendarYear:
    """These days are as their weekday after all; of none named, no day of the year differs."""
    rows = days_of(row.year)
    (rows.filter(date__in=days) if days else rows).delete()
    return _renewed(row)


def set_complete(row: CalendarYear, complete: bool) -> CalendarYear:
    """Declare that the list of the year is complete, or that it is not."""
    row.complete = complete
    return _renewed(row)


def _renewed(row: CalendarYear) -> CalendarYear:
    row.revision = new_revision()
    row.save(update_fields=["revision", "complete"])
    return row


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
