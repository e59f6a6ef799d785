"""Codes and links: long enough, kept as hashes, withdrawn for good (reliability S11)."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from core.errors import NotFound, OutOfRange
from core.models import JournalEntry
from tests import factories
from tests.factories import World
from tests.public.conftest import LOOK, labelled, path_of, scan, signed_in, token_in
from tickets import services as tickets
from tickets.public import selectors, services, tokens
from tickets.public.models import MachineLabel, PublicReport, StatusLink
from tickets.services.status_links import address_of

pytestmark = pytest.mark.django_db


def test_a_token_has_128_bits_and_no_two_are_alike() -> None:
    made = [tokens.token("label", tokens.fresh_salt()) for _ in range(2000)]

    assert len(set(made)) == 2000
    assert {len(base64.urlsafe_b64decode(one + "==")) * 8 for one in made} == {128}
    share = sum(bin(byte).count("1") for one in made for byte in base64.urlsafe_b64decode(one + "==")) / (2000 * 128)
    assert 0.49 < share < 0.51


def test_the_database_alone_opens_nothing(world: World, stranger: Client, url: str) -> None:
    link = token_in(scan(stranger, url))
    with connection.cursor() as cursor:
        kept = ""
        for table in ("tickets_machinelabel", "tickets_statuslink", "tickets_publicreport", "core_journalentry"):
            cursor.execute(f"SELECT * FROM {table}")
            kept += str(cursor.fetchall())

    assert link not in kept
    assert url.split("/")[2] not in kept


def test_another_key_opens_what_was_printed_but_prints_it_no_more(settings: Any, stranger: Client, url: str) -> None:
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another key of this installation"

    assert stranger.get(url).status_code == 200
    assert selectors.label_address(MachineLabel.objects.get()) == ""
    settings.SECRET_KEY_FALLBACKS = [old]
    assert selectors.label_address(MachineLabel.objects.get()).endswith(url)


def test_printing_again_keeps_the_sticker(world: World, label: MachineLabel, url: str) -> None:
    assert path_of(labelled(world, "P1")) == url
    assert MachineLabel.objects.count() == 1


def test_a_replaced_sticker_is_dead_and_says_so_kindly(world: World, stranger: Client, url: str) -> None:
    fresh = services.reissue_label(machine=world.machines["P1"], reason="标签脱落", actor=world.liaison, now=LOOK)

    answer = stranger.get(url)
    assert answer.status_code == 410
    assert "请扫描机身上的新标签" in answer.content.decode()
    assert scan(stranger, url).status_code == 410
    assert not PublicReport.objects.exists()
    assert (fresh.version, stranger.get(path_of(fresh)).status_code) == (2, 200)


def test_a_revoked_one_is_followed_by_the_next_version(world: World, label: MachineLabel) -> None:
    machine = world.machines["P1"]
    services.revoke_label(machine=machine, reason="设备报废", actor=world.liaison, now=LOOK)

    with pytest.raises(NotFound):
        services.revoke_label(machine=machine, reason="再停一次", actor=world.liaison, now=LOOK)
    assert labelled(world, "P1").version == 2
    acts = JournalEntry.objects.filter(subject_type="customers.machine").values_list("act", flat=True)
    assert sorted(acts) == ["issue_labels", "issue_labels", "revoke_label"]


def test_a_whole_customer_is_labelled_in_few_statements(
    world: World, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    machines = [factories.machine(f"M{number:03}", world.customers["c1"]) for number in range(120)]

    with django_assert_max_num_queries(16):
        labels = services.issue_labels(machines=machines, actor=world.liaison, now=LOOK)

    assert len({selectors.label_address(one) for one in labels}) == 120


def test_more_than_a_stack_of_sheets_is_refused(world: World) -> None:
    with pytest.raises(OutOfRange):
        services.issue_labels(machines=[world.machines["P1"]] * 201, actor=world.liaison, now=LOOK)


@pytest.mark.parametrize("username", ["e1", "finance", "auditor", "supervisor", "administrator"])
def test_codes_are_printed_by_whom_the_matrix_names(world: World, username: str) -> None:
    client = signed_in(world, username)

    assert [client.get(url).status_code for url in ("/labels/", "/labels/sheet/?m=1")] == [403, 403]
    assert client.post("/labels/issue/", {"_key": "k", "machine": "1"}).status_code == 403


def test_the_desk_chooses_machines_and_prints_a_sheet(world: World, desk: Client) -> None:
    page = desk.get("/labels/?q=重庆江北").content.decode()
    machine = world.machines["P1"].pk
    assert f'value="{machine}"' in page

    answer = desk.post("/labels/issue/", {"_key": "print", "machine": [machine, world.machines["P2"].pk, "x"]})
    sheet = desk.get(answer["Location"]).content.decode()

    assert sheet.count("data:image/svg+xml") == 2
    assert "示范设备有限公司" in sheet
    assert "认准网址 127.0.0.1" in sheet


def test_nothing_chosen_is_said(desk: Client) -> None:
    answer = desk.post("/labels/issue/", {"_key": "k", "q": "P"}, follow=True)

    assert "请填写要打印的设备" in answer.content.decode()


@pytest.mark.parametrize("number", ["1", "999999"])
def test_an_act_on_no_machine_is_not_found(desk: Client, number: str, world: World) -> None:
    statuses = {desk.get(f"/labels/{number}/{act}/").status_code for act in ("reissue", "revoke")}

    assert statuses == ({200} if number == str(world.machines["P1"].pk) else {404})


# Links to tickets.


def test_the_desk_makes_a_link_copies_and_withdraws_it(world: World, desk: Client, stranger: Client) -> None:
    ticket = factories.dispatched(world)
    base = f"/tickets/{ticket.number}"
    assert "生成链接" in desk.get(f"{base}/customer/").content.decode()

    desk.post(f"{base}/send-link/", {"_key": "send"})
    panel = desk.get(f"{base}/customer/").content.decode()
    address = tickets.status_link(ticket)

    assert f"【示范设备有限公司】您的报修 {ticket.number} 已受理" in panel
    assert address in panel
    path = "/s/" + address.split("/s/")[1]
    assert stranger.get(path).status_code == 200
    desk.post(f"{base}/revoke-link/", {"_key": "revoke"})
    assert stranger.get(path).status_code == 404
    assert tickets.status_link(ticket) == ""
    desk.post(f"{base}/send-link/", {"_key": "send-2"})
    assert tickets.status_link(ticket) not in ("", address)


def test_sending_twice_is_one_link(world: World) -> None:
    ticket = factories.reported(world)
    links = {tickets.send_status_link(ticket=ticket, actor=world.liaison, now=LOOK).pk for _ in range(3)}

    assert len(links) == StatusLink.objects.count() == 1


def test_a_link_from_a_report_is_the_tickets_own(world: World, stranger: Client, url: str) -> None:
    token = token_in(scan(stranger, url))
    link = StatusLink.objects.get()

    assert address_of(link).endswith(f"/s/{token}/")
    assert tickets.status_link(link.ticket) == address_of(link)


def test_an_engineer_sees_the_photos_and_no_link(world: World) -> None:
    ticket = factories.dispatched(world)
    tickets.send_status_link(ticket=ticket, actor=world.liaison, now=LOOK)

    panel = signed_in(world, "e1").get(f"/tickets/{ticket.number}/customer/").content.decode()

    assert "/s/" not in panel


def test_who_sees_no_ticket_sees_no_panel(world: World) -> None:
    ticket = factories.dispatched(world)

    assert signed_in(world, "e2").get(f"/tickets/{ticket.number}/customer/").status_code == 404
    assert signed_in(world, "e1").post(f"/tickets/{ticket.number}/send-link/", {"_key": "k"}).status_code == 403
