"""The administration opens in a browser, with its styles and without an error in its scripts."""

import pytest
from playwright.sync_api import Page

from tests.support.company import found

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_before_there_is_a_company_every_way_leads_to_its_set_up(page: Page) -> None:
    page.goto("/admin/")

    assert page.title().startswith("设立公司")


def test_administration_asks_for_a_password_in_chinese(page: Page) -> None:
    found()
    page.goto("/admin/")

    assert page.title().startswith("登录")
    assert page.locator("input[type=password]").is_visible()


def test_administration_fits_a_phone(phone: Page) -> None:
    found()
    phone.goto("/admin/")

    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
