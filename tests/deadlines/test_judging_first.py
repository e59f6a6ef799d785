"""What is due never waits for what must be opened: not after years of standstill, not for an opener that fails."""

from datetime import date, datetime, timedelta

import pytest

from aftersales import sweeping
from core import clock
from core.heartbeats import SWEEP
from core.models import Heartbeat
from deadlines import services
from deadlines.models import Deadline, OpenedPeriod
from fieldservice.openers import SOURCES
from tests import factories
from tests.factories import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db) -> World:
    return factories.company()


def refuse(now: datetime, *, since: date | None = None) -> int:
    raise RuntimeError("no holidays")


def test_zhang_weis_late_arrival_is_judged_though_nothing_can_be_opened(world, monkeypatch):
    ticket = factories.dispatched(world, at=clock.now() - timedelta(hours=13))
    seen = []
    monkeypatch.setattr(sweeping, "OPENERS", (refuse, lambda now: seen.append(now) or 0))

    done = sweeping.sweep_round()

    assert Deadline.objects.get(kind="arrival", subject_id=ticket.pk).fired_at
    assert (done.fired, done.failed, len(seen)) == (1, 1, 1)
    assert Heartbeat.objects.get(name=SWEEP).detail["failed"] == 1


def test_after_a_year_of_standstill_a_round_looks_at_sixty_periods_and_the_next_goes_on(world):
    now = factories.moment("2026-03-10 10:00:00")
    since = date(2025, 3, 10)

    def periods() -> int:
        services.open_duties(SOURCES, now=now, since=since, limit=5000)
        return OpenedPeriod.objects.exclude(kind="").count()

    assert [periods(), periods()] == [60, 120]
    for _round in range(10):
        periods()
    assert OpenedPeriod.objects.filter(kind="daily_report").count() == 366
