"""Importing customers and machines: what goes in, what is refused and told, what a second import does."""

import io
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core.errors import NotAllowed
from core.journal import SYSTEM
from core.models import JournalEntry
from customers import services
from customers.columns import UnknownHeaders
from customers.models import ClassChange, Customer, ImportRun, Machine, MachineModel, Site
from customers.services import ImportReport
from tests.customers.conftest import CUSTOMER, FILES, MACHINE, NOON, csv_file, xlsx_file

Load = Callable[..., ImportReport]
REFUSED = {4: "客户名称", 6: "客户等级", 12: "联系电话", 14: "客户编号", 16: "省份"}


def run(*names: str, **options: Any) -> str:
    out = io.StringIO()
    call_command("import_base", *[FILES / name for name in names], stdout=out, **options)
    return out.getvalue()


def footprint() -> tuple[int, ...]:
    tables = (Customer, Machine, ClassChange, Site, ImportRun, Customer.history, Machine.history, JournalEntry)
    return tuple((getattr(table, "objects", table)).count() for table in tables)


@pytest.fixture
def dirty(db: None) -> ImportReport:
    return services.import_base(source=FILES / "customers_dirty_utf8bom.csv", actor=SYSTEM, now=NOON)


@pytest.mark.django_db
def test_the_real_files_go_in_whole_and_a_second_time_change_nothing() -> None:
    started = time.perf_counter()
    first = run("machines.xlsx", "customers_gbk.csv")
    took = time.perf_counter() - started
    after = footprint()
    sys.stdout.write(f"import of 3,000 customers and 9,049 machines: {took:.1f} s\n")

    assert first.splitlines() == [
        "customers_gbk.csv：新增 3000, 更新 0, 未变 0, 拒绝 0",
        "machines.xlsx：新增 9049, 更新 0, 未变 0, 拒绝 0",
    ]
    assert after == (3000, 9049, 3000, 0, 2, 3000, 9049, 2)
    assert run("customers_gbk.csv", "machines.xlsx").count("新增 0, 更新 0, 未变") == 2
    assert footprint() == after
    assert took < 30


@pytest.mark.django_db
def test_a_real_machine_is_stored_exactly() -> None:
    run("customers_gbk.csv", "machines.xlsx")

    machine = Machine.objects.select_related("customer", "model").get(serial="ZK352210000001")

    assert (machine.customer.number, machine.model.code, machine.warranty_class) == ("C000001", "ZK-35", "eighteen")
    assert (machine.ex_factory_on, machine.ex_works_price) == (date(2022, 10, 8), Decimal("52000.00"))
    assert machine.site is None
    assert MachineModel.objects.get(code="PX-6").warranty_class == "six"


def test_the_dirty_file_is_refused_row_by_row(dirty: ImportReport) -> None:
    assert {problem.row: problem.column for problem in dirty.problems} == REFUSED
    assert dirty.summary == "新增 35, 更新 0, 未变 0, 拒绝 5"
    assert not Customer.objects.filter(number__in=["D000004", "D000006", "D000012", "D000016"]).exists()
    assert Customer.objects.get(number="D000013").contact == "邓雪梅"


@pytest.mark.parametrize(
    ("number", "field", "stored"),
    [
        ("D000008", "province", "重庆市"),
        ("D000010", "phone", "13800138000"),
        ("D000018", "name", "良诺信息有限公司"),
        ("D000020", "name", '=HYPERLINK("http://example.invalid","点我")'),
        ("D000022", "contact", "<script>alert(1)</script>"),
    ],
)
def test_the_dirty_file_is_normalised_or_kept_as_text(
    dirty: ImportReport, number: str, field: str, stored: str
) -> None:
    assert getattr(Customer.objects.get(number=number), field) == stored


def test_a_message_names_row_column_value_and_remedy(dirty: ImportReport) -> None:
    assert str(dirty.problems[1]) == "第 6 行 客户等级“甲”：只能是 A、B 或 C"


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-8", "utf-8-sig", "utf-16"])
def test_any_encoding_in_use_is_read(db: None, encoding: str) -> None:
    source = csv_file(CUSTOMER, encoding=encoding)

    services.import_base(source=source, actor=SYSTEM, now=NOON)

    assert Customer.objects.get().name == "永川机械厂"


