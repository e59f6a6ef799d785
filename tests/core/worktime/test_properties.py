"""What holds for every calendar and every span."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.worktime import Calendar, add, difference, next_opening, previous_close, subtract
from core.worktime.hours import joined
from core.worktime.table import published_list

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Tehran", "Australia/Lord_Howe")
QUARTER = 900
CN = published_list()

quarters = st.integers(0, 95).flatmap(lambda since: st.tuples(st.just(since), st.integers(since + 1, 140)))
spans = st.lists(quarters, max_size=3).map(lambda pairs: joined((a * QUARTER, b * QUARTER) for a, b in pairs))
weeks = st.dictionaries(st.integers(0, 6), spans, min_size=1).filter(lambda week: any(week.values()))
calendars = st.builds(Calendar, st.sampled_from(ZONES).map(ZoneInfo), weeks, st.sampled_from([None, CN]))
moments = st.datetimes(datetime(2015, 1, 1), datetime(2025, 12, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)
amounts = st.integers(0, 60 * 3600).map(lambda seconds: timedelta(seconds=seconds))
# Nights on which a clock of the zones above is changed are where mistakes live.
changes = st.sampled_from(
    ["2020-03-28", "2020-10-24", "2020-03-07", "2020-10-31", "2020-03-20", "2020-04-04", "2020-10-03"]
)
nights = st.builds(
    lambda day, seconds: datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(seconds=seconds),
    changes,
    st.integers(0, 2 * 86400),
)
starts = st.one_of(moments, nights)
few = settings(max_examples=40, deadline=None)


@few
@given(calendars, starts, amounts, amounts)
def test_adding_twice_is_adding_the_sum(calendar, start, first, second):
    assert add(calendar, add(calendar, start, first), second) == add(calendar, start, first + second)


@few
@given(calendars, starts, amounts, amounts)
def test_subtracting_twice_is_subtracting_the_sum(calendar, end, first, second):
    assert subtract(calendar, subtract(calendar, end, first), second) == subtract(calendar, end, first + second)


@few
@given(calendars, starts, st.integers(0, 200_000), amounts, amounts)
def test_adding_is_monotone_in_start_and_amount(calendar, start, later, amount, more):
    due = add(calendar, start, amount)
    assert start <= due <= add(calendar, start + timedelta(seconds=later), amount)
    assert due <= add(calendar, start, amount + more)


@few
@given(calendars, starts, amounts)
def test_the_difference_undoes_the_addition(calendar, start, amount):
    assert difference(calendar, start, add(calendar, start, amount)) == amount
    assert difference(calendar, subtract(calendar, start, amount), start) == amount


@few
@given(calendars, starts, st.integers(0, 400_000), st.integers(0, 400_000))
def test_differences_of_neighbours_add_up(calendar, start, first, second):
    middle = start + timedelta(seconds=first)
    end = middle + timedelta(seconds=second)
    whole = difference(calendar, start, end)
    assert whole == difference(calendar, start, middle) + difference(calendar, middle, end)
    assert timedelta() <= whole <= end - start


@few
@given(calendars, starts, amounts)
def test_going_back_arrives_where_work_can_have_begun(calendar, start, amount):
    assume(amount)
    opening = next_opening(calendar, start)
    assert difference(calendar, subtract(calendar, add(calendar, opening, amount), amount), opening) == timedelta()


@few
@given(calendars, starts)
def test_openings_and_closes_lie_around_the_moment(calendar, moment):
    opening, close = next_opening(calendar, moment), previous_close(calendar, moment)
    assert close <= moment <= opening
    assert (next_opening(calendar, opening), previous_close(calendar, close)) == (opening, close)


@few
@given(calendars, starts, amounts, st.lists(st.tuples(st.integers(0, 300_000), st.integers(1, 100_000)), max_size=3))
def test_pauses_never_bring_the_end_forward_and_are_measured_alike(calendar, start, amount, lengths):
    pauses = [(start + timedelta(seconds=a), start + timedelta(seconds=a + b)) for a, b in lengths]
    due = add(calendar, start, amount, pauses=pauses)
    assert due >= add(calendar, start, amount)
    assert difference(calendar, start, due, pauses=pauses) == amount
