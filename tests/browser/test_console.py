"""The console in a real browser: the drawer keeps the list, a colleague's act appears by itself, keys do the work."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from core import clock
from tests import factories
from tests.browser.conftest import OFFICE
from tests.browser.steps import fresh_serial, sign_in
from tests.factories import World
from tickets import services
from tickets.models import Assignment, Ticket
from tickets.states import TicketState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOUR = timedelta(hours=1)
# A poll comes every six seconds; a colleague's act must be seen within ten.
SOON = 10_000


def two(world: World) -> tuple[Ticket, Ticket]:
    """The one that is due first, and another; both of machines in warranty."""
    serial = fresh_serial(world)
    other = factories.machine("NEW-2", world.customers["c1"], ex_factory_on=clock.local_day(clock.now()))
    first = factories.reported(world, at=clock.now() - 2 * HOUR, serial=serial)
    return first, factories.reported(world, at=clock.now() - HOUR, serial=other.serial)


def test_drawer_opens_beside_the_list_and_the_address_keeps_it(page: Page, world: World) -> None:
    first, second = two(world)
    sign_in(page, "liaison")
    page.goto("/tickets/?queue=reported")
    page.locator(f'[data-row="{first.number}"]').click()
    expect(page.locator("#drawer")).to_contain_text("规定时限（省内）")
    expect(page).to_have_url(re.compile(rf"ticket={first.number}"))
    expect(page.locator("#rows [data-row]")).to_have_count(2)
    page.locator(f'[data-row="{second.number}"]').click()
    expect(page.locator(".drawer-head")).to_contain_text(second.number)

    page.go_back()
    expect(page.locator(".drawer-head")).to_contain_text(first.number)
    page.reload()
    expect(page.locator(".drawer-head")).to_contain_text(first.number)
    page.go_back()
    expect(page.locator("#drawer")).to_be_hidden()


def test_colleagues_act_changes_the_row_in_place_and_takes_no_focus(page: Page, world: World) -> None:
    first, second = two(world)
    sign_in(page, "liaison")
    page.goto("/tickets/?queue=open")
    page.keyboard.press("j")
    row = page.locator(f'[data-row="{first.number}"]')
    expect(row.locator("a[data-main]")).to_be_focused()

    services.dispatch(ticket=first, engineer=world.e1, actor=world.liaison, now=clock.now())

    expect(row).to_contain_text("张伟", timeout=SOON)
    expect(row).to_contain_text("已派工")
    expect(row.locator("a[data-main]")).to_be_focused()
    expect(page.locator('.nav-count[data-count="dispatched"]')).to_have_text("1")
    assert [one.get_attribute("data-row") for one in page.locator("#rows [data-row]").all()] == [
        first.number, second.number,
    ]  # fmt: skip


def test_new_ticket_waits_behind_a_line_until_it_is_asked_for(page: Page, world: World) -> None:
    first, second = two(world)
    sign_in(page, "liaison")
    page.goto("/tickets/?queue=open")
    expect(page.locator("#rows [data-row]")).to_have_count(2)

    third = factories.reported(world, serial="P2")

    expect(page.locator("#news")).to_contain_text("1 条新工单", timeout=SOON)
    expect(page.locator("#rows [data-row]")).to_have_count(2)
    page.keyboard.press("r")
    expect(page.locator(f'[data-row="{third.number}"]')).to_be_visible()
    expect(page.locator("#news")).to_be_hidden()
    assert {first.number, second.number} <= {
        one.get_attribute("data-row") for one in page.locator("#rows [data-row]").all()
    }


def test_row_that_left_the_queue_stays_where_it_was_and_says_so(page: Page, world: World) -> None:
    first, _second = two(world)
    sign_in(page, "liaison")
    page.goto("/tickets/?queue=reported")

    services.dispatch(ticket=first, engineer=world.e1, actor=world.liaison, now=clock.now())

    row = page.locator(f'[data-row="{first.number}"]')
    expect(row).to_contain_text("已移出本列表", timeout=SOON)
    expect(page.locator("#rows [data-row]")).to_have_count(2)


def test_late_row_turns_red_by_itself(page: Page, world: World) -> None:
    ticket = factories.reported(
        world, at=clock.now() - 12 * HOUR + timedelta(seconds=8), serial=fresh_serial(world)
    )
    sign_in(page, "liaison")
    page.goto("/tickets/?queue=open")
    row = page.locator(f'[data-row="{ticket.number}"]')
    expect(row).to_contain_text("剩 0:00")

    expect(row).to_have_class(re.compile("is-late"), timeout=2 * SOON)
    expect(row).to_contain_text("超 0:00")
    expect(page.locator('.nav-count[data-count="overdue"]')).to_have_text("1", timeout=SOON)


def test_dispatch_in_one_click_without_leaving_the_list(page: Page, world: World) -> None:
    first, _second = two(world)
    sign_in(page, "liaison")
    page.goto(f"/tickets/?queue=open&ticket={first.number}")

    page.get_by_role("button", name="派给张伟").click()

    expect(page.locator("#drawer")).to_contain_text("已派给张伟，等待接单")
    expect(page.locator(f'[data-row="{first.number}"]')).to_contain_text("张伟", timeout=SOON)
    expect(page.locator("#toasts")).to_contain_text("已派工")
    assert Assignment.objects.get().engineer == world.e1


def test_keys_open_dispatch_and_close(page: Page, world: World) -> None:
    two(world)
    sign_in(page, "liaison")
    page.goto("/tickets/?queue=reported")
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_contain_text("派工")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("d")
    expect(page.locator("[data-dispatch]").first).to_be_focused()

    page.keyboard.press("Enter")

    expect(page.locator("#drawer")).to_contain_text("等待接单")
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    assert Assignment.objects.count() == 1


def test_two_dispatchers_the_second_is_told_who_was_quicker(page: Page, world: World) -> None:
    first, _second = two(world)
    sign_in(page, "liaison")
    page.goto(f"/tickets/?queue=reported&ticket={first.number}")
    services.dispatch(ticket=first, engineer=world.e2, actor=world.liaison, now=clock.now())

    page.get_by_role("button", name="派给张伟").click()

    expect(page.locator("dialog[open]")).to_contain_text("现在由王强负责")
    assert Assignment.objects.get().engineer == world.e2


def test_search_answers_while_typing_and_arrows_choose(page: Page, world: World) -> None:
    first, _second = two(world)
    sign_in(page, "liaison")
    page.goto("/tickets/")
    page.keyboard.press("/")
    page.keyboard.type(first.number[:8])
    expect(page.locator("#suggestions")).to_contain_text(first.number)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(r"/tickets/T\d+-\d+/"))


def test_duplicate_is_seen_while_typing_and_linked_by_one_click(page: Page, world: World) -> None:
    first, _second = two(world)
    sign_in(page, "liaison")
    page.goto("/tickets/new/")
    page.fill("#id_serial", first.serial)
    expect(page.locator(".twins")).to_contain_text("同一设备")
    page.fill("#id_fault", "又来电催促")

    page.locator(".twin", has_text=first.number).get_by_role("button", name="是同一件事").click()

    expect(page.locator(".notice").first).to_contain_text("并关联到这张工单")
    page.wait_for_url(f"**/tickets/{first.number}/")
    assert Ticket.objects.get(duplicate_of=first).state == TicketState.CANCELLED


def test_filters_are_saved_under_a_name(page: Page, world: World) -> None:
    two(world)
    sign_in(page, "liaison")
    page.goto("/tickets/?queue=reported")
    page.get_by_role("link", name="省内").click()
    page.get_by_text("我的视图").click()
    page.fill("[name=name]", "省内待派")
    page.locator(".save-view button").click()
    expect(page.locator(".notice").first).to_contain_text("已保存")
    page.goto("/tickets/")
    page.get_by_text("我的视图").click()

    page.get_by_role("link", name="省内待派").click()

    expect(page).to_have_url(re.compile("queue=reported&zone=in_province"))


def test_hidden_page_does_not_ask(chromium: Browser, live_server, world: World) -> None:
    context = chromium.new_context(base_url=live_server.url, viewport=OFFICE)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url) if "/live/" in request.url else None)
    sign_in(page, "liaison")
    page.add_init_script("Object.defineProperty(document, 'hidden', {get: () => true})")
    page.goto("/tickets/")
    page.wait_for_timeout(4500)
    context.close()

    assert asked == []


def test_console_is_no_wider_than_a_phone(phone: Page, world: World) -> None:
    customer = factories.customer("long", "重庆市两江新区鱼复工业开发区高端装备智能制造股份有限公司第三分公司" * 2)
    machine = factories.machine("L" * 40, customer, ex_factory_on=clock.local_day(clock.now()))
    ticket = factories.reported(world, at=clock.now() - HOUR, serial=machine.serial, fault="主泵无压力" * 60, urgent=True)
    sign_in(phone, "liaison")

    for url in (
        "/tickets/", f"/tickets/?ticket={ticket.number}", f"/tickets/{ticket.number}/", "/tickets/new/",
        f"/tickets/new/?serial={machine.serial}", f"/tickets/{ticket.number}/dispatch/", "/search/?q=重庆",
    ):  # fmt: skip
        phone.goto(url)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, url
