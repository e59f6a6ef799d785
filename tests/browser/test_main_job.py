"""The main job from the first import to the closed ticket, and a late arrival up to its excuse."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core import clock
from customers.models import Customer, Machine
from deadlines.models import Deadline
from deadlines.services import sweep
from deadlines.states import DeadlineState
from judgement.models import Proposal
from judgement.states import ProposalState
from tests import factories
from tests.browser import steps
from tests.factories import World
from tickets.models import Ticket
from tickets.states import TicketState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILES = Path(__file__).parent.parent / "data" / "installed_base"
HOUR = timedelta(hours=1)


def import_files(page: Page) -> None:
    steps.upload(page, "/admin/customers/customer/import/", FILES / "customers_gbk.csv")
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("新增 3000, 更新 0, 未变 0, 拒绝 0")).to_be_visible(timeout=60_000)
    steps.upload(page, "/admin/customers/machine/import/", FILES / "machines.xlsx")
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("新增 9049, 更新 0, 未变 0, 拒绝 0")).to_be_visible(timeout=60_000)


def sold_last_month() -> Machine:
    """One of the real machines at a customer of the company's own province, as if it had just been delivered."""
    found = Machine.objects.filter(customer__province="重庆市", customer__number__startswith="C0").first()
    assert found
    made = clock.local_day(clock.now()) - timedelta(days=30)
    Machine.objects.filter(pk=found.pk).update(ex_factory_on=made)
    return found


def test_job_from_import_to_closed_ticket(page: Page, phone: Page, world: World) -> None:
    steps.sign_in(page, "liaison")
    import_files(page)
    assert Customer.objects.count() == 3000 + len(world.customers)
    machine = sold_last_month()

    page.goto("/")
    page.click("#new-fault")
    page.fill("#id_serial", machine.serial)
    expect(page.locator("#side")).to_contain_text(machine.customer.name)
    expect(page.locator("#side")).to_contain_text("保内")
    expect(page.locator("#side")).to_contain_text("+ 12小时")
    page.fill("#id_fault", "主轴异响，加工面有振纹")
    page.get_by_role("button", name="登记，开始计时").click()
    expect(page.locator(".due")).to_contain_text("条款 5, 6.2")
    number = Ticket.objects.get().number

    steps.open_act(page, number, "派工")
    page.locator("dialog label", has_text="张伟").locator("input").check()
    steps.confirm(page, "已派工")
    expect(page.locator("section.next")).to_contain_text("已派给张伟，等待接单")

    steps.sign_in(phone, "e1")
    steps.do_next(phone, number, "接单", "已接单")
    phone.click("a:has-text('到场打卡')")
    phone.click("form[data-position] button")
    expect(phone.locator(".notice").first).to_contain_text("已打卡")
    steps.do_next(phone, number, "开始维修", "已开始维修")
    steps.write_card(phone, number, "轴承缺油磨损", "更换轴承，试机正常")
    steps.sign_card(phone)

    steps.sign_in(page, "clerk")
    steps.open_act(page, number, "接收服务卡")
    steps.confirm(page, "已接收")

    steps.sign_in(page, "liaison")
    steps.open_act(page, number, "回访")
    page.locator("dialog label", has_text="已解决").locator("input").check()
    steps.confirm(page, "回访已登记")
    expect(page.locator("section.next")).to_contain_text("已关闭")
    assert Ticket.objects.get().state == TicketState.CLOSED
    assert Deadline.objects.get(kind="arrival").state == DeadlineState.MET


def test_late_arrival_is_proposed_and_excused_by_a_photo_from_the_phone(page: Page, phone: Page, world: World) -> None:
    serial = steps.fresh_serial(world)
    ticket = factories.dispatched(world, at=clock.now() - 13 * HOUR, serial=serial)
    sweep(now=clock.now())
    steps.sign_in(phone, "e1")
    phone.goto("/m/me/")
    phone.click(f".fine:has-text('{ticket.number}')")
    expect(phone.locator(".fine-figure")).to_contain_text("1,000.00 元")
    expect(phone.locator("main")).to_contain_text("+ 12小时")

    phone.get_by_role("link", name="提交书面证明").click()
    phone.fill("textarea", "高速封路，绕行三小时")
    phone.set_input_files("input[type=file]", steps.PHOTO)
    phone.get_by_role("button", name="提交").click()
    expect(phone.locator(".notice").first).to_contain_text("书面证明已提交")

    steps.sign_in(page, "head")
    expect(page.locator(".sidenav")).to_contain_text("书面证明 1")
    page.goto("/inbox/")
    page.get_by_role("button", name="张伟 提交了书面证明").click()
    expect(page.get_by_role("link", name=ticket.number)).to_be_visible()
    page.get_by_role("link", name="采纳", exact=False).first.click()
    page.fill("textarea", "封路公告属实")
    steps.send(page)
    expect(page.get_by_text("已采纳 张伟 的书面证明")).to_be_visible()

    assert set(Proposal.objects.values_list("state", flat=True)) == {ProposalState.WAIVED}
    assert Deadline.objects.get(kind="arrival").state == DeadlineState.EXCUSED
    phone.goto("/inbox/")
    phone.get_by_role("button", name="您的书面证明已采纳").click()
    expect(phone.locator("main")).to_contain_text("已免除")