def test_excel_cells_of_any_type_are_read(factory: Customer) -> None:
    headers = ["客户编码", "出厂价（元）", "机号*", "出厂时间", "保修期", "售出日期"]
    source = xlsx_file(headers, ["C1", 1.005, "ｚｋ 7", date(2024, 8, 31), 12, "2024年9月1日"])

    services.import_base(source=source, actor=SYSTEM, now=NOON)

    machine = Machine.objects.get()
    assert (machine.serial, machine.warranty_class, machine.ex_works_price) == ("ZK7", "twelve", Decimal("1.01"))
    assert (machine.ex_factory_on, machine.sold_on) == (date(2024, 8, 31), date(2024, 9, 1))


def test_unknown_headers_are_told_with_what_is_needed(db: None) -> None:
    with pytest.raises(UnknownHeaders) as refused:
        services.import_base(source=csv_file({"编号": "1", "备注": "x"}), actor=SYSTEM, now=NOON)

    assert str(refused.value) == (
        "无法识别表头：文件中有“编号、备注”；客户表至少需要“客户编号、客户名称”，设备表至少需要“出厂编号、客户编号”，"
        "合同表至少需要“合同编号、客户编号、开始日期”"
    )


def test_a_column_given_twice_is_refused(db: None) -> None:
    source = xlsx_file(["客户编号", "客户名称", "电话", "手机"], ["C1", "永川机械厂", "", ""])

    with pytest.raises(UnknownHeaders, match="联系电话"):
        services.import_base(source=source, actor=SYSTEM, now=NOON)


def test_a_column_nobody_knows_is_told_and_left_out(load: Load) -> None:
    assert load(CUSTOMER | {"备注": "老客户"}).ignored == ("备注",)


def test_a_changed_cell_updates_the_row_and_its_history(factory: Customer, load: Load) -> None:
    report = load(CUSTOMER | {"联系人": "吴桂英"}, at=NOON + timedelta(days=1))

    newest = factory.history.first()
    assert report.summary == "新增 0, 更新 1, 未变 0, 拒绝 0"
    assert (newest.contact, newest.history_date, newest.history_user.name) == (
        "吴桂英",
        NOON + timedelta(days=1),
        "林静",
    )
    assert [row.contact for row in factory.history.all()] == ["吴桂英", "周敏"]
    assert list(factory.class_changes.values_list("customer_class", "since")) == [("B", date(2026, 3, 2))]


def test_a_changed_class_is_dated_by_the_import(factory: Customer, load: Load) -> None:
    load(CUSTOMER | {"客户等级": "A"}, at=NOON + timedelta(days=40))

    assert list(factory.class_changes.order_by("since").values_list("customer_class", "since")) == [
        ("B", date(2026, 3, 2)),
        ("A", date(2026, 4, 11)),
    ]


def test_a_class_changed_twice_in_a_day_leaves_one_line(factory: Customer, load: Load) -> None:
    load(CUSTOMER | {"客户等级": "A"})

    assert list(factory.class_changes.values_list("customer_class", "since")) == [("A", date(2026, 3, 2))]


def test_the_first_class_can_be_dated_back(load: Load) -> None:
    load(CUSTOMER, classified_on=date(2026, 1, 1))

    assert ClassChange.objects.get().since == date(2026, 1, 1)


def test_a_blank_cell_and_a_missing_column_change_nothing(factory: Customer, load: Load) -> None:
    report = load({"客户编号": "C1", "客户名称": "永川机械厂", "联系电话": ""})

    assert (report.unchanged, Customer.objects.get().phone) == (1, "13800138000")


def test_a_machine_of_nobody_is_refused(factory: Customer, load: Load) -> None:
    report = load(MACHINE | {"客户编号": "C9"}, MACHINE | {"出厂编号": "ZK002"})

    assert [str(problem) for problem in report.problems] == [
        "第 1 行 客户编号“C9”：系统中没有该客户，请先导入客户或更正客户编号"
    ]
    assert list(Machine.objects.values_list("serial", flat=True)) == ["ZK002"]


