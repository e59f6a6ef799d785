"""What goes wrong on an ordinary day: a clear message, nothing typed is lost, nothing is half-written."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from core import clock
from tests import factories
from tests.browser import steps
from tests.factories import World
from tickets.models import Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


HOUR = timedelta(hours=1)


def new_fault(page: Page, serial: str, fault: str = "主轴异响") -> None:
    page.goto("/tickets/new/")
    page.fill("#id_fault", fault)
    page.fill("#id_serial", serial)
    expect(page.locator("#side")).to_contain_text(serial)


def report(page: Page) -> None:
    page.get_by_role("button", name="登记，开始计时").click()


def test_double_click_reports_one_fault(page: Page, world: World) -> None:
    serial = steps.fresh_serial(world)
    steps.sign_in(page, "liaison")
    new_fault(page, serial)

    page.get_by_role("button", name="登记，开始计时").dblclick()

    page.wait_for_url("**/tickets/T*/")
    assert Ticket.objects.count() == 1


def test_unknown_serial_says_what_is_needed_and_is_taken_as_a_temporary_ticket(page: Page, world: World) -> None:
    steps.sign_in(page, "liaison")
    new_fault(page, "XX-1")
    expect(page.locator("#side")).to_contain_text("出厂编号“XX-1”没有登记")
    report(page)
    expect(page.locator("main")).to_contain_text("请填写客户名称")
    assert page.input_value("#id_fault") == "主轴异响"
    assert not Ticket.objects.exists()

    page.fill("#id_customer_name", "重庆大足五金厂")
    page.fill("#id_contact", "李老板")
    page.select_option("#id_site_province", "重庆市")
    report(page)

    page.wait_for_url("**/tickets/T*/")
    expect(page.locator(".due")).to_contain_text("+ 12小时")


def test_notice_in_the_future_is_refused_at_its_field(page: Page, world: World) -> None:
    serial = steps.fresh_serial(world)
    steps.sign_in(page, "liaison")
    new_fault(page, serial)
    page.fill("#id_notified_at", "2099-01-01T08:00")
    report(page)

    expect(page.locator(".field", has=page.locator("#id_notified_at"))).to_contain_text("不能晚于现在")

    assert page.input_value("#id_fault") == "主轴异响"
    assert not Ticket.objects.exists()


def test_session_that_expires_while_typing_loses_nothing(page: Page, world: World) -> None:
    serial = steps.fresh_serial(world)
    steps.sign_in(page, "liaison")
    new_fault(page, serial, fault="说了很久的故障")
    page.context.clear_cookies(name="sessionid")
    page.fill("#id_serial", f"{serial}X")
    expect(page.locator(".toast-line")).to_contain_text("填写的内容还在")
    with page.context.expect_page() as opened:
        page.click(".toast-line a")
    other = opened.value
    other.fill("#id_username", "liaison")
    other.fill("#id_password", steps.PASSWORD)
    other.click("button.btn-primary")
    expect(other.locator(".menu-user")).to_be_visible()

    page.fill("#id_serial", serial)
    report(page)

    page.wait_for_url("**/tickets/T*/")
    expect(page.locator("h1")).to_contain_text("说了很久的故障")


def test_refused_page_of_the_phone_keeps_its_place(phone: Page, world: World) -> None:
    ticket = factories.dispatched(world, at=clock.now() - HOUR, serial=steps.fresh_serial(world))
    steps.sign_in(phone, "e1")
    phone.goto(f"/m/{ticket.number}/decline/")
    phone.get_by_role("button", name="退回").click()

    expect(phone.locator(".invalid-feedback")).to_contain_text("请填写退单原因")
    expect(phone.locator("dialog[open]")).to_have_count(0)


def test_card_with_a_gap_is_not_shown_to_the_customer(phone: Page, world: World) -> None:
    ticket = factories.working(world, at=clock.now() - 5 * HOUR, serial=steps.fresh_serial(world))
    steps.sign_in(phone, "e1")
    phone.goto(f"/m/{ticket.number}/card/")
    phone.fill("#id_result", "运行正常")
    phone.locator(".card-steps").get_by_role("button", name="签字").click()

    expect(phone.locator(".gaps")).to_contain_text("请先填写“原因分析”")
    phone.locator(".gaps a", has_text="原因分析").click()
    expect(phone.locator("#id_cause_analysis")).to_be_focused()
    steps.draft_saved(phone)
