"""One journey for each role: what meets it after signing in, what it does there, and the way on."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page, expect

from accounts.models import Person
from accounts.services import take_off_post
from accounts.states import PersonState
from core import clock
from judgement.models import Proposal
from judgement.states import ProposalState
from penalties.services import record_incident
from rulebook.models import RulebookVersion
from rulebook.states import VersionState
from tests import factories
from tests.browser import steps
from tests.factories import World
from tickets import services
from tickets.models import Ticket
from tickets.states import TicketState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOUR = timedelta(hours=1)


def offence(world: World) -> Proposal:
    """张伟 could not mend an ordinary fault: two hundred to five hundred yuan, decided by the head."""
    photo = SimpleUploadedFile("证据.png", steps.PIXEL, "image/png")
    record_incident(
        kind="backup_sent", person=world.e1, facts="一般故障未能排除", evidence=[photo], actor=world.liaison,
        now=clock.now() - HOUR,
    )  # fmt: skip
    return Proposal.objects.get()


def test_administrator_lands_in_the_admin_and_hires_an_engineer(page: Page, world: World) -> None:
    steps.sign_in(page, "administrator")
    page.wait_for_url("**/admin/")
    page.locator(".act-links").get_by_role("link", name="人员", exact=True).click()
    page.get_by_role("link", name="新增人员").click()
    page.fill("[name=username]", "qiushui")
    page.fill("[name=name]", "秋水")

    steps.send(page)

    expect(page.get_by_text("秋水").first).to_be_visible()
    page.get_by_role("link", name="通知").click()
    page.locator(".sidenav").get_by_role("link", name="管理台").click()
    page.wait_for_url("**/admin/")


def test_head_is_told_the_range_and_keeps_what_was_typed(page: Page, world: World) -> None:
    waiting = offence(world)
    steps.sign_in(page, "head")
    page.locator(".sidenav").get_by_role("link", name="考核裁决").click()
    page.get_by_role("link", name="9.9").first.click()
    page.get_by_role("link", name="确认").click()
    page.fill("[name=amount]", "800")
    page.fill("[name=reason]", "未按规程检查")
    steps.send(page)
    expect(page.get_by_text("金额须在条款规定的范围内")).to_be_visible()
    assert page.input_value("[name=amount]") == "800"
    assert page.input_value("[name=reason]") == "未按规程检查"

    page.fill("[name=amount]", "300")
    steps.send(page)

    expect(page.get_by_text("已确认：张伟")).to_be_visible()
    assert Proposal.objects.get(pk=waiting.pk).state == ProposalState.CONFIRMED
    page.goto("/admin/penalties/ledgerentry/months/")
    expect(page.locator(".act-table")).to_contain_text("300.00")
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 Excel").or_(page.get_by_role("button", name="导出 Excel")).click()
    assert download.value.suggested_filename.endswith(".xlsx")


def test_general_manager_publishes_what_the_head_drafted(page: Page, world: World) -> None:
    steps.sign_in(page, "head")
    page.goto("/admin/rulebook/rulebookversion/")
    page.get_by_role("link", name="起草新版").click()
    page.select_option("[name=name]", "waiver_submit")
    page.fill("[name=value]", "十天")
    steps.send(page)
    expect(page.get_by_text("请填写期限")).to_be_visible()
    page.fill("[name=value]", "10d")
    steps.send(page)
    expect(page.get_by_text("第 2 版草稿已保存")).to_be_visible()

    steps.sign_in(page, "gm")
    page.goto("/admin/rulebook/rulebookversion/")
    page.get_by_role("link", name="第 2 版").click()
    expect(page.get_by_role("row", name="6.2 书面证明提交期限 7天 10天")).to_be_visible()
    page.get_by_role("link", name="发布").click()
    steps.send(page)

    expect(page.get_by_text("第 2 版已发布")).to_be_visible()
    assert RulebookVersion.objects.get(number=2).state == VersionState.PUBLISHED


def test_general_manager_puts_an_engineer_back_on_his_post(page: Page, world: World) -> None:
    take_off_post(person=world.e1, actor=world.gm, now=clock.now() - HOUR, reason="服务卡作假", clause="9.5")
    steps.sign_in(page, "gm")
    page.goto(f"/admin/accounts/person/{world.e1.pk}/")

    page.get_by_role("link", name="恢复上岗").click()
    if page.locator("form.act-sheet textarea").count():
        page.fill("form.act-sheet textarea", "培训合格")
    steps.send(page)

    expect(page.get_by_text("在岗").first).to_be_visible()
    assert Person.objects.get(pk=world.e1.pk).state == PersonState.ACTIVE


def test_head_hands_his_decisions_to_a_deputy_who_finds_them(page: Page, world: World) -> None:
    offence(world)
    steps.sign_in(page, "head")
    page.goto("/admin/accounts/delegation/delegate/")
    page.select_option("[name=deputy]", label=world.quality_supervisor.name)
    page.fill("[name=until]", f"{clock.local_day(clock.now()) + timedelta(days=3):%Y-%m-%d}")
    steps.send(page)
    expect(page.locator("main, #content").first).to_contain_text(world.quality_supervisor.name)

    steps.sign_in(page, "quality_supervisor")

    expect(page.locator(".sidenav")).to_contain_text("考核裁决 1")


def test_supervisor_answers_from_the_inbox_what_the_engineer_could_not_solve(
    page: Page, phone: Page, world: World
) -> None:
    ticket = factories.on_site(world, at=clock.now() - 4 * HOUR, serial=steps.fresh_serial(world))
    steps.sign_in(phone, "e1")
    phone.goto(f"/m/{ticket.number}/escalate/")
    phone.get_by_role("button", name="上报").click()
    expect(phone.locator(".invalid-feedback")).to_be_visible()
    phone.fill("textarea", "主板自检不过")
    phone.get_by_role("button", name="上报").click()
    expect(phone.locator(".notice").first).to_contain_text("已上报")

    steps.sign_in(page, "supervisor")
    page.goto("/inbox/")
    page.get_by_role("button", name="现场无法解决").click()
    page.wait_for_url(f"**/tickets/{ticket.number}/")
    expect(page.locator("section.next")).to_contain_text("等待部门答复")
    page.click("section.next .btn-primary")
    page.fill("dialog textarea", "更换主板，件已安排")
    steps.confirm(page, "已答复")


def test_paid_service_goes_by_the_office_and_comes_back_by_the_heads_instruction(page: Page, world: World) -> None:
    ticket = factories.reported(world, at=clock.now() - HOUR, serial="P4")
    steps.sign_in(page, "liaison")
    steps.open_act(page, ticket.number, "转办事处")
    page.select_option("dialog select", label="贵阳办事处")
    steps.confirm(page, "已转办事处")
    steps.sign_in(page, "office_head")
    expect(page.locator(".queue")).to_contain_text(ticket.number)
    steps.sign_in(page, "head")
    steps.open_act(page, ticket.number, "批示")
    page.fill("dialog textarea", "同意派员上门")
    steps.confirm(page, "批示已记录")

    steps.sign_in(page, "liaison")
    page.goto(f"/tickets/{ticket.number}/")

    expect(page.locator("section.next .btn-primary")).to_have_text("派工")


def test_unsolved_call_opens_the_second_cycle(page: Page, world: World) -> None:
    ticket = factories.to_call(world, at=clock.now() - 30 * HOUR, serial=steps.fresh_serial(world))
    steps.sign_in(page, "liaison")
    steps.open_act(page, ticket.number, "回访")
    page.locator("dialog label", has_text="未解决").locator("input").check()

    steps.confirm(page, "回访已登记")

    expect(page.locator(".ticket-head")).to_contain_text("第 2 轮")
    expect(page.locator("main")).to_contain_text("未解决")
    assert Ticket.objects.get().state == TicketState.REPORTED


def test_unreachable_customer_is_closed_apart_after_three_calls(page: Page, world: World) -> None:
    ticket = factories.to_call(world, at=clock.now() - 30 * HOUR, serial=steps.fresh_serial(world))
    for _ in range(3):
        services.follow_up(ticket=ticket, outcome="no_answer", actor=world.liaison, now=clock.now())
    steps.sign_in(page, "supervisor")
    steps.open_act(page, ticket.number, "无法回访")

    steps.confirm(page, "工单已关闭")

    assert Ticket.objects.get().state == TicketState.CLOSED_UNREACHABLE


def test_second_report_of_one_fault_is_linked_and_cancelled(page: Page, world: World) -> None:
    serial = steps.fresh_serial(world)
    first = factories.reported(world, at=clock.now() - 2 * HOUR, serial=serial)
    second = factories.reported(world, at=clock.now() - HOUR, serial=serial)
    steps.sign_in(page, "liaison")
    steps.open_act(page, second.number, "重复")
    page.fill("dialog input[type=text]", first.number)

    steps.confirm(page, "已关联到原工单")

    expect(page.get_by_role("link", name=first.number).first).to_be_visible()


def test_auditor_sees_everything_and_is_offered_nothing_to_change(page: Page, world: World) -> None:
    waiting = offence(world)
    ticket = factories.dispatched(world, at=clock.now() - HOUR, serial=steps.fresh_serial(world))
    steps.sign_in(page, "auditor")
    page.goto(f"/tickets/{ticket.number}/")
    expect(page.locator("section.next")).to_contain_text("等待接单")
    expect(page.locator("section.next a, section.next button, #new-fault")).to_have_count(0)
    expect(page.locator("main")).not_to_contain_text("13800000000")

    page.goto(f"/admin/judgement/proposal/{waiting.pk}/")

    expect(page.locator(".act-figure, .act-sheet").first).to_be_visible()
    expect(page.locator("a.act-button")).to_have_count(0)
    assert page.goto(f"/admin/judgement/proposal/{waiting.pk}/confirm/").status == 403


@pytest.mark.parametrize(
    ("username", "met"),
    [("finance", "月度结算"), ("salesperson", "急需购件报告"), ("statistician", "待我处理"), ("inspector", "旧件"),
     ("keeper", "库存"), ("freight", "待我处理")],
)  # fmt: skip
def test_role_without_a_queue_finds_what_is_its_and_open_doors_only(
    page: Page, world: World, username: str, met: str
) -> None:
    steps.sign_in(page, username)
    expect(page.locator("main")).to_contain_text(met)

    doors = [door.get_attribute("href") or "" for door in page.locator("a.door, .sidenav a").all()]

    assert [page.goto(door).status for door in doors] == [200] * len(doors)