def test_a_machine_elsewhere_gets_a_site_with_its_province(factory: Customer, load: Load) -> None:
    rows = MACHINE | {"安装地址": "四川省泸州市港口路8号"}, MACHINE | {"出厂编号": "ZK002", "安装地址": "二分厂"}
    load(*rows)
    second = load(*rows)

    assert sorted(Site.objects.values_list("address", "province")) == [
        ("二分厂", "重庆市"), ("四川省泸州市港口路8号", "四川省"),
    ]  # fmt: skip
    assert second.unchanged == len(rows)


def test_a_machine_sold_on_leaves_its_site(factory: Customer, load: Load) -> None:
    load(CUSTOMER | {"客户编号": "C2"})
    load(MACHINE | {"安装地址": "二分厂"})

    load({"出厂编号": "ZK001", "客户编号": "C2"})

    machine = Machine.objects.get()
    assert (machine.customer.number, machine.site, machine.history.count()) == ("C2", None, 2)


def test_hong_kong_counts_as_abroad_and_a_foreign_province_is_free(load: Load) -> None:
    abroad = CUSTOMER | {"客户编号": "C2", "国家": "德国", "省份": "Bayern", "联系电话": "+49 89 1234567"}
    load(abroad, CUSTOMER | {"国家": "", "省份": "香港"})

    assert list(Customer.objects.values_list("number", "country", "province", "phone")) == [
        ("C1", "HK", "香港特别行政区", "13800138000"),
        ("C2", "DE", "Bayern", "+49891234567"),
    ]


def test_a_row_wider_than_the_header_is_refused(db: None) -> None:
    source = "客户编号,客户名称\nC1,永川,机械厂\nC2,江津机械厂\n".encode()

    report = services.import_base(source=source, actor=SYSTEM, now=NOON)

    assert (report.added, report.refused) == (1, 1)


def test_blank_rows_count_but_are_no_rows(db: None) -> None:
    source = "客户编号,客户名称\n,\nC1,永川机械厂\n\nC2,\n".encode()

    report = services.import_base(source=source, actor=SYSTEM, now=NOON)

    assert (report.summary, report.problems[0].row) == ("新增 1, 更新 0, 未变 0, 拒绝 1", 4)


def test_a_dry_run_tells_and_keeps_nothing(load: Load) -> None:
    report = load(CUSTOMER, dry_run=True)

    assert (report.added, report.run) == (1, None)
    assert footprint() == (0,) * 8


@pytest.mark.django_db
def test_a_dry_run_of_both_files_lets_machines_find_their_customers() -> None:
    assert "machines.xlsx：新增 9049, 更新 0, 未变 0, 拒绝 0" in run("machines.xlsx", "customers_gbk.csv", dry_run=True)
    assert footprint() == (0,) * 8


def test_an_import_is_one_line_of_the_journal(factory: Customer) -> None:
    entry = JournalEntry.objects.get()

    assert (entry.act, entry.actor_name, entry.subject_type) == ("import_base", "林静", "customers.importrun")
    assert (entry.data["added"], entry.data["file"]) == (1, "base.csv")


def test_who_may_not_import_leaves_no_trace(en: Any) -> None:
    with pytest.raises(NotAllowed):
        services.import_base(source=csv_file(CUSTOMER), actor=en, now=NOON)

    assert footprint() == (0,) * 8


@pytest.mark.parametrize("content", [b"", b"\xff\xff\x81", b"PK\x03\x04 no workbook", b"one\ntwo\n"])
def test_an_unreadable_file_is_one_sentence(db: None, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=r"^x\.csv："):
        call_command("import_base", path)


def test_a_bad_file_keeps_the_good_one_beside_it_out(db: None, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"a,b\n1,2\n")

    with pytest.raises(CommandError):
        call_command("import_base", FILES / "customers_dirty_utf8bom.csv", path)

    assert footprint() == (0,) * 8


def test_a_number_twice_in_a_file_is_taken_once(load: Load) -> None:
    report = load(CUSTOMER, CUSTOMER | {"客户编号": "Ｃ1", "客户名称": "另一家"})

    assert [str(problem) for problem in report.problems] == ["第 2 行 客户编号“C1”：与第 1 行重复，请只保留一行"]
    assert Customer.objects.get().name == "永川机械厂"
