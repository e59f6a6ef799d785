"""Calendars that the tests count in."""

from zoneinfo import ZoneInfo

import pytest

from core.worktime import Calendar, DayList, weekly
from core.worktime.table import published_list

WORKDAYS = ("mon", "tue", "wed", "thu", "fri")


@pytest.fixture(scope="session")
def cn_public() -> DayList:
    return published_list()


@pytest.fixture
def shanghai(cn_public) -> Calendar:
    """Monday to Friday 08:00-12:00 and 13:00-18:00 on the days China works."""
    week = weekly(WORKDAYS, "08:00", "18:00", [("12:00", "13:00")])
    return Calendar(ZoneInfo("Asia/Shanghai"), week, cn_public)


@pytest.fixture
def berlin() -> Calendar:
    """Round the clock where clocks are changed."""
    return Calendar(ZoneInfo("Europe/Berlin"), dict.fromkeys(range(7), ((0, 86400),)))
