"""Other numbers in a copy of a book are other dates; no line of code knows the old ones."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from core.worktime import DayList, table
from rulebook import clocks, obligations
from rulebook.book import Book, validated
from rulebook.changes import changed
from rulebook.limits import due_of
from rulebook.loader import template
from rulebook.periods import period_of

At = Callable[[str], datetime]
PUBLISHED = {day.date: day.working for day in table.published()}
DAYS = DayList(table.CN_PUBLIC, PUBLISHED, frozenset(day.year for day in PUBLISHED))


def copy_of(slug: str, **changes: Any) -> Book:
    """A copy of a shipped book with parameters or dotted paths (`__` for the dots) changed."""
    return validated(changed(template(slug), {name.replace("__", "."): value for name, value in changes.items()}))


def arrival(book: Book, start: datetime, area: str) -> datetime:
    """When somebody must have arrived in an area."""
    found = clocks.target(book, "arrival", zone=area, facts={})
    due = clocks.due(book, found, start, days=DAYS)
    assert due is not None
    return due.at


def test_ring_one_in_ninety_minutes(at: At) -> None:
    start = at("2026-02-16 23:30:00")

    assert arrival(copy_of("security-systems"), start, "ring_1") == at("2026-02-17 01:30:00")
    assert arrival(copy_of("security-systems", ring_1_arrival="90m"), start, "ring_1") == at("2026-02-17 01:00:00")


def test_town_in_five_office_hours(at: At) -> None:
    start = at("2026-02-14 15:00:00")

    assert arrival(copy_of("appliance-service"), start, "town") == at("2026-02-24 11:00:00")
    assert arrival(copy_of("appliance-service", town_arrival="5wh"), start, "town") == at("2026-02-24 10:00:00")


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-06 16:00:00", "2026-03-09 12:00:00"),  # over a Saturday that no longer counts
        ("2026-10-09 16:00:00", "2026-10-10 12:00:00"),  # the make-up Saturday is still worked
    ],
)
def test_without_saturdays(start: str, due: str, at: At) -> None:
    week = ["mon", "tue", "wed", "thu", "fri"]
    book = copy_of("appliance-service", calendars__office__days=week)

    assert arrival(book, at(start), "town") == at(due)


def test_saturdays_of_the_shipped_book_count(at: At) -> None:
    assert arrival(copy_of("appliance-service"), at("2026-03-06 16:00:00"), "town") == at("2026-03-07 12:00:00")


def test_notice_two_months_before(at: At) -> None:
    ends = date(2026, 4, 30)

    one = due_of(copy_of("appliance-service"), "contract_notice", start=ends)
    two = due_of(copy_of("appliance-service", notice_before="2mo"), "contract_notice", start=ends)

    assert one is not None
    assert two is not None
    assert [due.at.astimezone(at("2026-01-01 00:00:00").tzinfo).date() for due in (one, two)] == [
        date(2026, 3, 30), date(2026, 2, 28),
    ]  # fmt: skip


def test_inspections_by_quarter() -> None:
    book = copy_of("security-systems", obligations__inspection__every="quarter")
    every = obligations.calendar(book)["inspection"].every

    assert isinstance(every, str)
    period = period_of(date(2026, 2, 10), every)
    assert (period.id, period.last) == ("2026Q1", date(2026, 3, 31))
