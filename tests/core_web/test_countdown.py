"""What is left of a limit, in words, colour and length; and instants as people read them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core import clock
from core.countdown import left, spell
from core.templatetags.clockwork import day, due_minute, due_stamp, exact, stamp

START = datetime(2026, 3, 2, 8, tzinfo=ZoneInfo("Asia/Shanghai"))
DUE = START + timedelta(hours=12)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("now", "text", "tone", "permille"),
    [
        (START, "剩 12:00", "ok", 0),
        (DUE - timedelta(hours=3), "剩 3:00", "ok", 750),
        (DUE - timedelta(hours=3) + MINUTE, "剩 2:59", "warn", 751),
        (DUE - MINUTE, "剩 0:01", "warn", 999),
        (DUE, "剩 0:00", "warn", 1000),
        (DUE + MINUTE, "超 0:01", "late", 1000),
    ],
)
def test_countdown_around_the_limit(now: datetime, text: str, tone: str, permille: int) -> None:
    found = left(START, DUE, now=now)

    assert (found.text, found.tone, found.permille) == (text, tone, permille)


def test_a_microsecond_after_the_limit_is_late() -> None:
    assert left(START, DUE, now=DUE + timedelta(microseconds=1)).tone == "late"


def test_limit_that_ends_as_it_begins_is_used_up() -> None:
    assert left(START, START, now=START).permille == 1000


@pytest.mark.parametrize(
    ("hours", "told"), [(0, "0:00"), (30.3, "30:18"), (71.99, "71:59"), (72, "3 天 0 小时"), (100, "4 天 4 小时")]
)
def test_long_spans_are_told_in_days(hours: float, told: str) -> None:
    assert spell(timedelta(hours=hours)) == told


@pytest.fixture
def look() -> object:
    with clock.travel(START):
        yield START


@pytest.mark.usefixtures("look")
def test_near_days_have_names() -> None:
    days = [day(START + timedelta(days=count)) for count in (-1, 0, 1, 2)]

    assert days == ["昨日", "今日", "明日", "03-04"]
    assert day(datetime(2025, 12, 31, 12, tzinfo=ZoneInfo("Asia/Shanghai"))) == "2025-12-31"


@pytest.mark.usefixtures("look")
def test_limit_that_ends_with_its_day_is_told_as_midnight() -> None:
    end = datetime(2026, 3, 2, 23, 59, 59, 999999, tzinfo=ZoneInfo("Asia/Shanghai"))

    assert due_stamp(end) == due_minute(end) == "今日 24:00"


@pytest.mark.usefixtures("look")
def test_limit_is_told_to_the_second_only_where_it_has_seconds() -> None:
    assert (due_stamp(DUE), due_stamp(DUE + timedelta(seconds=8))) == ("今日 20:00", "今日 20:00:08")
    assert due_minute(DUE + timedelta(seconds=8)) == "今日 20:00"


@pytest.mark.usefixtures("look")
def test_instants_are_told_in_the_companys_zone() -> None:
    utc = START.astimezone(ZoneInfo("UTC"))

    assert (stamp(utc), exact(utc), stamp(None), exact(None)) == ("今日 08:00", "今日 08:00:00", "", "")
