"""Browsers of the standard company's people, at one fixed instant."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client

from core import clock
from tests import factories
from tests.factories import NOTICE, World

# Everything is looked at four hours after the notice of the standard tickets.
LOOK = NOTICE + timedelta(hours=4)
SignedIn = Callable[[str], Client]


@pytest.fixture
def world(db: None) -> World:
    return factories.company()


@pytest.fixture(autouse=True)
def now() -> Iterator[datetime]:
    with clock.travel(LOOK):
        yield LOOK


@pytest.fixture
def signed_in(world: World) -> SignedIn:
    """`signed_in("liaison")` is the browser of that person."""

    def enter(username: str) -> Client:
        client = Client()
        client.force_login(world.people[username])
        return client

    return enter


@pytest.fixture
def desk(signed_in: SignedIn) -> Client:
    """Li Na's browser: the liaison."""
    return signed_in("liaison")


@pytest.fixture
def phone(signed_in: SignedIn) -> Client:
    """Zhang Wei's phone."""
    return signed_in("e1")


_keys = iter(range(10**6))


@pytest.fixture
def key() -> Callable[[], str]:
    """A fresh key, as a freshly rendered form has one."""
    return lambda: f"page-key-{next(_keys)}"
