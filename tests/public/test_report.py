"""A fault reported by the code on the machine."""

from collections.abc import Callable

import pytest
from django.test import Client

from core.models import JournalEntry
from notifications.models import Notice
from tests.factories import World
from tests.public.conftest import FAULT, LOOK, labelled, path_of, photo, scan, token_in
from tickets.models import Ticket
from tickets.public import selectors
from tickets.public.models import MachineLabel, PublicReport, StatusLink
from tickets.public.states import ReportState
from tickets.states import Source

pytestmark = pytest.mark.django_db


def test_the_page_tells_company_and_machine_and_nobodys_name(world: World, stranger: Client, url: str) -> None:
    customer = world.customers["c1"]

    page = stranger.get(url).content.decode()

    assert "示范设备有限公司" in page
    assert "JD-eighteen" in page
    assert [told for told in (customer.name, customer.phone, customer.contact, ">P1<") if told in page] == []


def test_a_long_serial_number_is_told_by_its_end_only(world: World, stranger: Client) -> None:
    machine = world.machines["P1"]
    machine.serial = "JD20260431"
    machine.save()

    page = stranger.get(path_of(labelled(world, "P1"))).content.decode()

    assert "****0431" in page
    assert "JD20260431" not in page


def test_a_report_is_a_ticket_whose_clock_runs_at_once(world: World, stranger: Client, url: str) -> None:
    answer = scan(stranger, url, urgent="on", photos=[photo(), photo()])

    ticket = Ticket.objects.get()
    assert (ticket.source, ticket.fault, ticket.contact, ticket.phone) == (Source.QR, FAULT, "刘师傅", "13912345678")
    assert (ticket.notified_at, ticket.reported_by, ticket.urgent) == (LOOK, None, True)
    assert (ticket.customer, ticket.machine) == (world.customers["c1"], world.machines["P1"])
    assert PublicReport.objects.get().state == ReportState.FILED
    assert len(selectors.photos(PublicReport.objects.get())) == 2
    assert JournalEntry.objects.get(act="report_fault").actor_name == "客户"
    page = stranger.get(answer["Location"]).content.decode()
    assert ticket.number in page
    assert f"/s/{token_in(answer)}/" in page
    assert "<strong>03-03 00:00</strong>" in page or "<strong>明日 00:00</strong>" in page


def test_the_liaison_is_told_of_a_report(world: World, stranger: Client, url: str) -> None:
    scan(stranger, url)

    notice = Notice.objects.get(person=world.liaison)
    assert (notice.title, notice.url) == ("客户扫码报修：重庆江北机械厂", f"/tickets/{Ticket.objects.get().number}/")


def test_without_a_telephone_the_one_on_file_is_called(stranger: Client, url: str) -> None:
    scan(stranger, url, phone="", contact="")

    assert (Ticket.objects.get().contact, Ticket.objects.get().phone) == ("王工", "13800000000")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"fault": "  "}, "请简单写一下故障现象"),
        ({"fault": "坏" * 1001}, "请控制在 1000 字以内"),
        ({"phone": "12345"}, "不是有效电话"),
        ({"photos": [photo() for _ in range(7)]}, "最多上传 6 张照片"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    stranger: Client, url: str, told: dict, sentence: str
) -> None:
    answer = scan(stranger, url, **{"contact": "刘师傅", **told})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'value="刘师傅"' in answer.content.decode()
    assert not PublicReport.objects.exists()


def test_photos_that_went_astray_with_a_mistake_are_asked_for_again(stranger: Client, url: str) -> None:
    assert "照片需要再选一次" in scan(stranger, url, phone="123", photos=[photo()]).content.decode()
    assert "照片需要再选一次" not in scan(stranger, url, phone="123").content.decode()


def test_the_same_form_sent_again_has_the_same_answer(stranger: Client, url: str) -> None:
    answers = [scan(stranger, url, _key="double-click") for _ in range(5)]

    assert Ticket.objects.count() == PublicReport.objects.count() == 1
    assert len({answer["Location"] for answer in answers}) == 1


def test_the_same_key_with_other_words_is_refused(stranger: Client, url: str) -> None:
    scan(stranger, url, _key="one-key")

    assert scan(stranger, url, _key="one-key", fault="另一台也坏了，请来").status_code == 422
    assert Ticket.objects.count() == 1


def test_somebody_elses_key_opens_nothing(stranger: Client, url: str) -> None:
    scan(stranger, url, _key="stolen")

    other = scan(Client(), url, _key="stolen", fault="完全不同的另一个故障")

    assert Ticket.objects.count() == 2
    assert token_in(other)


def test_a_machine_without_a_place_waits_for_the_desk(world: World, stranger: Client) -> None:
    world.customers["c1"].province = ""
    world.customers["c1"].save()

    answer = scan(stranger, path_of(labelled(world, "P1")))

    assert (Ticket.objects.count(), PublicReport.objects.get().flags) == (0, ["not_filed"])
    assert "客服核对后" in stranger.get(answer["Location"]).content.decode()


def test_a_form_without_the_cross_site_token_is_refused_in_a_customers_words(url: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.get(url)

    answer = strict.post(url, {"fault": FAULT, "_key": "k"})

    assert answer.status_code == 403
    assert "页面停留过久" in answer.content.decode()
    assert answer["Referrer-Policy"] == "same-origin"
    assert not PublicReport.objects.exists()


@pytest.mark.parametrize("where", ["/r/{code}/", "/r/wrong/", "/s/", "/s/wrong/", "/s/{link}/", "/s/{link}/sent/"])
def test_no_public_page_is_kept_indexed_or_referred(stranger: Client, label: MachineLabel, where: str) -> None:
    code = path_of(label)
    link = token_in(scan(stranger, code))

    answer = stranger.get(where.format(code=code.split("/")[2], link=link))

    assert answer["Cache-Control"] == "private, no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_the_form_costs_few_statements(stranger: Client, url: str, django_assert_num_queries: Callable) -> None:
    with django_assert_num_queries(3):
        stranger.get(url)


def test_a_link_of_its_own_comes_with_each_report(stranger: Client, url: str) -> None:
    scan(stranger, url)

    link = StatusLink.objects.get()
    assert (link.ticket, link.report) == (Ticket.objects.get(), PublicReport.objects.get())
