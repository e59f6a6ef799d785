"""The whole service card on a phone: five steps, drafts that are not lost, the customer's page, his signature."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from core import clock
from fieldservice.models import ServiceCard
from tests import factories
from tests.browser.steps import draft_saved, draw, sign_card, sign_in, write_card
from tests.factories import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOURS = timedelta(hours=5)


@pytest.fixture
def ticket(phone: Page, world: World):
    """At work, and its engineer has the phone in his hand."""
    ticket = factories.working(world, at=clock.now() - HOURS)
    sign_in(phone, "e1")
    phone.goto(f"/m/{ticket.number}/card/")
    yield ticket
    draft_saved(phone)


def step(phone: Page, name: str) -> None:
    phone.locator(".card-steps").get_by_role("button", name=name).click()


def test_card_is_written_read_and_signed(phone: Page, ticket) -> None:
    write_card(phone, ticket.number, "密封件老化", "更换密封圈，运行正常")

    page = phone.locator(".for-customer:visible")
    for words in ("更换密封圈，运行正常", "密封件老化", "没有更换配件", "收费", "没有向您收取任何费用"):
        expect(page).to_contain_text(words)
    sign_card(phone, "刘厂长")
    card = ServiceCard.objects.get()
    assert (card.state, card.signer_name, card.cause, card.on_phone) == ("signed", "刘厂长", "正常磨损或老化", True)
    assert card.signature is not None
    assert card.strokes.startswith("[[[")


def test_customer_reads_it_in_english(phone: Page, ticket) -> None:
    write_card(phone, ticket.number, "密封件老化", "运行正常")
    phone.get_by_role("button", name="English").click()

    expect(phone.locator(".for-customer:visible")).to_contain_text("The engineer has taken no money from you.")
    expect(phone.locator(".for-customer:visible")).to_contain_text("密封件老化")


def test_every_gap_leads_to_its_step(phone: Page, ticket) -> None:
    phone.fill("#id_cause_analysis", "密封件老化")
    step(phone, "签字")

    gaps = phone.locator(".gaps li:visible")
    expect(gaps.filter(has_text="处理结果")).to_be_visible()
    expect(gaps.filter(has_text="借用物品征得同意并归还")).to_be_visible()
    gaps.filter(has_text="借用物品征得同意并归还").locator("a").click()
    why = phone.locator("#id_why-tools-borrowed")
    expect(why).to_be_focused()
    why.fill("吊带明日归还，用户同意")
    expect(gaps.filter(has_text="借用物品征得同意并归还")).to_have_count(0)
    assert ServiceCard.objects.filter(state="signed").count() == 0


def test_a_tap_is_no_signature(phone: Page, ticket) -> None:
    write_card(phone, ticket.number, "密封件老化", "运行正常")
    phone.get_by_role("button", name="内容无误，去签字").click()
    phone.fill("#id_signer_name", "王工")
    phone.locator("#pad").click()
    phone.get_by_role("button", name="确认签字").click()
    expect(phone.locator(".toast-line")).to_contain_text("请客户签名")

    draw(phone)
    phone.get_by_role("button", name="重签").click()
    expect(phone.get_by_text("尚未签名")).to_be_visible()


def test_draft_outlives_a_reload_and_reaches_another_phone(
    phone: Page, ticket, chromium: Browser, live_server
) -> None:
    phone.fill("#id_work_done", "拆检主泵")
    phone.get_by_role("button", name="下一步：用件").click()
    expect(phone.locator(".draft-state")).to_contain_text("草稿已保存")
    phone.reload()
    expect(phone.locator("#id_work_done")).to_have_value("拆检主泵")

    other = chromium.new_context(base_url=live_server.url, locale="zh-CN").new_page()
    sign_in(other, "e1")
    other.goto(f"/m/{ticket.number}/card/")
    expect(other.locator("#id_work_done")).to_have_value("拆检主泵")
    other.context.close()


def test_draft_without_network_stays_on_the_phone_and_goes_up_later(phone: Page, ticket) -> None:
    phone.context.set_offline(True)
    phone.fill("#id_work_done", "拆检主泵")
    phone.get_by_role("button", name="下一步：用件").click()
    expect(phone.locator(".draft-state")).to_contain_text("草稿已存在手机上")
    assert not ServiceCard.objects.exists()

    phone.context.set_offline(False)
    expect(phone.locator(".draft-state")).to_contain_text("草稿已保存")
    assert ServiceCard.objects.get().work_done == "拆检主泵"


def test_unsent_draft_is_found_when_the_page_is_opened_again(phone: Page, ticket) -> None:
    phone.route("**/card/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    phone.fill("#id_work_done", "拆检主泵")
    phone.get_by_role("button", name="下一步：用件").click()
    expect(phone.locator(".draft-state")).to_contain_text("草稿已存在手机上")

    phone.goto("/m/")
    phone.goto(f"/m/{ticket.number}/card/")
    expect(phone.locator("#id_work_done")).to_have_value("拆检主泵")
    phone.unroute_all()
    phone.get_by_role("button", name="保存草稿").click()
    expect(phone.locator(".draft-state")).to_contain_text("草稿已保存")


@pytest.mark.parametrize("text", ["100%", "200%"])
def test_no_step_is_wider_than_the_phone(phone: Page, ticket, text: str) -> None:
    for name in ("原因", "用件", "规范", "过目"):
        phone.goto(f"/m/{ticket.number}/card/")
        phone.evaluate("size => { document.documentElement.style.fontSize = size }", text)
        step(phone, name)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, name
    write_card(phone, ticket.number, "密封件老化", "运行正常")
    phone.evaluate("size => { document.documentElement.style.fontSize = size }", text)
    phone.get_by_role("button", name="内容无误，去签字").click()
    expect(phone.locator("#pad")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
