"""Spans of time by the Civil Code: exact hours, days to 24:00, month ends."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.durations import Duration, NeedsCalendar, add_months, due_at, end_of_day, last_day, parse

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("text", "count", "unit", "told"),
    [
        ("12h", 12, "h", "12小时"),
        ("30m", 30, "m", "30分钟"),
        ("5wh", 5, "wh", "5工作小时"),
        ("3d", 3, "d", "3天"),
        ("3wd", 3, "wd", "3个工作日"),
        ("2w", 2, "w", "2周"),
        ("6mo", 6, "mo", "6个月"),
        ("1y", 1, "y", "1年"),
    ],
)
def test_every_unit_is_read_and_told(text: str, count: int, unit: str, told: str) -> None:
    duration = parse(text)

    assert (duration, str(duration), duration.text) == (Duration(count, unit), text, told)


@pytest.mark.parametrize("text", ["", "12", "h", "0h", "-1d", "1.5h", "12 h", "12H", "1d2h", "99999d", None, 12])
def test_what_is_no_duration_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="不是期限"):
        parse(text)  # type: ignore[arg-type]


def test_hours_run_from_the_exact_instant() -> None:
    start = datetime(2026, 3, 2, 8, 0, 0, 1, tzinfo=SHANGHAI)

    assert due_at(start, parse("12h"), SHANGHAI) == datetime(2026, 3, 2, 20, 0, 0, 1, tzinfo=SHANGHAI)


def test_hours_stay_hours_when_clocks_are_changed() -> None:
    evening = datetime(2026, 3, 28, 20, tzinfo=BERLIN)  # at 02:00 summer time begins

    assert due_at(evening, parse("12h"), BERLIN) - evening.astimezone(UTC) == timedelta(hours=12)


def test_days_end_with_the_last_microsecond_of_the_last_day() -> None:
    start = datetime(2026, 3, 2, 23, 30, tzinfo=SHANGHAI)

    due = due_at(start, parse("1d"), SHANGHAI)

    assert due == datetime(2026, 3, 3, 23, 59, 59, 999999, tzinfo=SHANGHAI)
    assert due + timedelta(microseconds=1) == datetime(2026, 3, 4, tzinfo=SHANGHAI)


def test_a_day_is_the_local_day_of_the_start() -> None:
    late_in_utc = datetime(2026, 3, 2, 17, tzinfo=UTC)  # 01:00 of 3 March in Shanghai

    assert due_at(late_in_utc, parse("1d"), SHANGHAI) == end_of_day(date(2026, 3, 4), SHANGHAI)


@pytest.mark.parametrize(
    ("start", "span", "expected"),
    [
        (date(2024, 8, 31), "6mo", date(2025, 2, 28)),
        (date(2023, 8, 31), "6mo", date(2024, 2, 29)),
        (date(2024, 2, 29), "12mo", date(2025, 2, 28)),
        (date(2024, 2, 29), "4y", date(2028, 2, 29)),
        (date(2025, 1, 31), "18mo", date(2026, 7, 31)),
        (date(2025, 1, 31), "1mo", date(2025, 2, 28)),
        (date(2025, 4, 30), "1mo", date(2025, 5, 30)),
        (date(2025, 12, 1), "6mo", date(2026, 6, 1)),
        (date(2026, 3, 2), "30d", date(2026, 4, 1)),
        (date(2028, 2, 15), "20d", date(2028, 3, 6)),
        (date(2026, 3, 2), "2w", date(2026, 3, 16)),
        (date(2025, 6, 10), "12mo", date(2026, 6, 10)),
    ],
)
def test_the_first_day_is_not_counted_and_months_end_on_their_day(start: date, span: str, expected: date) -> None:
    assert last_day(start, parse(span)) == expected


def test_hours_have_no_last_day() -> None:
    with pytest.raises(ValueError, match="instant"):
        last_day(date(2026, 3, 2), parse("12h"))


@pytest.mark.parametrize("span", ["2wh", "3wd"])
def test_working_time_asks_for_a_calendar(span: str) -> None:
    with pytest.raises(NeedsCalendar, match="需要工作日历"):
        due_at(datetime(2026, 3, 2, tzinfo=SHANGHAI), parse(span), SHANGHAI)


@given(DAYS, st.integers(1, 240))
def test_a_month_span_ends_on_the_same_day_or_the_last_of_the_month(start: date, months: int) -> None:
    end = add_months(start, months)

    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).month != end.month)


@given(DAYS, DAYS, st.sampled_from(["1d", "30d", "2w", "1mo", "6mo", "18mo", "1y"]))
def test_a_later_start_never_ends_earlier(one: date, other: date, span: str) -> None:
    first, second = sorted((one, other))

    assert last_day(first, parse(span)) <= last_day(second, parse(span))


@given(DAYS, st.sampled_from(["d", "w", "mo", "y"]), st.integers(1, 60))
def test_a_longer_span_ends_later(start: date, unit: str, count: int) -> None:
    assert last_day(start, Duration(count, unit)) < last_day(start, Duration(count + 1, unit))
