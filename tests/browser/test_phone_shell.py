"""The app at 390 px: with letters twice as large, and still while it is loaded and brought up to date."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from core import clock
from tests import factories
from tests.browser.steps import sign_in
from tests.factories import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OBSERVE = """
addEventListener("DOMContentLoaded", () => { window.shifted = 0; });
new PerformanceObserver((list) => {
  const moved = list.getEntries().filter((entry) => !entry.hadRecentInput);
  for (const entry of moved) window.shifted = (window.shifted ?? 0) + entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
LARGE = "document.documentElement.style.fontSize = '200%'"


def pages(number: str) -> tuple[str, ...]:
    return ("/m/", f"/m/{number}/", f"/m/{number}/arrive/", f"/m/{number}/card/", "/m/outbox/", "/m/account/")


def test_nothing_is_cut_off_with_letters_twice_as_large(phone: Page, world: World) -> None:
    ticket = factories.working(world, at=clock.now() - timedelta(hours=5), fault="主泵无压力，整线停机" * 6)
    sign_in(phone, "e1")

    for url in pages(ticket.number):
        phone.goto(url)
        phone.evaluate(LARGE)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, url


def test_nothing_moves_under_the_thumb_while_a_page_is_loaded(phone: Page, world: World) -> None:
    ticket = factories.working(world, at=clock.now() - timedelta(hours=5))
    phone.add_init_script(OBSERVE)
    sign_in(phone, "e1")

    for url in pages(ticket.number):
        phone.goto(url)
        expect(phone.locator("[hx-trigger=load]")).to_have_count(0)
        phone.wait_for_function("document.readyState === 'complete'")
        assert phone.evaluate("window.shifted ?? 0") <= 0.02, url
