"""The catalogue: by hand and from a file, money exact, every refused row with its number and what to do."""

import io
from decimal import Decimal

import pytest
from django.core.management import call_command
from openpyxl import Workbook

from core.errors import NotAllowed, OutOfRange
from core.journal import SYSTEM
from core.models import JournalEntry
from customers.columns import UnknownHeaders
from customers.services.importing import NotWhole
from tests import factories
from tests.factories import moment
from tests.warranty import store
from warranty import services
from warranty.models import Part, Stock

NOW = moment("2026-03-02 09:00:00")
HEADERS = ["件号", "名称", "单位", "出厂价", "库存成本", "大件", "安全库存"]
GOOD = [
    ["ZK-0101", "主轴密封圈（氟橡胶）", "套", 45.5, 30, "否", 20],
    ["ZK-0207", "行星齿轮箱总成", "台", "2,600.00", 1980.25, "是", 2],
]


@pytest.fixture
def world(db):
    return factories.company()


def file(*rows, headers=HEADERS):
    book = Workbook()
    for row in (headers, *rows):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def brings(source, **given):
    return services.import_parts(source=source, actor=SYSTEM, now=NOW, **given)


def test_a_part_by_hand_has_prices_of_two_places(world):
    part = services.add_part(
        code="PCB-01", name="控制板", ex_works_price="300.005", actor=world.keeper, now=NOW
    )
    assert (part.ex_works_price, part.unit, part.stock_cost) == (Decimal("300.01"), "件", None)


@pytest.mark.parametrize(("field", "value", "advice"), [
    ("ex_works_price", "-0.01", "不能为负"), ("ex_works_price", "约三百", "不是金额"), ("code", " ", "不能为空"),
    ("stock_cost", "-1", "不能为负"), ("name", "长" * 201, "不能超过"),
])  # fmt: skip
def test_what_cannot_be_used_is_told_at_its_field(world, field, value, advice):
    given = {"code": "PCB-01", "name": "控制板", "ex_works_price": "300", field: value}
    with pytest.raises(OutOfRange) as refusal:
        services.add_part(**given, actor=world.keeper, now=NOW)
    assert advice in refusal.value.details[field]


def test_a_number_stands_once_and_never_changes(world):
    part = store.part()
    with pytest.raises(OutOfRange, match="已存在"):
        store.part()
    with pytest.raises(OutOfRange, match="不能修改"):
        services.edit_part(part=part, code="seal-2", actor=world.keeper, now=NOW)


def test_an_edit_writes_only_what_differs(world):
    part = store.part()
    services.edit_part(part=part, name="密封圈", ex_works_price="45.00", actor=world.keeper, now=NOW)
    assert not JournalEntry.objects.filter(act="edit_part").exists()
    services.edit_part(part=part, ex_works_price="46", active=False, actor=world.keeper, now=NOW)
    assert JournalEntry.objects.get(act="edit_part").data == {
        "active": [True, False], "ex_works_price": ["45.00", "46.00"],
    }  # fmt: skip


def test_a_file_brings_parts_and_safety_stocks(world):
    place = store.warehouse()
    report = brings(file(*GOOD))
    assert report.summary == "新增 2, 更新 0, 未变 0, 拒绝 0"
    gearbox = Part.objects.get(code="ZK-0207")
    assert (gearbox.ex_works_price, gearbox.stock_cost, gearbox.bulky) == (Decimal("2600.00"), Decimal("1980.25"), True)
    assert {(row.part.code, row.safety, row.warehouse) for row in Stock.objects.all()} == {
        ("ZK-0101", 20, place), ("ZK-0207", 2, place),
    }  # fmt: skip


def test_the_same_file_twice_changes_nothing(world):
    store.warehouse()
    brings(file(*GOOD))
    entries = JournalEntry.objects.count()
    assert brings(file(*GOOD)).summary == "新增 0, 更新 0, 未变 2, 拒绝 0"
    assert JournalEntry.objects.count() == entries


def test_a_blank_cell_changes_nothing_and_a_new_price_does(world):
    store.warehouse()
    brings(file(*GOOD))
    assert brings(file(["ZK-0101", "主轴密封圈（氟橡胶）", "", 47, None, "", ""])).updated == 1
    part = Part.objects.get(code="ZK-0101")
    assert (part.unit, part.ex_works_price, part.stock_cost) == ("套", Decimal("47.00"), Decimal("30.00"))


BAD = [
    GOOD[0],
    ["ZK-0300", "电机", "台", -1, "", "", ""],
    ["ZK-0101", "密封圈", "套", 45, "", "", ""],
    ["", "没有件号", "件", 1, "", "", ""],
    ["ZK-0400", "泵", "台", "面议", "", "也许", "两件"],
]


def test_each_bad_row_is_refused_with_its_number_and_advice(world):
    store.warehouse()
    report = brings(file(*BAD))
    assert report.summary == "新增 1, 更新 0, 未变 0, 拒绝 4"
    told = [str(problem) for problem in report.problems]
    assert "第 2 行 出厂价“-1”：金额不能为负，也不能超过 9999999999.99" in told
    assert "第 3 行 件号“ZK-0101”：与第 1 行重复，请只保留一行" in told
    assert "第 4 行 件号“”：不能为空" in told
    assert {problem.column for problem in report.problems if problem.row == 5} == {"出厂价", "大件", "安全库存"}
    assert list(Part.objects.values_list("code", flat=True)) == ["ZK-0101"]


def test_all_or_nothing_and_a_dry_run_keep_everything_out(world):
    store.warehouse()
    with pytest.raises(NotWhole, match="有 4 行被拒绝"):
        brings(file(*BAD), whole=True)
    assert brings(file(*GOOD), dry_run=True).added == 2
    assert not Part.objects.exists()
    assert brings(file(*GOOD), whole=True).added == 2


def test_a_file_without_the_needed_headers_is_refused_as_a_whole(world):
    with pytest.raises(UnknownHeaders, match="缺少表头“出厂价”"):
        brings(file(["ZK-1", "泵"], headers=["件号", "名称"]))
    with pytest.raises(UnknownHeaders, match="表头重复：出厂价"):
        brings(file(["ZK-1", "泵", 1, 2], headers=["件号", "名称", "出厂价", "单价"]))


def test_safety_stocks_need_to_know_their_warehouse(world):
    north, main = store.warehouse("north", "北库"), store.warehouse()
    with pytest.raises(OutOfRange, match="请选择它属于哪个库房"):
        brings(file(*GOOD))
    brings(file(*GOOD), warehouse=north)
    assert not Stock.objects.filter(warehouse=main).exists()


def test_an_engineer_imports_nothing(world):
    with pytest.raises(NotAllowed):
        services.import_parts(source=file(*GOOD), actor=world.e1, now=NOW)


def test_the_command_tells_every_refused_row(world, tmp_path, capsys):
    store.warehouse()
    path = tmp_path / "parts.xlsx"
    path.write_bytes(file(*BAD))
    call_command("import_parts", str(path))
    told = capsys.readouterr().out
    assert "parts.xlsx：第 3 行 件号“ZK-0101”：与第 1 行重复" in told
    assert "parts.xlsx：新增 1, 更新 0, 未变 0, 拒绝 4" in told
