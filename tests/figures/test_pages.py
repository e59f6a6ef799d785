"""The analysis in a browser: sections, figures that lead to their papers, workbooks, and who may read it."""

import io
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from core.models import JournalEntry
from tests.factories import World
from tests.figures import papers
from tests.figures.conftest import LOOK
from tests.figures.papers import APRIL, HOUR, MARCH
from warranty.models import Claim

SignedIn = Callable[[str], Client]
Count = Callable[[int], object]
SECTIONS = ("cost", "times", "parts")
SPRING = "from=2026-03&to=2026-04"
# Of the desk around every page: session, person, roles, and what its side line counts.
FRAME = 8


@pytest.fixture
def head(signed_in: SignedIn) -> Client:
    return signed_in("head")


def fill(world: World, rows: int) -> None:
    """`rows` departments, parts and engineers with old parts, and as many slips of one machine."""
    for n in range(rows):
        bearer = papers.department(f"d{n}", f"第{n}车间")
        piece = papers.part(f"p{n}", f"配件{n}")
        slip = papers.claim(world, [(piece, 1, f"{100 - n}.00")], bearer=bearer, issued=MARCH, signed=MARCH + HOUR)
        papers.old_part(slip, world.e1 if n else world.e2, "45.00", since=MARCH, due=LOOK - timedelta(days=9 * n))
        papers.fee(world, "300.00", signed=APRIL)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("section", "statements"), [("cost", 5), ("times", 2), ("parts", 2)])
def test_page_costs_as_many_statements_however_much_there_is(
    world: World, head: Client, section: str, statements: int, rows: int, django_assert_num_queries: Count
) -> None:  # fmt: skip
    fill(world, rows)
    with django_assert_num_queries(FRAME + statements):
        answer = head.get(f"/figures/warranty/?section={section}")
    assert answer.status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_papers_costs_as_many_statements_however_many_there_are(
    world: World, head: Client, rows: int, django_assert_num_queries: Count
) -> None:
    fill(world, rows)
    with django_assert_num_queries(FRAME + 3):
        page = head.get(f"/figures/warranty/documents/?of=claims&{SPRING}").content.decode()
    assert f"共 {rows} 份" in page


def test_figures_lead_to_the_papers_behind_them(world: World, head: Client) -> None:
    fill(world, 1)
    bearer = papers.department("d0", "")

    page = head.get(f"/figures/warranty/?{SPRING}").content.decode()

    address = f"/figures/warranty/documents/?of=claims&amp;department={bearer.pk}&amp;{SPRING.replace('&', '&amp;')}"
    assert f'<a href="{address}">100.00</a>' in page
    listed = head.get(address.replace("&amp;", "&")).content.decode()
    assert "共 1 份，合计 100.00 元" in listed
    assert "已签字的三包单 · 第0车间</h1>" in listed
    number = Claim.objects.get().number
    assert f'<a href="{reverse("warranty:claim", args=[number])}">{number}</a>' in listed


def test_chart_is_drawn_without_a_script(world: World, head: Client) -> None:
    fill(world, 3)

    answer = head.get("/figures/warranty/")

    assert answer.content.decode().count('class="pareto-plot"') == 3
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("section", "told"), [("cost", "这段时间没有三包费用"), ("times", "这段时间没有可统计的单据"), ("parts", "没有旧件")]
)
def test_empty_section_says_what_will_stand_there(world: World, head: Client, section: str, told: str) -> None:
    page = head.get(f"/figures/warranty/?section={section}").content.decode()

    assert told in page
    assert "看最近三年" in page


def test_months_without_replaced_parts_say_so_beside_what_is_owed(world: World, head: Client) -> None:
    fill(world, 1)

    page = head.get("/figures/warranty/?section=parts&from=2020-01&to=2020-01").content.decode()

    assert "王强" in page
    assert "这段时间没有换下旧件。" in page


@pytest.mark.parametrize("query", ["section=nonsense", "from=x&to=9999-99", "from=2026-04&to=2025-01"])
def test_address_that_cannot_be_read_still_opens(world: World, head: Client, query: str) -> None:
    assert head.get(f"/figures/warranty/?{query}").status_code == 200


@pytest.mark.parametrize(
    "query", ["", "of=everything", "of=claims&department=x", "of=waiting&step=x", "of=replaced&state=x",
              "of=claims&department=" + "9" * 30]
)  # fmt: skip
def test_list_that_nobody_can_ask_for_is_not_found(world: World, head: Client, query: str) -> None:
    assert head.get(f"/figures/warranty/documents/?{query}").status_code == 404


READERS = {"gm", "head", "supervisor", "quality_supervisor", "statistician", "clerk", "auditor"}


@pytest.mark.parametrize("page", ["", "documents/?of=claims"])
def test_only_its_readers_open_it(world: World, signed_in: SignedIn, page: str) -> None:
    opened = {name for name in world.people if signed_in(name).get(f"/figures/warranty/{page}").status_code == 200}

    assert opened == READERS


def test_who_may_not_export_is_not_offered_it(world: World, signed_in: SignedIn) -> None:
    fill(world, 1)

    assert "导出 Excel" not in signed_in("clerk").get("/figures/warranty/").content.decode()
    assert signed_in("clerk").get("/figures/warranty/department/export/").status_code == 403
    assert "导出 Excel" in signed_in("statistician").get("/figures/warranty/").content.decode()


@pytest.mark.parametrize("table", ["department", "model", "part", "steps", "owed", "outcomes"])
def test_every_table_is_handed_out_and_told_in_the_journal(world: World, signed_in: SignedIn, table: str) -> None:
    fill(world, 2)

    answer = signed_in("auditor").get(f"/figures/warranty/{table}/export/?{SPRING}")

    assert answer["Content-Disposition"] == f'attachment; filename="{table}-202603-202604.xlsx"'
    sheet = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert len({len(row) for row in sheet}) == 1
    entry = JournalEntry.objects.get(act="export")
    assert (entry.actor_name, entry.data["what"], entry.data["from"]) == ("沈计", f"figures.{table}", "2026-03")


def test_workbook_holds_numbers_and_no_formula(world: World, head: Client) -> None:
    bearer = papers.department("evil", "=HYPERLINK(1)")
    piece = papers.part("p", "配件")
    papers.claim(world, [(piece, 1, "1234.50")], bearer=bearer, issued=MARCH, signed=MARCH)
    papers.fee(world, "65.50", signed=MARCH)

    content = head.get(f"/figures/warranty/department/export/?{SPRING}").content
    sheet = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows())

    assert [cell.value for cell in sheet[0]] == ["#", "损失责任部门", "三包单", "金额（元）", "占比", "累计占比"]
    first = sheet[1]
    assert (first[1].value, first[1].data_type) == ("=HYPERLINK(1)", "s")
    assert (first[2].value, first[3].value, first[4].value) == (1, 1234.5, 100)
    assert [row[3].value for row in sheet[1:]] == [1234.5, 1234.5, 65.5, 0, 1300]
    assert Decimal(str(sheet[-1][3].value)) == Decimal("1300")


def test_unknown_table_is_not_found(world: World, head: Client) -> None:
    assert head.get("/figures/warranty/everything/export/").status_code == 404


def test_desk_leads_to_it(world: World, head: Client, signed_in: SignedIn) -> None:
    assert 'href="/figures/warranty/"' in head.get("/tickets/").content.decode()
    assert 'href="/figures/warranty/"' not in signed_in("liaison").get("/tickets/").content.decode()
