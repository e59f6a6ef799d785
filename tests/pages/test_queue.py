"""The desk's queue."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests import factories
from tests.factories import NOTICE, World
from tests.pages.conftest import SignedIn
from tickets.queues import QUEUES
from tickets.selectors.queue import CONDITIONS


def numbers(client: Client, url: str) -> list[str]:
    return [row.row.number for row in client.get(url).context["rows"]]


@pytest.mark.parametrize("rows", [1, 3])
def test_statements_do_not_grow_with_the_rows(
    world: World, desk: Client, rows: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for _ in range(rows):
        factories.dispatched(world)
    # SQLite is asked once for the life of the process whether it knows JSON.
    desk.get("/tickets/")

    with django_assert_num_queries(5):
        desk.get("/tickets/")


def test_earliest_limit_comes_first(world: World, desk: Client) -> None:
    later = factories.reported(world, serial="P2")
    sooner = factories.reported(world, serial="P1")

    assert numbers(desk, "/tickets/") == [sooner.number, later.number]


def test_overdue_ticket_says_so_in_words(world: World, desk: Client) -> None:
    factories.reported(world, at=NOTICE - timedelta(hours=9))

    page = desk.get("/tickets/?queue=overdue").content.decode()

    assert "超 1:00" in page
    assert "1 张已超时" in page


def test_queue_narrows_by_zone_and_urgency(world: World, desk: Client) -> None:
    home = factories.reported(world, serial="P1", urgent=True)
    away = factories.reported(world, serial="P2")

    assert numbers(desk, "/tickets/?zone=in_province") == [home.number]
    assert numbers(desk, "/tickets/?zone=out_province") == [away.number]
    assert numbers(desk, "/tickets/?urgent=1") == [home.number]
    assert numbers(desk, "/tickets/?urgent=1&zone=out_province") == []


def test_unknown_queue_is_everything_open(world: World, desk: Client) -> None:
    ticket = factories.reported(world)

    assert numbers(desk, "/tickets/?queue=nonsense") == [ticket.number]


@pytest.mark.parametrize("queue", [queue.code for queue in QUEUES])
def test_every_queue_has_a_condition_and_an_empty_page_that_helps(desk: Client, queue: str) -> None:
    assert queue in CONDITIONS
    assert "这里是空的" in desk.get(f"/tickets/?queue={queue}").content.decode()


def test_rows_come_alone_when_asked_for_alone(world: World, desk: Client) -> None:
    factories.reported(world)

    part = desk.get("/tickets/", headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part
    assert "T2603-0001" in part


def test_next_page_goes_on_where_the_last_row_stood(
    world: World, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tickets.views.queue.ROWS", 2)
    made = [factories.reported(world, at=NOTICE + timedelta(minutes=step)).number for step in range(3)]

    first = desk.get("/tickets/").context
    second = desk.get(first["page"]["next_url"]).context

    assert [row.row.number for row in first["rows"]] == made[:2]
    assert [row.row.number for row in second["rows"]] == made[2:]
    assert second["page"]["next_url"] == ""


def test_start_page_of_the_desk_is_the_queue(desk: Client) -> None:
    assert desk.get("/").context["queue"] == "open"


@pytest.mark.parametrize(("username", "url"), [("e1", "/m/"), ("administrator", "/admin/")])
def test_others_start_where_their_work_is(signed_in: SignedIn, username: str, url: str) -> None:
    assert signed_in(username).get("/")["Location"] == url


@pytest.mark.parametrize(
    ("username", "later"),
    [("finance", "月度结算"), ("salesperson", "急需购件报告")],
)
def test_role_without_a_queue_is_told_what_is_his_and_what_comes(
    signed_in: SignedIn, username: str, later: str
) -> None:
    page = signed_in(username).get("/").content.decode()

    assert later in page
    assert "/inbox/" in page
    assert "待派工" not in page


def test_queues_of_a_reader_of_nothing_are_empty_not_broken(signed_in: SignedIn) -> None:
    assert signed_in("inspector").get("/tickets/").context["rows"] == []


@pytest.mark.parametrize(("username", "offered"), [("head", True), ("liaison", True), ("finance", False)])
def test_way_to_the_admin_is_on_the_side_of_every_page(signed_in: SignedIn, username: str, offered: bool) -> None:
    page = signed_in(username).get("/inbox/").content.decode()

    assert ('class="nav-line" href="/admin/"' in page) is offered


def test_engineer_has_no_queue(phone: Client) -> None:
    assert phone.get("/tickets/").status_code == 403
