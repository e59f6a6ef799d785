"""The desk in a real browser: what appears while typing, dialogs, keys, and an expired session."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from core import clock
from tests import factories
from tests.browser.steps import sign_in
from tests.factories import World
from tickets.models import Assignment, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "geheim-2026"


def fresh(world: World) -> Ticket:
    """Of a machine in warranty, so that somebody has to be sent."""
    machine = factories.machine("NEW-1", world.customers["c1"], ex_factory_on=clock.local_day(clock.now()))
    return factories.reported(world, at=clock.now() - timedelta(minutes=5), serial=machine.serial)


def test_coverage_and_due_time_appear_while_typing(page: Page, world: World) -> None:
    sign_in(page, "liaison")
    page.goto("/tickets/new/")

    page.locator("#id_serial").press_sequentially("p2")

    expect(page.locator("#side")).to_contain_text("成都锦江水务")
    expect(page.locator("#side")).to_contain_text("规定时限（省外）")


def test_dispatch_in_the_dialog_with_a_double_click_sends_once(page: Page, world: World) -> None:
    ticket = fresh(world)
    sign_in(page, "liaison")
    page.goto(f"/tickets/{ticket.number}/")
    page.click("section.next .btn-primary")
    expect(page.locator("dialog")).to_contain_text("负责该区域")

    page.dblclick("dialog .btn-primary")

    expect(page.locator(".notice")).to_contain_text("已派工")
    assert Assignment.objects.count() == 1


def test_expired_session_in_the_dialog_leads_to_sign_in_and_back(page: Page, world: World) -> None:
    ticket = fresh(world)
    sign_in(page, "liaison")
    page.goto(f"/tickets/{ticket.number}/")
    page.context.clear_cookies()

    page.click("section.next .btn-primary")

    page.wait_for_url(f"**/login/?next=/tickets/{ticket.number}/")


def test_keys_search_choose_a_row_and_open_it(page: Page, world: World) -> None:
    ticket = fresh(world)
    sign_in(page, "liaison")
    page.goto("/tickets/")

    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.locator("#search").blur()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator(".drawer-head")).to_contain_text(ticket.number)
    page.keyboard.press("Enter")

    page.wait_for_url(f"**/tickets/{ticket.number}/")
