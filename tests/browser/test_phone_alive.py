"""The engineer's phone in a real browser: the check-in without a position, and a finger's signature."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from core import clock
from fieldservice.models import ServiceCard
from tests import factories
from tests.browser.steps import sign_card, sign_in, write_card
from tests.factories import World
from tickets.models import Arrival

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_check_in_without_permission_for_the_position_still_counts(phone: Page, world: World) -> None:
    ticket = factories.dispatched(world, at=clock.now() - timedelta(hours=1))
    sign_in(phone, "e1")
    phone.goto(f"/m/{ticket.number}/arrive/")

    phone.click("form[data-position] button")

    expect(phone.locator(".notice")).to_contain_text("已打卡")
    assert Arrival.objects.get().position in ("refused", "no_signal")


def test_customer_signs_with_a_finger_after_seeing_the_summary(phone: Page, world: World) -> None:
    ticket = factories.working(world, at=clock.now() - timedelta(hours=5))
    sign_in(phone, "e1")
    write_card(phone, ticket.number, "密封件老化", "运行正常")
    expect(phone.locator(".for-customer:visible")).to_contain_text("密封件老化")

    sign_card(phone)

    assert ServiceCard.objects.get().signature is not None


def test_nothing_is_wider_than_the_phone(phone: Page, world: World) -> None:
    ticket = factories.working(world, at=clock.now() - timedelta(hours=5), fault="主泵无压力" * 40)
    sign_in(phone, "e1")

    for url in ("/m/", f"/m/{ticket.number}/", f"/m/{ticket.number}/card/", "/inbox/", "/m/me/", "/rulebook/"):
        phone.goto(url)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, url
