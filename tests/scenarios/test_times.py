from datetime import date, datetime, timedelta, timezone

import pytest

from scenarios import times
from scenarios.errors import FormatError

SHANGHAI = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-03-02 08:00:00", datetime(2026, 3, 2, 8, tzinfo=SHANGHAI)),
        ("2026-03-02 20:00:00.001", datetime(2026, 3, 2, 20, 0, 0, 1000, tzinfo=SHANGHAI)),
        ("2026-03-02 20:00:00.000001", datetime(2026, 3, 2, 20, 0, 0, 1, tzinfo=SHANGHAI)),
        ("2026-12-31 24:00", datetime(2027, 1, 1, tzinfo=SHANGHAI)),
    ],
)
def test_a_moment_is_local_and_exact_to_the_microsecond(text, instant):
    assert times.moment(text) == instant


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02", "2026-03-02 8:00:00", "2026-03-02 25:00:00", "2026-02-30 08:00:00", "2026-03-02 24:00:00",
        "2026-03-02 08:00:00.1234567", None, date(2026, 3, 2),
    ],
)  # fmt: skip
def test_what_is_no_quoted_time_is_refused(text):
    with pytest.raises(FormatError):
        times.moment(text)


def test_a_limit_in_days_is_kept_until_the_last_microsecond_of_its_day():
    assert times.limit("2026-04-01 24:00") == times.moment("2026-04-02 00:00:00") - timedelta(microseconds=1)
    assert times.limit("2026-04-01 12:00:00") == times.moment("2026-04-01 12:00:00")


def test_a_day_may_be_quoted_or_not():
    assert times.day("2026-03-02") == times.day(date(2026, 3, 2)) == date(2026, 3, 2)
    with pytest.raises(FormatError, match="is not a date"):
        times.day("2. March")


@pytest.mark.parametrize("text", ["2026-03-02 08:00:00", "2026-03-02 20:00:00.001", "2026-04-01 24:00"])
def test_instants_are_written_as_scenarios_write_them(text):
    assert times.written(times.limit(text)) == text
