"""The table of holidays and make-up workdays."""

import csv
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command

from core.models import CalendarDay, CalendarYear
from core.worktime import DayList, NoCalendarData, data_missing_soon, first_missing_year, needed_from
from core.worktime.table import CN_PUBLIC, day_list, fill, put_day


@pytest.fixture
def table(db):
    """The table as it is delivered, also after a test that emptied all tables."""
    fill()
    return day_list()


def test_all_7305_days_are_as_three_sources_say(table, root):
    path = root / "tests" / "data" / "worktime" / "cn_workdays_2007_2026.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    worked = {row["date"]: row["is_workday_holiday_cn"] == "1" for row in rows}

    assert len(worked) == 7305
    assert {day: table.is_workday(date.fromisoformat(day)) for day in worked} == worked
    weekends = [row for row in rows if row["weekday_iso"] in "67"]
    assert [row["date"] for row in weekends if row["is_makeup_workday"] == "1"] == [
        str(day) for day, working in sorted(table.days.items()) if working and day.year >= 2007
    ]


def test_every_row_says_whence_it_is(table):
    day = CalendarDay.objects.get(calendar=CN_PUBLIC, date=date(2026, 2, 14))
    assert (day.working, day.name, day.source, day.version) == (True, "春节调休", "chinesecalendar", "1.11.0")
    assert table.years == frozenset(range(2004, 2027))


def test_filling_again_adds_nothing_and_leaves_what_was_typed_in(table):
    put_day(date(2026, 2, 14), working=False, name="春节", source="手工录入")
    assert fill() == []
    assert day_list().is_workday(date(2026, 2, 14)) is False


def test_a_missing_year_is_filled_in_around_what_was_typed_in(table, capsys):
    CalendarYear.objects.filter(year=2026).delete()
    CalendarDay.objects.filter(date__year=2026).exclude(date=date(2026, 2, 14)).delete()
    CalendarDay.objects.filter(date__year=2026).update(name="手工")

    call_command("worktime", "--fill")

    assert capsys.readouterr().out == "years added: 2026\n"
    assert day_list() == table
    assert CalendarDay.objects.get(date=date(2026, 2, 14)).name == "手工"


def test_single_days_of_a_year_do_not_make_it_known(table):
    CalendarDay.objects.create(calendar=CN_PUBLIC, date=date(2027, 1, 1), working=False, source="手工录入")
    with pytest.raises(NoCalendarData):
        day_list().says(date(2027, 1, 1))


def test_the_migration_can_be_taken_back_and_leaves_what_was_typed_in(table):
    CalendarYear.objects.create(calendar=CN_PUBLIC, year=2027, source="手工录入")
    import_module("core.migrations.0004_published_days").take_out(apps, None)
    assert (CalendarDay.objects.count(), [row.year for row in CalendarYear.objects.all()]) == (0, [2027])


def test_the_alarm_begins_thirty_days_before_the_data_are_needed(cn_public):
    needed = date(2027, 1, 1)
    first = needed - timedelta(days=30)
    assert data_missing_soon(first - timedelta(days=1), needed, cn_public) is None
    assert data_missing_soon(first, needed, cn_public) == 2027
    assert data_missing_soon(date(2027, 3, 1), needed, cn_public) == 2027


def test_no_alarm_where_the_year_is_known():
    known = DayList("own", {}, frozenset({2026, 2027}))
    assert data_missing_soon(date(2026, 12, 31), date(2027, 1, 1), known) is None
    assert first_missing_year(known, date(2026, 5, 1)) == 2028


def test_the_data_are_needed_as_soon_as_a_span_can_reach_the_year(cn_public):
    assert needed_from(cn_public, date(2026, 11, 21), timedelta(days=20)) == date(2026, 12, 12)
