"""The standard company on the evening of 20 April 2026."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.test import Client

from core import clock
from tests import factories
from tests.factories import World, moment

LOOK = moment("2026-04-20 18:00:00")


@pytest.fixture
def world(db: None) -> World:
    return factories.company()


@pytest.fixture(autouse=True)
def now() -> Iterator[datetime]:
    with clock.travel(LOOK):
        yield LOOK


@pytest.fixture
def signed_in(world: World) -> Callable[[str], Client]:
    """`signed_in("head")` is the browser of that person."""

    def enter(username: str) -> Client:
        client = Client()
        client.force_login(world.people[username])
        return client

    return enter
