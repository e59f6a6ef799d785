"""A real Chromium on the live server, as the office sees it and as a phone does."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import factories
from tests.factories import World

# Playwright keeps a loop running in this thread, and Django would take every query for one inside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
# A busy machine is no reason to fail: what is expected may take its time, what never comes still fails.
expect.set_options(timeout=20_000)
OFFICE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


def program() -> str:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    assert found, "Chromium is not installed: `make setup` names the package"
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=list(FLAGS), headless=True)
        yield browser
        browser.close()


@pytest.fixture
def world(transactional_db: None) -> World:
    """The standard company of the tests; without it every page leads to setting one up."""
    return factories.company()


@pytest.fixture
def page(chromium: Browser, live_server) -> Iterator[Page]:
    """A page at 1440×900; addresses such as "/" are of the live server. Errors of its scripts fail the test."""
    yield from _page(chromium, live_server.url, viewport=OFFICE)


@pytest.fixture
def phone(chromium: Browser, live_server) -> Iterator[Page]:
    """The same at 390×844 with touch."""
    yield from _page(chromium, live_server.url, viewport=PHONE, has_touch=True, is_mobile=True)


def _page(chromium: Browser, address: str, **looks: object) -> Iterator[Page]:
    context = chromium.new_context(base_url=address, locale="zh-CN", timezone_id="Asia/Shanghai", **looks)
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda told: errors.append(told.text) if "Content Security Policy" in told.text else None)
    yield page
    context.close()
    assert errors == []
