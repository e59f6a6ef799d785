"""The demo is made at any hour: what it tells of a day stays on that day, shortly before midnight too."""

from datetime import datetime, timedelta

import pytest

from core.clock import local_day, zone
from scenarios.demo import journeys
from scenarios.demo.story import Story

HOURS = ("00:30", "09:00", "22:15", "23:45")


@pytest.mark.parametrize("hour", HOURS)
def test_a_report_is_sent_on_the_day_it_is_about(hour):
    made = datetime.fromisoformat(f"2026-11-22 {hour}").replace(tzinfo=zone())
    for ago in (30, 29, 1):
        told = journeys._reported(Story({}, made), "zhang", "四川省攀枝花市", ago)
        assert local_day(told.acts[0].at) == local_day(made) - timedelta(days=ago)


@pytest.mark.parametrize("hour", HOURS)
def test_calling_back_is_about_the_day_that_is_meant(hour, monkeypatch):
    made = datetime.fromisoformat(f"2026-11-22 {hour}").replace(tzinfo=zone())
    asked = []
    monkeypatch.setattr(journeys, "open_what_begins", lambda now: None)
    monkeypatch.setattr(journeys.fieldservice, "verify_daily_report", lambda **given: asked.append(given["day"]))

    told = journeys._called_back(Story({"zhang": None, "clerk": None}, made), "zhang", 29, "missing", "忘记报送")
    told.acts[0].do(told.acts[0].at)

    assert asked == [local_day(made) - timedelta(days=29)]
    assert local_day(told.acts[0].at) > asked[0]
