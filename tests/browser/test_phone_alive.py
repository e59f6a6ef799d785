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


@pytest.mark.parametrize("agrees", [False, True])
def test_check_in_without_permission_for_the_position_still_counts(phone: Page, world: World, agrees: bool) -> None:
    ticket = factories.dispatched(world, at=clock.now() - timedelta(hours=1))
    sign_in(phone, "e1")
    phone.goto(f"/m/{ticket.number}/arrive/")
    phone.locator("[name=consent]").set_checked(agrees)

    phone.click("form[data-position] button")

    expect(phone.locator(".notice")).to_contain_text("已打卡")
    assert Arrival.objects.get().outcome in ("refused", "no_signal")


def test_the_phone_is_asked_where_it_is_only_after_consent(phone: Page, world: World) -> None:
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"latitude": 29.563, "longitude": 106.551, "accuracy": 35})
    first = factories.dispatched(world, at=clock.now() - timedelta(hours=1))
    second = factories.dispatched(world, at=clock.now() - timedelta(hours=1), serial="P2")
    sign_in(phone, "e1")
    phone.goto(f"/m/{first.number}/arrive/")
    phone.click("form[data-position] button")
    expect(phone.locator(".notice")).to_contain_text("未授权定位")

    phone.goto(f"/m/{second.number}/arrive/")
    phone.check("[name=consent]")
    phone.click("form[data-position] button")
    expect(phone.locator(".notice")).to_contain_text("位置已记录")

    assert list(Arrival.objects.order_by("pk").values_list("latitude", flat=True)) == [None, 29.563]


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
