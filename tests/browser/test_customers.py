"""A customer's whole way on a phone: scan, report with photos, follow, rate; and the desk's part of it."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from core import clock
from core.models import StoredFile
from customers.models import Machine
from tests import factories
from tests.browser import steps
from tests.factories import World
from tickets import services as tickets
from tickets.models import Ticket
from tickets.public import selectors, services
from tickets.public.models import PublicReport, Rating
from tickets.public.states import ReportState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOUR = timedelta(hours=1)


def photo(name: str, size: tuple[int, int] = (3000, 2000)) -> FilePayload:
    out = BytesIO()
    Image.new("RGB", size, "#7a4a2b").save(out, "JPEG")
    return FilePayload(name=name, mimeType="image/jpeg", buffer=out.getvalue())


def code_of(machine: Machine, world: World) -> str:
    label = services.issue_labels(machines=[machine], actor=world.liaison, now=clock.now())[0]
    return "/r/" + selectors.label_address(label).split("/r/")[1]


def nothing_sticks_out(page: Page) -> None:
    """No page of a phone scrolls sideways, and the big buttons are for thumbs."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for button in page.locator(".public-big:visible").all():
        box = button.bounding_box()
        assert box
        assert box["height"] >= 44


def finish(ticket: Ticket, world: World) -> None:
    """From the report to the closed ticket, by the people whose work it is."""
    now = clock.now()
    ticket = tickets.dispatch(ticket=ticket, engineer=world.e1, actor=world.liaison, now=now)
    ticket = tickets.arrive(ticket=ticket, actor=world.e1, now=now)
    ticket = tickets.start_work(ticket=ticket, actor=world.e1, now=now)
    card = factories.cards.sign_card(
        ticket=ticket, cause_analysis="密封件老化", result="运行正常", customer_signature=True, actor=world.e1, now=now
    )
    ticket = factories.cards.receive_card(card=card, actor=world.clerk, now=now).ticket
    tickets.follow_up(ticket=ticket, outcome="solved", authentic="genuine", actor=world.liaison, now=now)


def test_from_the_sticker_to_the_stars(phone: Page, page: Page, world: World) -> None:
    services.set_public_pages(phone="023-68001234", engineer_phone=False, actor=world.head, now=clock.now())
    machine = Machine.objects.get(serial=steps.fresh_serial(world))
    phone.goto(code_of(machine, world))
    expect(phone.get_by_text("示范设备有限公司")).to_be_visible()
    nothing_sticks_out(phone)
    phone.fill("#id_fault", "主轴异响，加工面有振纹")
    phone.set_input_files("#id_photos", [photo("铭牌.jpg"), photo("主轴.jpg"), photo("错的.jpg")])
    expect(phone.locator(".public-thumb")).to_have_count(3)
    phone.locator(".public-thumb button").nth(2).click()
    expect(phone.locator(".public-thumb")).to_have_count(2)
    phone.fill("#id_phone", "139 1234 5678")
    phone.get_by_role("button", name="提交报修").click()

    expect(phone.get_by_role("heading", name="报修已提交")).to_be_visible()
    ticket = Ticket.objects.get()
    expect(phone.locator(".public-number")).to_have_text(ticket.number)
    nothing_sticks_out(phone)
    stored = list(StoredFile.objects.filter(kind="fault"))
    assert len(stored) == 2
    # Made small on the phone before they were sent.
    assert {max(Image.open(one.file).size) for one in stored} == {1600}

    phone.get_by_role("link", name="查看进度").click()
    expect(phone.get_by_role("heading", name="已收到您的报修")).to_be_visible()
    finish(ticket, world)
    phone.reload()
    expect(phone.get_by_text("张伟")).to_be_visible()
    phone.locator("label[for=star4]").click()
    phone.fill("#id_text", "来得快，讲得清楚")
    phone.get_by_role("button", name="提交评价").click()
    expect(phone.get_by_role("heading", name="您的评价")).to_be_visible()
    nothing_sticks_out(phone)
    assert Rating.objects.get().stars == 4

    steps.sign_in(page, "liaison")
    page.goto(f"/tickets/{ticket.number}/")
    expect(page.get_by_text("来得快，讲得清楚")).to_be_visible()
    expect(page.locator(".photos img")).to_have_count(2)
    page.get_by_role("button", name="只复制链接").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()


def test_what_looks_like_abuse_is_decided_at_the_desk(phone: Page, page: Page, world: World) -> None:
    machine = Machine.objects.get(serial=steps.fresh_serial(world))
    code = code_of(machine, world)
    for number in range(3):
        phone.goto(code)
        phone.fill("#id_fault", f"第 {number + 1} 次：水泵不出水")
        phone.get_by_role("button", name="提交报修").click()
        expect(phone.get_by_role("heading", name="报修已提交")).to_be_visible()
    expect(phone.get_by_text("客服核对后会马上安排")).to_be_visible()

    steps.sign_in(page, "liaison")
    page.goto("/")
    page.get_by_role("link", name="待核对报修").click()
    expect(page.locator(".review")).to_contain_text("同一设备多次提交")
    page.locator(".review").get_by_role("link", name="受理", exact=True).click()
    page.locator("#dialog .form-foot button").click()
    expect(page.locator(".notice").first).to_contain_text("已受理，工单已登记")
    assert set(PublicReport.objects.values_list("state", flat=True)) == {ReportState.FILED}

    phone.get_by_role("link", name="查看进度").click()
    expect(phone.get_by_text(Ticket.objects.latest("pk").number)).to_be_visible()


def test_number_and_telephone_lead_back_and_mistakes_are_told(phone: Page, world: World) -> None:
    ticket = factories.dispatched(world, at=clock.now() - HOUR, serial=steps.fresh_serial(world), phone="13912345678")
    phone.goto("/s/nonsense/")
    expect(phone.get_by_role("heading", name="链接无效或已过期")).to_be_visible()
    phone.get_by_role("link", name="用工单号查询").click()
    phone.fill("#id_number", ticket.number)
    phone.fill("#id_tail", "0000")
    phone.get_by_role("button", name="查询").click()
    expect(phone.get_by_role("alert")).to_contain_text("没有找到匹配的工单")
    nothing_sticks_out(phone)
    phone.fill("#id_tail", "5678")
    phone.get_by_role("button", name="查询").click()
    expect(phone.get_by_role("heading", name="服务人员已安排")).to_be_visible()


def test_the_desk_prints_codes_and_replaces_one(phone: Page, page: Page, world: World) -> None:
    steps.sign_in(page, "liaison")
    page.goto("/labels/")
    page.fill("#id_q", "重庆江北")
    page.get_by_role("button", name="查找设备").click()
    page.get_by_label("全选").check()
    page.get_by_role("button", name="打印所选标签").click()
    expect(page.locator(".label img")).to_have_count(1)
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") + pdf.count(b"/Type /Page/") == 1

    old = code_of(world.machines["P1"], world)
    page.goto("/labels/?q=P1")
    page.get_by_role("link", name="更换").click()
    page.fill("#dialog textarea", "标签脱落")
    page.locator("#dialog .form-foot button").click()
    expect(page.locator(".notice").first).to_contain_text("已更换")
    phone.goto(old)
    expect(phone.get_by_role("heading", name="这张二维码已停用")).to_be_visible()
