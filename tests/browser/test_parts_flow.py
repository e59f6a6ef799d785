"""From an anomaly on site to the parts in the engineer's hands: ten people, each led by what waits for him."""

from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Department
from core import clock
from tests import factories
from tests.browser import steps
from tests.factories import World
from tickets.models import Ticket
from tickets.states import TicketState
from warranty import services
from warranty.models import Claim, OldPart, Part, PartsRequest, Warehouse
from warranty.states import ClaimState, OldPartState, RequestState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOUR = timedelta(hours=1)


@pytest.fixture
def store(world: World) -> Part:
    """Five gearboxes in the store, and a production department that bears what it caused."""
    production = Department.objects.get_or_create(code="production", defaults={"name": "生产部"})[0]
    world.loss_rep.department = production
    world.loss_rep.save(update_fields=["department"])
    gearbox = Part.objects.create(code="G-1", name="齿轮箱", unit="台", ex_works_price=Decimal("2600.00"), bulky=True)
    services.book_stock(
        part=gearbox, warehouse=Warehouse.objects.create(code="main", name="主库房"), quantity=5, kind="opening",
        note="期初", actor=world.keeper, now=clock.now() - 5 * HOUR,
    )  # fmt: skip
    return gearbox


def work(page: Page, section: str, button: str, told: str, **typed: str) -> None:
    """The one act of a section of the store's page."""
    page.goto("/w/work/")
    page.locator(f"#{section} a.btn-primary", has_text=button).first.click()
    expect(page.locator("dialog")).to_be_visible()
    for name, text in typed.items():
        page.fill(f"dialog [name={name}]", text)
    steps.confirm(page, told)


def test_a_gearbox_from_the_report_to_the_engineers_hands(page: Page, phone: Page, world: World, store: Part) -> None:
    ticket = factories.on_site(world, at=clock.now() - 4 * HOUR, serial=steps.fresh_serial(world))

    steps.sign_in(phone, "e1")
    phone.goto(f"/m/{ticket.number}/report/")
    phone.fill("[name=work_done]", "拆检齿轮箱，测量齿侧间隙")
    phone.fill("[name=analysis]", "二级齿轮断齿，润滑油含铁屑")
    phone.fill("[name=proposal]", "更换齿轮箱总成")
    phone.set_input_files("input[type=file]", steps.PHOTO)
    phone.get_by_role("button", name="提交报告").click()
    expect(phone.locator(".notice").first).to_be_visible()

    steps.sign_in(page, "liaison")
    page.locator(".sidenav").get_by_role("link", name="待核对报告").click()
    expect(page.locator("main")).to_contain_text("二级齿轮断齿")
    page.get_by_role("link", name="受理异常报告").click()
    steps.confirm(page, "已受理")
    page.goto(f"/w/reports/{ticket.anomaly_reports.get().number}/parts/")
    page.locator("button.found", has_text="G-1").click()
    expect(page.locator("#chosen")).to_contain_text("总经理")
    page.locator("form.parts-form .btn-primary").click()
    expect(page.locator(".notice").first).to_contain_text("判定损失责任部门")

    steps.sign_in(page, "supervisor")
    page.goto("/admin/approvals/signoff/")
    page.locator("main a, #result_list a").filter(has_text=PartsRequest.objects.get().number).first.click()
    page.select_option("[name=loss_department]", "production")
    page.get_by_role("button", name="判定", exact=True).click()
    expect(page.get_by_text("已判定").first).to_be_visible()

    steps.sign_in(page, "gm")
    page.goto("/admin/approvals/signoff/")
    page.locator("main a, #result_list a").filter(has_text=PartsRequest.objects.get().number).first.click()
    expect(page.get_by_text("2,600.00").first).to_be_visible()
    page.get_by_role("button", name="批准", exact=True).click()
    expect(page.get_by_text("已批准").first).to_be_visible()
    assert PartsRequest.objects.get().state == RequestState.APPROVED

    steps.sign_in(page, "statistician")
    page.wait_for_url("**/w/work/")
    work(page, "issue", "开", "三包单已开")
    steps.sign_in(page, "loss_rep")
    page.locator("#sign a.btn-primary").click()
    expect(page.locator("main")).to_contain_text("齿轮箱")
    page.locator("main a", has_text="签字").first.click()
    steps.confirm(page, "已签字")
    steps.sign_in(page, "statistician")
    work(page, "draw", "领料", "已领料")
    work(page, "hand", "交运", "已交运")
    steps.sign_in(page, "freight")
    expect(page.locator("#freight")).to_contain_text("剩")
    work(page, "freight", "发", "已发运", waybill="HY20261122")
    steps.sign_in(page, "liaison")
    work(page, "inform", "通知", "已通知")

    phone.goto("/m/w/parts/")
    expect(phone.locator("main")).to_contain_text("HY20261122")
    phone.get_by_role("link", name="收件").click()
    phone.get_by_role("button", name="确认收件").click()
    expect(phone.locator(".notice").first).to_contain_text("已收件")
    claim = Claim.objects.get()
    assert (claim.state, claim.mode) == (ClaimState.RECEIVED, "freight")

    steps.do_next(phone, ticket.number, "开始维修", "已开始维修")
    steps.write_card(phone, ticket.number, "润滑不良，断齿", "更换齿轮箱，试机正常")
    steps.sign_card(phone)
    phone.goto("/m/w/old-parts/")
    expect(phone.locator("main")).to_contain_text("齿轮箱")
    assert OldPart.objects.get().state == OldPartState.OWED

    steps.sign_in(page, "clerk")
    page.goto("/w/old-parts/")
    page.get_by_role("button", name="入库").first.click()
    expect(page.locator(".notice").first).to_contain_text("旧件已入库")
    steps.sign_in(page, "inspector")
    page.goto("/w/old-parts/")
    page.get_by_role("link", name="检验", exact=True).first.click()
    page.get_by_label("相符", exact=True).check()
    page.get_by_role("button", name="提交检验结果").click()
    expect(page.locator(".notice").first).to_contain_text("检验结果已记录")

    assert OldPart.objects.get().state == OldPartState.MATCHED
    assert Ticket.objects.get().state == TicketState.COMPLETED
