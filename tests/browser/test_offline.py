"""Engineer Wang's phone in a basement: acts are kept, sent once and in order, and the app opens without network."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from core import clock
from core.models import IdempotencyKey, JournalEntry
from fieldservice.models import ServiceCard
from tests import factories
from tests.browser.conftest import FLAGS, PHONE, program
from tests.browser.steps import draw, sign_in, write_card
from tests.factories import World
from tests.support.wire import Wire, wire_to
from tickets.models import Arrival, Ticket
from tickets.services import dispatch
from tickets.states import TicketState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


@pytest.fixture
def wire(live_server) -> Iterator[Wire]:
    with wire_to(live_server.url) as made:
        yield made


@pytest.fixture
def app(chromium: Browser, wire: Wire) -> Iterator[Page]:
    """The app on a phone whose network is `wire`."""
    context = chromium.new_context(base_url=wire.url, **LOOKS)
    yield context.new_page()
    context.close()


def opened(page: Page, person: str = "e1") -> None:
    """Signed in, on Today, with the pages of the open jobs kept."""
    sign_in(page, person)
    page.goto("/m/")
    expect(page.locator("body[data-kept]")).to_be_attached()


def reconnect(page: Page, wire: Wire) -> None:
    wire.mend()
    page.evaluate("dispatchEvent(new Event('online'))")


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).first.click()


def waiting(page: Page, count: int) -> None:
    expect(page.locator(".phone-head [data-outbox-count] b")).to_have_text(str(count))


def kept(page: Page, count: int) -> None:
    """The last act is in the list and the page that says so is there: until then the app is about to leave."""
    expect(page.locator("#work > .notice[role=status]")).to_be_visible()
    waiting(page, count)


def test_accepting_and_checking_in_without_network_reach_the_server_once_in_order(
    app: Page, wire: Wire, world: World
) -> None:
    ticket = factories.dispatched(world, at=clock.now() - timedelta(hours=1))
    opened(app)

    wire.cut()
    press(app, "接单")
    kept(app, 1)
    expect(app.locator("[data-kept]").first).to_contain_text("已在手机上")
    app.goto(f"/m/{ticket.number}/arrive/")
    app.locator("form[data-position] button").click()
    kept(app, 2)
    assert Arrival.objects.count() == 0
    reconnect(app, wire)

    expect(app.locator(".phone-head [data-outbox-count]")).to_be_hidden()
    arrival = Arrival.objects.get()
    assert arrival.device_time is not None
    acts = JournalEntry.objects.filter(act__in=["accept", "arrive"]).order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["accept", "arrive"]


def test_next_step_goes_on_without_network(app: Page, wire: Wire, world: World) -> None:
    ticket = factories.on_site(world, at=clock.now() - timedelta(hours=2))
    opened(app)

    wire.cut()
    press(app, "开始维修")

    following = app.locator("a[data-kept]")
    expect(following).to_have_text("填服务卡")
    following.click()
    expect(app).to_have_url(f"{wire.url}/m/{ticket.number}/card/")
    expect(app.locator("#network")).to_contain_text("没有网络")


def test_whole_job_from_check_in_to_the_customers_signature_without_network(
    app: Page, wire: Wire, world: World
) -> None:
    ticket = factories.dispatched(world, at=clock.now() - timedelta(hours=1))
    opened(app)

    wire.cut()
    press(app, "接单")
    kept(app, 1)
    app.goto(f"/m/{ticket.number}/arrive/")
    app.locator("form[data-position] button").click()
    kept(app, 2)
    app.locator("a[data-kept]", has_text="开始维修").click()
    app.get_by_role("button", name="开始维修").click()
    kept(app, 3)
    write_card(app, ticket.number, "密封件老化", "更换密封圈，运行正常")
    app.get_by_role("button", name="内容无误，去签字").click()
    app.fill("#id_signer_name", "刘厂长")
    draw(app)
    app.get_by_role("button", name="确认签字").click()
    kept(app, 4)
    reconnect(app, wire)

    expect(app.locator(".phone-head [data-outbox-count]")).to_be_hidden()
    card = ServiceCard.objects.get()
    assert (card.state, card.signer_name, card.signature is not None) == ("signed", "刘厂长", True)
    done = JournalEntry.objects.filter(act__in=["accept", "arrive", "start_work", "sign_card"]).order_by("pk")
    assert list(done.values_list("act", flat=True)) == ["accept", "arrive", "start_work", "sign_card"]


def test_refused_act_says_why_and_what_follows_it_waits(app: Page, wire: Wire, world: World) -> None:
    ticket = factories.dispatched(world, at=clock.now() - timedelta(hours=1))
    opened(app)
    wire.cut()
    press(app, "接单")
    kept(app, 1)
    app.goto(f"/m/{ticket.number}/arrive/")
    app.locator("form[data-position] button").click()
    kept(app, 2)
    dispatch(ticket=ticket, engineer=world.e2, reason="other", actor=world.liaison, now=clock.now())

    reconnect(app, wire)

    app.goto("/m/outbox/")
    expect(app.locator(".outbox-act").first).to_contain_text("情况已变化")
    expect(app.locator(".outbox-act")).to_have_count(2)
    assert Arrival.objects.count() == 0


def test_dropping_what_was_refused_lets_the_next_one_go(app: Page, wire: Wire, world: World) -> None:
    factories.dispatched(world, at=clock.now() - timedelta(hours=1))
    opened(app)
    wire.cut()
    press(app, "接单")
    kept(app, 1)
    app.goto("/m/outbox/")
    app.once("dialog", lambda dialog: dialog.accept())

    press(app, "放弃")

    expect(app.locator(".outbox-act")).to_have_count(0)
    expect(app.locator("[data-no-acts]")).to_be_visible()


def test_app_opens_again_without_network_after_it_was_killed(
    chromium: Browser, wire: Wire, world: World, tmp_path: Path
) -> None:
    ticket = factories.dispatched(world, at=clock.now() - timedelta(hours=1))
    first = _installed(chromium, wire, tmp_path)
    page = first.new_page()
    opened(page)
    wire.cut()
    press(page, "接单")
    kept(page, 1)
    first.close()

    second = _installed(chromium, wire, tmp_path)
    page = second.new_page()
    page.goto(f"{wire.url}/m/")

    expect(page.locator(".job")).to_contain_text(ticket.fault)
    waiting(page, 1)
    reconnect(page, wire)
    expect(page.locator(".phone-head [data-outbox-count]")).to_be_hidden()
    assert Ticket.objects.get(pk=ticket.pk).state == TicketState.DISPATCHED
    assert IdempotencyKey.objects.filter(person_id=world.e1.pk, status__lt=400).exists()
    second.close()


def _installed(chromium: Browser, wire: Wire, folder: Path) -> BrowserContext:
    """A browser with a disk of its own, as on a phone."""
    return chromium.browser_type.launch_persistent_context(
        str(folder), executable_path=program(), args=list(FLAGS), base_url=wire.url, **LOOKS
    )


def test_signing_out_takes_the_pages_with_it(app: Page, wire: Wire, world: World) -> None:
    ticket = factories.dispatched(world, at=clock.now() - timedelta(hours=1))
    opened(app)
    app.locator(".menu-user").click()
    press(app, "退出登录")
    expect(app).to_have_url(f"{wire.url}/login/")

    wire.cut()
    app.goto(f"/m/{ticket.number}/")

    expect(app.locator("h1")).to_have_text("没有网络")


def test_another_person_never_sends_what_the_first_one_kept(app: Page, wire: Wire, world: World) -> None:
    factories.dispatched(world, at=clock.now() - timedelta(hours=1))
    opened(app)
    wire.cut()
    press(app, "接单")
    kept(app, 1)
    wire.mend()
    app.context.clear_cookies()

    sign_in(app, "e2")
    app.goto("/m/")

    expect(app.locator("body[data-kept]")).to_be_attached()
    assert not JournalEntry.objects.filter(act="accept").exists()
    expect(app.locator(".job")).to_have_count(0)
