"""Working hours, around breaks, nights, holidays and changed clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.worktime import (
    Calendar,
    FixedDates,
    NoCalendarData,
    NoWorkingTime,
    add,
    difference,
    hours,
    is_open,
    next_opening,
    previous_close,
    subtract,
    weekly,
)

HOUR = timedelta(hours=1)


def test_the_lunch_break_does_not_count(shanghai, at):
    assert add(shanghai, at("2026-03-02 11:30:00"), HOUR) == at("2026-03-02 13:30:00")


def test_a_span_ends_at_the_close_and_a_second_more_the_next_morning(shanghai, at):
    start = at("2026-03-02 17:00:00")
    assert add(shanghai, start, HOUR) == at("2026-03-02 18:00:00")
    assert add(shanghai, start, HOUR + timedelta(seconds=1)) == at("2026-03-03 08:00:01")


def test_the_spring_festival_is_jumped_and_its_make_up_saturday_worked(shanghai, at):
    # 15 to 23 February 2026 are free; Saturdays 14 and 28 are worked instead.
    assert add(shanghai, at("2026-02-13 17:00:00"), 2 * HOUR) == at("2026-02-14 09:00:00")
    assert add(shanghai, at("2026-02-14 17:00:00"), 2 * HOUR) == at("2026-02-24 09:00:00")
    assert subtract(shanghai, at("2026-03-02 09:00:00"), 2 * HOUR) == at("2026-02-28 17:00:00")


def test_a_make_up_day_has_its_own_weekdays_hours_where_there_are_some(cn_public, at):
    week = weekly(("mon", "tue"), "09:00", "17:00") | weekly(("sat",), "10:00", "12:00")
    saturday = at("2026-02-14 08:00:00")
    assert next_opening(Calendar(saturday.tzinfo, week, cn_public), saturday) == at("2026-02-14 10:00:00")


def test_a_make_up_day_may_have_hours_of_its_own(cn_public, at):
    calendar = Calendar(
        ZoneInfo("Asia/Shanghai"), {0: hours([["09:00", "17:00"]])}, cn_public, makeup=((36000, 39600),)
    )
    assert next_opening(calendar, at("2026-02-14 08:00:00")) == at("2026-02-14 10:00:00")


def test_hours_of_a_date_stand_before_the_holiday(at):
    festival = date(2026, 2, 17)
    calendar = Calendar(
        ZoneInfo("Asia/Shanghai"),
        weekly(("tue",), "08:00", "18:00"),
        FixedDates(frozenset({festival})),
        date_hours={festival: hours([["09:00", "11:00"]])},
    )
    assert difference(calendar, at("2026-02-17 00:00:00"), at("2026-02-18 00:00:00")) == 2 * HOUR


def test_a_night_shift_belongs_to_the_day_on_which_it_begins(at):
    calendar = Calendar(
        ZoneInfo("Asia/Shanghai"),
        weekly(("fri",), "22:00", "06:00", [("02:00", "02:30")]),
        FixedDates.written(["*-05-02"]),
    )
    assert add(calendar, at("2026-05-01 23:00:00"), 4 * HOUR) == at("2026-05-02 03:30:00")
    assert add(calendar, at("2026-05-02 05:30:00"), HOUR) == at("2026-05-08 22:30:00")


def test_overlapping_nights_and_mornings_count_once(at):
    week = {0: hours([["20:00", "29:00"]]), 1: hours([["03:00", "06:00"]])}
    calendar = Calendar(ZoneInfo("Asia/Shanghai"), week)
    assert difference(calendar, at("2026-03-02 00:00:00"), at("2026-03-04 00:00:00")) == 10 * HOUR


def test_a_close_is_not_open_and_an_opening_is(shanghai, at):
    noon, opening = at("2026-03-02 12:00:00"), at("2026-03-02 08:00:00")
    assert (is_open(shanghai, noon), is_open(shanghai, opening)) == (False, True)
    assert (next_opening(shanghai, noon), previous_close(shanghai, noon)) == (at("2026-03-02 13:00:00"), noon)
    assert (next_opening(shanghai, opening), previous_close(shanghai, opening)) == (opening, at("2026-02-28 18:00:00"))


@pytest.mark.parametrize(
    ("day", "length"), [("2026-03-28", 24), ("2026-03-29", 23), ("2026-10-24", 24), ("2026-10-25", 25)]
)
def test_a_day_is_as_long_as_it_is_where_clocks_are_changed(berlin, day, length):
    start = datetime.fromisoformat(day).replace(tzinfo=berlin.tz)
    end = (datetime.fromisoformat(day) + timedelta(days=1)).replace(tzinfo=berlin.tz)
    assert difference(berlin, start, end) == length * HOUR


def test_an_opening_in_the_skipped_hour_is_when_it_was_skipped():
    calendar = Calendar(ZoneInfo("Europe/Berlin"), {6: hours([["02:30", "05:00"]])})
    midnight = datetime(2026, 3, 29, tzinfo=calendar.tz)
    assert next_opening(calendar, midnight) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert difference(calendar, midnight, midnight + timedelta(days=1)) == 2 * HOUR


def test_answers_are_in_utc_so_that_subtracting_them_is_right(berlin):
    start = datetime(2026, 3, 28, 12, tzinfo=berlin.tz)
    assert add(berlin, start, 24 * HOUR).tzinfo is UTC


def test_an_instant_without_zone_is_refused(shanghai):
    with pytest.raises(ValueError, match="time zone"):
        add(shanghai, datetime(2026, 3, 2, 9), HOUR)


def test_a_year_without_data_is_an_error_that_names_it(shanghai, at):
    with pytest.raises(NoCalendarData) as refused:
        add(shanghai, at("2026-12-31 17:30:00"), HOUR)
    assert "没有2027年的放假安排" in str(refused.value)
    assert "系统 › 放假安排" in str(refused.value)
    assert refused.value.details == {"calendar": "cn_public", "year": 2027}
    assert (refused.value.year, refused.value.status) == (2027, 422)


def test_what_ends_with_the_last_known_year_needs_no_other(shanghai, at):
    last = at("2026-12-31 18:00:00")
    assert add(shanghai, at("2026-12-31 17:00:00"), HOUR) == last
    assert difference(shanghai, at("2026-12-31 17:00:00"), at("2027-01-01 00:00:00")) == HOUR
    assert previous_close(shanghai, at("2027-01-01 00:00:00")) == last


@pytest.mark.parametrize("count", [add, subtract])
def test_a_calendar_that_never_opens_is_an_error(count, at):
    with pytest.raises(NoWorkingTime):
        count(Calendar(ZoneInfo("Asia/Shanghai"), {}), at("2026-03-02 09:00:00"), HOUR)


@pytest.mark.parametrize("pair", [["9", "17:00"], ["09:60", "17:00"], ["25:00", "26:00"], ["09:00", "49:00"]])
def test_hours_that_are_none_are_refused(pair):
    with pytest.raises(ValueError, match="时"):
        hours([pair])
