"""Filters in the address, saved views of them, and the list as a table."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from django.test import Client

from core.models import JournalEntry
from tests import factories
from tests.factories import World
from tests.pages.conftest import SignedIn
from tickets.models import SavedView

Key = Callable[[], str]


def numbers(client: Client, url: str) -> list[str]:
    return [row.row.number for row in client.get(url).context["rows"]]


def test_list_narrows_by_engineer_province_and_coverage(world: World, desk: Client) -> None:
    sent = factories.dispatched(world)
    waiting = factories.reported(world, serial="P2")

    assert numbers(desk, f"/tickets/?engineer={world.e1.pk}") == [sent.number]
    assert numbers(desk, "/tickets/?engineer=none") == [waiting.number]
    assert numbers(desk, "/tickets/?province=四川省") == [waiting.number]
    assert numbers(desk, "/tickets/?late=1") == []
    assert numbers(desk, "/tickets/?engineer=x&zone=nowhere") == []


@pytest.mark.parametrize("sort", ["due", "newest", "number", "nonsense"])
def test_order_stands_in_the_address(world: World, desk: Client, sort: str) -> None:
    made = [factories.reported(world, serial=serial).number for serial in ("P1", "P2")]

    assert sorted(numbers(desk, f"/tickets/?sort={sort}")) == made


def test_filters_that_need_lists_are_loaded_when_they_are_opened(world: World, desk: Client) -> None:
    page = desk.get("/tickets/filters/?queue=reported&province=四川省").content.decode()

    assert "张伟" in page
    assert '<option value="四川省" selected>' in page
    assert 'name="queue" value="reported"' in page


def test_view_is_saved_listed_and_forgotten_by_its_owner_only(
    desk: Client, signed_in: SignedIn, key: Key
) -> None:
    given = {"_key": key(), "name": "省外急需", "query": "queue=open&zone=out_province&urgent=1&junk=1"}
    desk.post("/tickets/views/save/", given)
    view = SavedView.objects.get()

    assert view.query == "queue=open&zone=out_province&urgent=1"
    assert "省外急需" in desk.get("/tickets/views/").content.decode()
    clerk = signed_in("clerk")
    assert "省外急需" not in clerk.get("/tickets/views/").content.decode()
    clerk.post(f"/tickets/views/{view.pk}/drop/", {"_key": key()})
    assert SavedView.objects.count() == 1
    desk.post(f"/tickets/views/{view.pk}/drop/", {"_key": key()})
    assert SavedView.objects.count() == 0


def test_same_name_again_replaces_the_view_and_an_empty_one_is_refused(desk: Client, key: Key) -> None:
    for query in ("queue=open", "queue=reported"):
        desk.post("/tickets/views/save/", {"_key": key(), "name": "早上", "query": query})
    desk.post("/tickets/views/save/", {"_key": key(), "name": " ", "query": "queue=mine"})

    assert [view.query for view in SavedView.objects.all()] == ["queue=reported"]


@pytest.mark.parametrize(("username", "phone"), [("head", "13812345678"), ("auditor", "138****5678")])
def test_list_is_handed_out_as_a_table_and_told_in_the_journal(
    world: World, signed_in: SignedIn, username: str, phone: str
) -> None:
    factories.reported(world, phone="13812345678", fault="=HYPERLINK(1)")
    factories.reported(world, serial="P2")

    answer = signed_in(username).get("/tickets/export/?queue=reported&zone=in_province")

    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)
    assert (len(rows), rows[1][0], rows[1][13]) == (2, "T2603-0001", phone)
    entry = JournalEntry.objects.get(act="export")
    assert (entry.data["rows"], entry.data["asked"]["zone"]) == (1, "in_province")


@pytest.mark.parametrize(("username", "offered"), [("head", True), ("liaison", False)])
def test_export_is_offered_to_who_may(signed_in: SignedIn, username: str, offered: bool) -> None:
    client = signed_in(username)

    assert ("导出 Excel" in client.get("/tickets/").content.decode()) is offered
    assert client.get("/tickets/export/").status_code == (200 if offered else 403)


def test_suggestions_are_grouped_and_keep_to_the_scopes(world: World, desk: Client, signed_in: SignedIn) -> None:
    factories.dispatched(world)

    page = desk.get("/search/suggest/?q=重庆江北").content.decode()

    assert page.index("工单") < page.index("设备") < page.index("客户")
    assert "T2603-0001" not in signed_in("keeper").get("/search/suggest/?q=重庆江北").content.decode()
    assert "没有找到" in desk.get("/search/suggest/?q=nowhere").content.decode()
    assert desk.get("/search/suggest/?q=重").content.decode().strip() == ""
