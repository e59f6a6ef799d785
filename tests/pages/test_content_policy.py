"""The strict policy reaches the browser, on every kind of page."""

import pytest
from django.test import Client

from tests import factories
from tests.factories import World
from tests.pages.conftest import SignedIn

PAGES = [
    "/tickets/",
    "/tickets/new/",
    "/tickets/T2603-0001/",
    "/search/?q=P1",
    "/rulebook/",
    "/inbox/",
    "/tickets/none/",
]


@pytest.mark.parametrize("url", PAGES)
def test_desk_pages_allow_nothing_in_place(world: World, desk: Client, url: str) -> None:
    factories.reported(world)

    policy = desk.get(url)["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("url", ["/m/", "/m/T2603-0001/", "/m/T2603-0001/card/"])
def test_phone_pages_allow_nothing_in_place(world: World, signed_in: SignedIn, url: str) -> None:
    factories.working(world)

    answer = signed_in("e1").get(url)

    assert answer.status_code == 200
    assert "unsafe" not in answer["Content-Security-Policy"]
