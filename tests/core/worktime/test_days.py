"""Working days."""

from datetime import date, timedelta

import pytest

from core.worktime import add_days, day_after, days_between, subtract_days, whole_days


def test_the_first_day_is_not_counted_and_make_up_days_are(shanghai, at):
    assert add_days(shanghai, at("2026-02-13 10:00:00"), 1) == at("2026-02-14 10:00:00")
    assert add_days(shanghai, at("2026-02-13 10:00:00"), 2) == at("2026-02-24 10:00:00")
    assert subtract_days(shanghai, at("2026-02-24 10:00:00"), 2) == at("2026-02-13 10:00:00")


def test_to_the_close_means_the_end_of_business_of_the_last_day(shanghai, at):
    assert add_days(shanghai, at("2026-03-02 10:00:00"), 3, to_close=True) == at("2026-03-05 18:00:00")
    assert add_days(shanghai, at("2026-02-17 10:00:00"), 0, to_close=True) == at("2026-02-24 18:00:00")


def test_days_without_hours_end_at_midnight(cn_public, shanghai, at):
    calendar = whole_days(shanghai.tz, cn_public)
    assert add_days(calendar, at("2026-09-30 23:00:00"), 1, to_close=True) == at("2026-10-09 00:00:00")


def test_working_time_in_pauses_is_worked_off_afterwards(shanghai, at):
    pauses = [(at("2026-03-03 16:00:00"), at("2026-03-04 09:00:00"))]
    assert add_days(shanghai, at("2026-03-02 10:00:00"), 2, pauses=pauses) == at("2026-03-04 14:00:00")


def test_days_between_undo_what_days_after_did(shanghai):
    start = date(2026, 9, 28)
    counts = list(range(-9, 10))
    assert [days_between(shanghai, start, day_after(shanghai, start, count)) for count in counts] == counts


@pytest.mark.parametrize("count", [0, 1, 5, -3])
def test_zero_days_is_the_day_itself_and_others_are_worked(shanghai, count):
    festival = date(2026, 2, 17)
    day = day_after(shanghai, festival, count)
    assert shanghai.works_on(day) or day == festival
    assert (day > festival, day < festival) == (count > 0, count < 0)


def test_all_days_of_a_week_may_be_working_days(shanghai, at):
    calendar = whole_days(shanghai.tz, None, range(7))
    start = at("2026-10-01 09:00:00")
    assert add_days(calendar, start, 3) == start + timedelta(days=3)
