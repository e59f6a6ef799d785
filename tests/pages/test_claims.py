"""The supervisor's list of claimed arrivals, what ticket and phone tell of them, and consent on the phone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from core.device import DeviceClaim
from core.idempotency import fresh_key
from customers.models import Site
from deadlines.services import sweep
from tests.factories import NOTICE, World, dispatched
from tests.pages.conftest import SignedIn
from tickets import services
from tickets.claims import Fix, Place
from tickets.models import Arrival, ArrivalDecision, Ticket

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
# Pages are looked at at noon; these tickets were notified at a quarter to midnight.
AT = NOTICE - timedelta(hours=8, minutes=15)
DUE = AT + timedelta(hours=12)
LIST = "/tickets/claims/"
PLACE = Place(29.5, 106.5, 35.0)


def claimed(world: World, *, lag: timedelta = 15 * MINUTE, engineer: str = "e1", **given: object) -> Ticket:
    """Received `lag` after 11:43, which the phone claims; the limit was 11:45."""
    ticket = dispatched(world, at=AT, engineer=world.people[engineer])
    at = DUE - 2 * MINUTE
    device = DeviceClaim(device_time=at, age_ms=int(lag / timedelta(milliseconds=1)))
    return services.arrive(ticket=ticket, actor=world.people[engineer], now=at + lag, device=device, **given)


def post(browser: Client, url: str, **told: object) -> object:
    return browser.post(url, {"_key": fresh_key(), **told})


@pytest.mark.parametrize(
    ("who", "status"), [("supervisor", 200), ("head", 200), ("gm", 200), ("auditor", 200), ("liaison", 403),
                        ("quality_supervisor", 403), ("e1", 403), ("finance", 403)],
)  # fmt: skip
def test_the_list_opens_to_who_decides_or_oversees(signed_in: SignedIn, who: str, status: int) -> None:
    assert signed_in(who).get(LIST).status_code == status


def test_the_list_tells_all_that_the_decision_needs(world: World, signed_in: SignedIn) -> None:
    machine = world.machines["P1"]
    machine.site = Site.objects.create(
        customer=machine.customer, name="车间", province="重庆市", latitude=29.52, longitude=106.5
    )
    machine.save()
    claimed(world, fix=Fix(PLACE), consent=True)

    text = signed_in("supervisor").get(LIST).content.decode()

    for told in ("系统收到 11:58，设备声称 11:43（待认定）", "15 分 00 秒", "离现场较远", "距现场超过 1 公里", "29.500000, 106.500000",
                 "精度 35 米", "距现场 2.2 公里", "写明理由并认定"):
        assert told in text, told


def test_one_tap_accepts_what_needs_no_reason(world: World, signed_in: SignedIn) -> None:
    ticket = claimed(world, lag=9 * MINUTE)
    browser = signed_in("supervisor")
    assert "认定到场</button>" in browser.get(LIST).content.decode()

    answer = post(browser, f"/tickets/{ticket.number}/accept-arrival/", accept="yes", list="1")

    assert (answer.status_code, answer["Location"]) == (302, LIST)
    assert ArrivalDecision.objects.get().accepted
    assert "没有待认定的到场" in browser.get(LIST).content.decode()


def test_without_a_needed_reason_the_form_comes_back(world: World, signed_in: SignedIn) -> None:
    ticket = claimed(world)

    answer = post(signed_in("supervisor"), f"/tickets/{ticket.number}/accept-arrival/", accept="yes")

    assert answer.status_code == 422
    assert "请填写认定理由" in answer.content.decode()
    assert ArrivalDecision.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_many_wait(
    world: World, signed_in: SignedIn, rows: int, django_assert_num_queries: Callable[[int], object]
) -> None:
    for _row in range(rows):
        claimed(world)
    browser = signed_in("supervisor")
    browser.get(LIST)

    with django_assert_num_queries(9):
        assert browser.get(LIST).content.decode().count("review-head") == rows


def test_the_side_line_counts_what_waits_for_the_supervisor_only(world: World, signed_in: SignedIn) -> None:
    claimed(world)

    shown = signed_in("supervisor").get("/tickets/").content.decode()
    assert 'data-count="claims">1<' in shown
    assert "待认定到场" not in signed_in("liaison").get("/tickets/").content.decode()


def test_ticket_and_drawer_tell_both_times(world: World, signed_in: SignedIn) -> None:
    ticket = claimed(world)
    for path in ("", "drawer/"):
        text = signed_in("liaison").get(f"/tickets/{ticket.number}/{path}").content.decode()
        assert "系统收到 11:58，设备声称 11:43（待认定）" in text, path


@pytest.mark.parametrize(("who", "sees"), [("supervisor", True), ("head", True), ("auditor", True), ("liaison", False),
                                           ("clerk", False)])  # fmt: skip
def test_the_position_is_for_supervisors_and_above(world: World, signed_in: SignedIn, who: str, sees: bool) -> None:
    ticket = claimed(world, fix=Fix(PLACE), consent=True)

    text = signed_in(who).get(f"/tickets/{ticket.number}/").content.decode()

    assert ("29.500000" in text, "位置已记录" in text) == (sees, True)


def test_the_engineer_sees_that_it_waits_and_then_why_it_was_decided(world: World, phone: Client) -> None:
    ticket = claimed(world)
    assert "等售后服务主管认定" in phone.get(f"/m/{ticket.number}/").content.decode()

    services.accept_arrival(
        ticket=ticket, accept=False, reason="门卫记录 11:50", actor=world.supervisor, now=DUE + 15 * MINUTE
    )

    text = phone.get(f"/m/{ticket.number}/").content.decode()
    assert "未予认定" in text
    assert "门卫记录 11:50" in text


def test_after_the_tap_the_phone_tells_what_was_kept(world: World, phone: Client) -> None:
    ticket = dispatched(world)
    told = {"outcome": "ok", "latitude": "29.5", "longitude": "106.5", "accuracy": "35", "consent": "on"}

    answer = phone.post(f"/m/{ticket.number}/arrive/", {"_key": fresh_key(), **told}, follow=True)

    assert "已打卡，系统收到 12:00；位置已记录" in answer.content.decode()
    assert Arrival.objects.get().latitude == 29.5


def test_without_the_tick_the_position_sent_along_is_dropped(world: World, phone: Client) -> None:
    ticket = dispatched(world)
    post(phone, f"/m/{ticket.number}/arrive/", outcome="ok", latitude="29.5", longitude="106.5", accuracy="35")

    row = Arrival.objects.get()
    assert (row.outcome, row.latitude, row.longitude, row.accuracy) == ("refused", None, None, None)


def test_a_phone_without_network_claims_by_its_counter(world: World, phone: Client) -> None:
    ticket = dispatched(world, at=AT)
    sweep(now=DUE + MINUTE)
    headers = {"X-Outbox": "1", "Idempotency-Key": fresh_key(), "X-Device-Time": "2026-03-02T11:43:00+08:00",
               "X-Device-Age": str(17 * 60_000)}  # fmt: skip

    answers = [phone.post(f"/m/{ticket.number}/arrive/", {}, headers=headers).json() for _sent in range(3)]

    assert [answer["state"] for answer in answers] == ["applied"] * 3
    assert "手机声称 11:43，等主管认定" in answers[0]["message"]
    assert Arrival.objects.get().claimed_at == DUE - 2 * MINUTE


def test_consent_is_given_and_taken_back_on_the_phone(world: World, phone: Client) -> None:
    page = "/m/consent/"
    assert "未同意" in phone.get(page).content.decode()
    assert post(phone, page, given="yes").status_code == 302
    assert "已同意" in phone.get(page).content.decode()
    post(phone, page, given="no")
    assert "未同意" in phone.get(page).content.decode()


def test_the_check_in_asks_for_consent_in_a_clear_sentence(world: World, phone: Client) -> None:
    ticket = dispatched(world)
    text = phone.get(f"/m/{ticket.number}/arrive/").content.decode()

    assert "同意打卡时记录位置" in text
    assert "data-outbox" in text
    assert "data-consented" not in text
    post(phone, "/m/consent/", given="yes")
    text = phone.get(f"/m/{ticket.number}/arrive/").content.decode()
    assert "data-consented" in text
    assert 'name="consent"' not in text
