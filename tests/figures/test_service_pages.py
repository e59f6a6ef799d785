"""The analysis of service in a browser: sections, figures that lead to what is behind them, workbooks, who may read."""

import io
import json
from collections.abc import Callable

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.models import JournalEntry
from figures.service_showing import SECTIONS, TABLES
from tests.factories import World
from tests.figures import judged
from tests.tickets.test_plans import nodes, walked

SignedIn = Callable[[str], Client]
Count = Callable[[int], object]
SPRING, MARCH = "from=2026-03&to=2026-04", "from=2026-03&to=2026-03"
# Of the desk around every page: session, person, roles, and what its side line counts.
FRAME = 8
PAGE = "/figures/service/"


@pytest.fixture
def spring(world: World) -> World:
    judged.opinions(world, judged.arrivals(world))
    judged.decisions(world)
    return world


def counted(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked) - FRAME


def test_each_section_is_drawn_from_a_few_statements_however_much_there_is(spring: World, signed_in: SignedIn) -> None:
    head = signed_in("head")
    wanted = {"arrival": 3, "penalties": 3, "settlement": 9, "decisions": 5, "opinion": 9}

    assert {name: counted(head, f"{PAGE}?section={name}&{MARCH}") for name in SECTIONS} == wanted
    judged.opinions(spring, judged.arrivals(spring))
    judged.chosen(spring, judged.NOTICE, "400.00", person="e2")
    assert {name: counted(head, f"{PAGE}?section={name}&{MARCH}") for name in SECTIONS} == wanted


def test_figures_lead_to_what_stands_behind_them(spring: World, signed_in: SignedIn) -> None:
    head = signed_in("head")

    page = head.get(f"{PAGE}?section=penalties&{SPRING}").content.decode()

    address = f"{PAGE}documents/?of=entries&amp;clause=9.12&amp;{SPRING.replace('&', '&amp;')}"
    assert f'<a href="{address}">900.00</a>' in page
    listed = head.get(address.replace("&amp;", "&")).content.decode()
    assert "共 5 份，合计 900.00 元" in listed
    assert "台账 · 9.12</h1>" in listed
    assert "/admin/judgement/proposal/" in listed
    assert page.count('class="pareto-plot"') == 4


def test_lists_cost_as_many_statements_however_long_they_are(spring: World, signed_in: SignedIn) -> None:
    head = signed_in("head")
    lists = {
        "limits": 3,
        "entries": 3,
        "decisions": 3,
        "choices": 6,
        "complaints": 3,
        "ratings": 3,
        "calls": 3,
        "visits": 3,
    }

    found = {name: counted(head, f"{PAGE}documents/?of={name}&{SPRING}") for name in lists}

    assert found == {**lists, "visits": 2}


def test_map_of_regions_tints_and_tells_each_share(spring: World, signed_in: SignedIn) -> None:
    page = signed_in("head").get(f"{PAGE}?{SPRING}").content.decode()

    assert '<td class="end is-good">' in page.replace("  ", " ")
    assert "100.0 %" in page
    assert '<td class="end is-poor">' in page.replace("  ", " ")


def test_last_months_complaint_rate_is_told_with_its_time(spring: World, signed_in: SignedIn) -> None:
    page = signed_in("gm").get(f"{PAGE}?section=opinion&{SPRING}").content.decode()

    assert "上月（2026-03）投诉率 133.3 %：4 件，3 张工单；应于 04-05 17:00 前提供，现已可用。" in page


@pytest.mark.parametrize("section", SECTIONS)
def test_empty_section_says_what_will_stand_there(world: World, signed_in: SignedIn, section: str) -> None:
    page = signed_in("head").get(f"{PAGE}?section={section}").content.decode()

    assert "这段时间没有" in page
    assert "看最近三年" in page


def test_only_its_readers_open_it(world: World, signed_in: SignedIn) -> None:
    opened = {name for name in world.people if signed_in(name).get(PAGE).status_code == 200}

    assert opened == {"gm", "head", "supervisor", "quality_supervisor", "statistician", "clerk", "auditor"}
    assert signed_in("clerk").get(f"{PAGE}complaints/export/").status_code == 403
    for query in ("", "of=everything", "of=choices&where=x", "of=limits&outcome=x", "of=entries&person=x"):
        assert signed_in("head").get(f"{PAGE}documents/?{query}").status_code == 404


def test_every_table_is_handed_out_as_numbers_and_told_in_the_journal(spring: World, signed_in: SignedIn) -> None:
    auditor = signed_in("auditor")

    for table in TABLES:
        answer = auditor.get(f"{PAGE}{table}/export/?{MARCH}")
        sheet = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
        assert (len({len(row) for row in sheet}), answer["Content-Disposition"][-19:]) == (1, '202603-202603.xlsx"')
    sheet = list(
        openpyxl.load_workbook(io.BytesIO(auditor.get(f"{PAGE}penalty-people/export/?{SPRING}").content)).active
    )
    assert [[cell.value for cell in row][1:7] for row in sheet[1:]] == [
        ["张伟", 2, 500, 0, -300, 500], ["赵磊", 1, 300, 0, 0, 300], ["王强", 1, 100, 0, 0, 100],
        ["合计", 4, 900, 0, -300, 900],
    ]  # fmt: skip
    entry = JournalEntry.objects.filter(act="export").last()
    assert entry is not None
    assert (entry.actor_name, entry.data["what"]) == ("沈计", "figures.penalty-people")
    assert auditor.get(f"{PAGE}everything/export/").status_code == 404


@pytest.mark.postgres
@pytest.mark.parametrize("section", SECTIONS)
def test_no_large_table_is_read_from_end_to_end(spring: World, signed_in: SignedIn, section: str) -> None:
    head, found = signed_in("head"), []
    with CaptureQueriesContext(connection) as asked:
        head.get(f"{PAGE}?section={section}&{MARCH}")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for query in asked.captured_queries[FRAME:]:
            cursor.execute("EXPLAIN (FORMAT JSON) " + query["sql"])
            told = cursor.fetchone()[0]
            found += list(nodes((json.loads(told) if isinstance(told, str) else told)[0]["Plan"]))

    read = {node["Relation Name"] for node in found if node["Node Type"] == "Seq Scan"}
    assert (
        walked(found)
        | (
            read
            & {
                "fieldservice_servicecard",
                "fieldservice_expenseline",
                "penalties_ledgerentry",
                "penalties_decision",
                "tickets_followupcall",
            }
        )
        == set()
    )
