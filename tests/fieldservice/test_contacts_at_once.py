"""Two at the desk call the same engineer at the same instant, or he calls back meanwhile: one hour, one end."""

from functools import partial

import pytest

from core.errors import WrongState
from deadlines.models import Deadline
from fieldservice import services
from fieldservice.models import ContactAttempt, ContactWatch
from tests.factories import World, company, moment
from tests.support.parallel import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TEN = moment("2026-03-05 10:00:00")


@pytest.fixture
def world(transactional_db) -> World:
    return company()


def call(world: World, who: str) -> None:
    services.call_engineer(engineer=world.e1, answered=False, actor=world.people[who], now=TEN)


def test_two_calls_at_once_begin_one_hour(world):
    at_once([partial(call, world, "liaison"), partial(call, world, "clerk")])

    assert (ContactWatch.objects.get().attempts, ContactAttempt.objects.count()) == (2, 2)
    assert Deadline.objects.get(kind="reachable").facts["contact.attempts"] == 2


def test_two_taps_on_called_back_count_once(world):
    call(world, "liaison")

    def back() -> str:
        try:
            services.call_back(actor=world.e1, now=TEN)
        except WrongState:
            return "refused"
        return "done"

    assert sorted(at_once([back, back])) == ["done", "refused"]
    assert ContactAttempt.objects.filter(by_engineer=True).count() == 1
