"""The administration opens in a browser, with its styles and without an error in its scripts."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_administration_asks_for_a_password_in_chinese(page):
    page.goto("/admin/")

    assert page.title().startswith("登录")
    assert page.locator("input[type=password]").is_visible()


def test_administration_fits_a_phone(phone):
    phone.goto("/admin/")

    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
