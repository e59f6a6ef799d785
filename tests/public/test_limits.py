"""Abuse of the page behind the code: limits, the review queue, and whose address counts (reliability S13, S17)."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory

from core import clock
from core.addresses import network_of
from core.errors import OutOfRange
from deadlines.models import Deadline
from notifications.models import Notice
from tests.factories import World
from tests.public.conftest import FAULT, LOOK, labelled, path_of, scan, signed_in
from tickets.models import Ticket
from tickets.public import services
from tickets.public.models import Hit, PublicReport
from tickets.public.services import limits
from tickets.public.states import Flag, ReportState

pytestmark = pytest.mark.django_db


def flags() -> list[list[str]]:
    return list(PublicReport.objects.order_by("pk").values_list("flags", flat=True))


def test_the_third_report_about_one_machine_waits_for_a_person(url: str) -> None:
    for number in range(3):
        scan(Client(), url, fault=f"第 {number} 种故障", phone="", address=f"10.0.0.{number}")

    assert flags() == [[], [], [Flag.MACHINE]]
    assert (Ticket.objects.count(), Deadline.objects.count()) == (2, 2)


def test_one_phone_is_asked_to_wait_after_eight_reports(world: World, stranger: Client) -> None:
    paths = [path_of(labelled(world, serial)) for serial in ("P1", "P2", "P3", "P4")]

    statuses = [scan(stranger, paths[n % 4], fault=f"故障描述编号 {n}", phone="").status_code for n in range(9)]

    assert statuses == [302] * 8 + [429]
    assert Flag.DEVICE in flags()[3]


def test_the_page_of_a_limit_says_how_to_go_on(world: World, stranger: Client, url: str) -> None:
    services.set_public_pages(phone="023-68001234", engineer_phone=False, actor=world.head, now=LOOK)
    for number in range(9):
        answer = scan(stranger, url, fault=f"故障描述编号 {number}")

    page = answer.content.decode()
    assert answer.status_code == 429
    assert "拨打 023-68001234" in page
    assert 0 < int(answer["Retry-After"]) <= 3600


def test_the_limit_ends_with_its_hour(world: World, stranger: Client, url: str) -> None:
    for number in range(9):
        scan(stranger, url, fault=f"故障描述编号 {number}")

    with clock.travel(LOOK + timedelta(hours=1)):
        assert scan(stranger, url, fault="下一个小时的故障").status_code == 302


@pytest.mark.parametrize(
    ("told", "flag"),
    [({"website": "http://spam.example"}, Flag.TRAP), ({"phone": "13911112222"}, Flag.PHONE)],
)
def test_what_looks_like_abuse_starts_no_clock(world: World, told: dict[str, str], flag: str) -> None:
    if flag == Flag.PHONE:
        for serial in ("P1", "P2", "P4"):
            address = f"10.1.0.{serial[1]}"
            scan(Client(), path_of(labelled(world, serial)), fault=f"故障 {serial}", address=address, **told)
    before = Ticket.objects.count()

    scan(Client(), path_of(labelled(world, "P3")), fault="最后一个", address="10.2.0.1", **told)

    assert flags()[-1] == [flag]
    assert Ticket.objects.count() == Deadline.objects.count() == before


def test_the_same_words_again_are_looked_at_first(world: World, stranger: Client, url: str) -> None:
    scan(stranger, url)
    scan(Client(), path_of(labelled(world, "P2")), address="10.0.0.2", phone="")

    assert flags() == [[], [Flag.REPEATED]]


def test_a_form_sent_past_the_page_is_looked_at_first(stranger: Client, url: str) -> None:
    stranger.post(url, {"fault": FAULT, "_key": "robot"})

    assert flags() == [[Flag.NO_DEVICE]]


def test_a_cookie_of_ones_own_making_is_none(stranger: Client, url: str) -> None:
    stranger.cookies["device"] = "made-by-hand:abc:def"
    stranger.post(url, {"fault": FAULT, "_key": "robot"})

    assert flags() == [[Flag.NO_DEVICE]]


def test_five_hundred_reports_in_a_minute_make_at_most_ten_tickets(world: World) -> None:
    """From as many phones and addresses, with the stickers of four machines."""
    labels = [labelled(world, serial) for serial in ("P1", "P2", "P3", "P4")]

    for number in range(500):
        sender = services.Sender(f"phone-{number}", f"10.{number // 250}.0.{number % 250}")
        at = LOOK + timedelta(milliseconds=120 * number)
        with suppress(services.TooMany):
            services.send_report(
                label=labels[number % 4], fault=f"洪水般的报修 {number}", key=str(number), sender=sender, now=at
            )

    assert 0 < Ticket.objects.count() <= 10
    assert PublicReport.objects.filter(state=ReportState.TO_REVIEW).count() <= 120
    assert Notice.objects.filter(person=world.liaison).count() <= 11


def test_refused_forms_count_too_and_a_repetition_of_the_same_does_not(stranger: Client, url: str) -> None:
    for _ in range(12):
        scan(stranger, url, _key="the-same")

    assert Ticket.objects.count() == 1
    assert Hit.objects.get(kind=Flag.MACHINE).count == 1


def test_nobody_finds_a_telephone_or_an_address_in_the_counts(stranger: Client, url: str) -> None:
    scan(stranger, url, phone="13912345678", address="203.0.113.9")

    told = str(list(Hit.objects.values())) + str(list(PublicReport.objects.values("device", "address", "text_hash")))
    assert "13912345678" not in told
    assert "203.0.113.9" not in told


def test_counts_are_forgotten_after_two_days(now: datetime) -> None:
    limits.hit(limits.REPORTS[0], "somebody", now=now)
    assert limits.forget(now=now + timedelta(days=1)) == 0
    assert limits.forget(now=now + timedelta(days=4)) == 1


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, "1.2.3.4", "10.0.0.7"), (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"), (1, "", "10.0.0.7"),
        (2, "1.2.3.4", "10.0.0.7"), (1, "not an address", "not an address"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"), (1, "::ffff:1.2.3.4", "1.2.3.4"),
    ],
)  # fmt: skip
def test_a_client_cannot_choose_its_address(settings: Any, proxies: int, forwarded: str, counted: str) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}

    assert network_of(RequestFactory().get("/", REMOTE_ADDR="10.0.0.7", headers=headers)) == counted


def test_a_forged_header_opens_no_new_account(world: World) -> None:
    paths = [path_of(labelled(world, serial)) for serial in ("P1", "P2", "P3", "P4")]
    for number in range(7):
        client = Client(headers={"X-Forwarded-For": f"99.0.0.{number}", "CF-Connecting-IP": f"99.1.0.{number}"})
        scan(client, paths[number % 4], fault=f"伪造来源 {number}", phone="")

    assert Flag.ADDRESS in flags()[-1]


# What the desk does with what waits.


@pytest.fixture
def waiting(stranger: Client, url: str) -> PublicReport:
    scan(stranger, url, website="x")
    return PublicReport.objects.get()


def test_accepting_counts_from_when_the_customer_sent_it(world: World, desk: Client, waiting: PublicReport) -> None:
    with clock.travel(LOOK + timedelta(hours=3)):
        answer = desk.post(f"/reviews/{waiting.pk}/accept/", {"_key": "accept"})

    ticket = Ticket.objects.get()
    assert answer["Location"] == f"/tickets/{ticket.number}/"
    assert (ticket.notified_at, ticket.reported_at) == (LOOK, LOOK + timedelta(hours=3))
    assert ticket.reported_by == world.liaison
    assert Deadline.objects.get(kind="arrival").due_at == LOOK + timedelta(hours=12)


def test_the_customers_link_then_leads_to_the_ticket(stranger: Client, desk: Client, url: str) -> None:
    where = scan(stranger, url, website="x")["Location"].replace("sent/", "")
    assert "正在核对" in stranger.get(where).content.decode()

    desk.post(f"/reviews/{PublicReport.objects.get().pk}/accept/", {"_key": "accept"})

    assert Ticket.objects.get().number in stranger.get(where).content.decode()


def test_dismissing_needs_a_reason_that_stays_in_the_house(stranger: Client, desk: Client, url: str) -> None:
    where = scan(stranger, url, website="x")["Location"].replace("sent/", "")
    report = PublicReport.objects.get()

    assert desk.post(f"/reviews/{report.pk}/dismiss/", {"_key": "d1"}).status_code == 422
    desk.post(f"/reviews/{report.pk}/dismiss/", {"_key": "d2", "reason": "广告"})

    report = PublicReport.objects.get()
    page = stranger.get(where).content.decode()
    assert (report.state, report.reason, Ticket.objects.count()) == (ReportState.DISMISSED, "广告", 0)
    assert "未受理" in page
    assert "广告" not in page


def test_what_was_decided_once_is_not_decided_again(desk: Client, waiting: PublicReport) -> None:
    desk.post(f"/reviews/{waiting.pk}/accept/", {"_key": "a1"})

    assert desk.post(f"/reviews/{waiting.pk}/dismiss/", {"_key": "d1", "reason": "广告"}).status_code == 409
    assert desk.post(f"/reviews/{waiting.pk}/accept/", {"_key": "a2"}).status_code == 409
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize(("username", "status"), [("e1", 403), ("finance", 403), ("auditor", 403), ("clerk", 302)])
def test_only_the_desk_decides(world: World, waiting: PublicReport, username: str, status: int) -> None:
    answer = signed_in(world, username).post(f"/reviews/{waiting.pk}/accept/", {"_key": "k"})

    assert answer.status_code == status


def test_the_desk_sees_how_many_wait_and_why(desk: Client, waiting: PublicReport) -> None:
    page = desk.get("/reviews/").content.decode()

    assert "疑似程序自动填写" in page
    assert 'data-count="reviews">1<' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_many(
    world: World, desk: Client, rows: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for number in range(rows):
        serial = ("P1", "P2", "P4")[number]
        scan(Client(), path_of(labelled(world, serial)), fault=f"可疑 {number}", website="x", address=f"10.3.0.{number}")

    with django_assert_num_queries(7):
        desk.get("/reviews/")


def test_a_wrong_telephone_of_the_company_is_refused(world: World) -> None:
    with pytest.raises(OutOfRange):
        services.set_public_pages(phone="123", engineer_phone=False, actor=world.head, now=LOOK)
