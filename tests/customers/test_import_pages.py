"""The import at the desk: which column is which, what would change, what is refused, and what is written when."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Person
from core.idempotency import fresh_key
from customers import services
from customers.models import Customer, ImportRun, ImportUpload, Machine
from customers.states import ImportPhase
from tests.customers.conftest import CUSTOMER, FILES, MACHINE, csv_file, xlsx_file

STATEMENTS = {"imports": 12, "columns": 14, "checked": 12}


def send(client: Client, content: bytes, name: str = "base.csv", key: str = "") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("customers:imports"), {"file": file, "_key": key or fresh_key()})


def choose(client: Client, upload: ImportUpload, **changes: str) -> Any:
    """Send the page of columns as it was offered, with changes such as column_0="number"."""
    page = client.get(
        reverse("customers:import_columns", args=[upload.pk]) + f"?kind={changes.get('kind', upload.kind)}"
    )
    form = page.context["form"]
    chosen = {f"column_{column.place}": column.field for column in form.columns} | {"kind": page.context["kind"]}
    return client.post(
        reverse("customers:import_columns", args=[upload.pk]), {**chosen, **changes, "_key": fresh_key()}
    )


def confirm(client: Client, upload: ImportUpload, whole: str = "good", key: str = "") -> Any:
    return client.post(
        reverse("customers:import_confirm", args=[upload.pk]), {"whole": whole, "_key": key or fresh_key()}
    )


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def checked(office: Client) -> Callable[..., ImportUpload]:
    """`checked(content)` brings a file to its preview with the columns as they were guessed."""

    def _checked(content: bytes, name: str = "base.csv", **changes: str) -> ImportUpload:
        assert send(office, content, name).status_code == 302
        upload = ImportUpload.objects.latest("pk")
        assert choose(office, upload, **changes).status_code == 302
        upload.refresh_from_db()
        return upload

    return _checked


@pytest.fixture
def dirty(checked: Callable[..., ImportUpload]) -> ImportUpload:
    return checked((FILES / "customers_dirty_utf8bom.csv").read_bytes(), "customers_dirty_utf8bom.csv")


def shown(client: Client, upload: ImportUpload) -> str:
    return client.get(reverse("customers:import", args=[upload.pk])).content.decode()


def test_nothing_is_written_before_it_is_confirmed(dirty: ImportUpload) -> None:
    assert dirty.phase == ImportPhase.CHECKED
    assert (Customer.objects.count(), ImportRun.objects.count()) == (0, 0)


def test_the_preview_tells_counts_and_every_defect_with_its_remedy(office: Client, dirty: ImportUpload) -> None:
    page = shown(office, dirty)

    assert {name: dirty.report[name] for name in ("added", "updated", "unchanged", "refused")} == {
        "added": 35, "updated": 0, "unchanged": 0, "refused": 5,
    }  # fmt: skip
    assert [(one["row"], one["column"]) for one in dirty.report["problems"]] == [
        (4, "客户名称"), (6, "客户等级"), (12, "联系电话"), (14, "客户编号"), (16, "省份"),
    ]  # fmt: skip
    for told in ("第 6 行", "只能是 A、B 或 C", "与第 13 行重复，请只保留一行", "火星省"):
        assert told in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_only_the_good_rows_go_in(office: Client, dirty: ImportUpload) -> None:
    confirm(office, dirty)

    page = shown(office, dirty)
    assert Customer.objects.count() == 35
    assert "导入完成" in page
    assert reverse("admin:customers_customer_changelist") in page
    run = ImportRun.objects.get()
    assert (run.added, run.refused, run.by.name) == (35, 5, "林静")


def test_all_or_nothing_writes_nothing_and_says_how_to_go_on(office: Client, dirty: ImportUpload) -> None:
    answer = confirm(office, dirty, "whole")

    assert answer.status_code == 422
    assert "有 5 行被拒绝，没有写入任何内容" in answer.content.decode()
    assert (Customer.objects.count(), ImportRun.objects.count()) == (0, 0)


def test_all_or_nothing_holds_when_a_row_turns_bad_after_the_preview(
    office: Client, factory: Customer, checked: Callable[..., ImportUpload], lin: Person
) -> None:
    upload = checked(csv_file(MACHINE))
    Customer.objects.filter(pk=factory.pk).update(number="C2")

    confirm(office, upload, "whole")

    upload.refresh_from_db()
    assert (upload.phase, Machine.objects.count()) == (ImportPhase.BROKEN, 0)
    assert "没有写入任何内容" in shown(office, upload)


def test_the_refused_rows_come_back_as_text_cells_with_their_reasons(office: Client, dirty: ImportUpload) -> None:
    answer = office.get(reverse("customers:import_refused", args=[dirty.pk]))

    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[0][-1] == "拒绝原因"
    assert len(rows) == 6
    assert "联系电话“123”" in rows[3][-1]


def test_the_mended_file_of_refused_rows_goes_in_with_the_same_columns(office: Client, dirty: ImportUpload) -> None:
    answer = office.get(reverse("customers:import_refused", args=[dirty.pk]))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book.active
    headers = [cell.value for cell in sheet[1]]
    sheet.cell(4, headers.index("联系电话") + 1).value = "13800138000"
    stream = io.BytesIO()
    book.save(stream)

    send(office, stream.getvalue(), "mended.xlsx")
    upload = ImportUpload.objects.latest("pk")
    choose(office, upload)

    upload.refresh_from_db()
    # Row 14 was the second of two with one number: alone in its file it is good.
    assert (upload.report["added"], upload.report["refused"]) == (2, 3)


def test_yes_and_no_are_told_in_words(office: Client, factory: Customer, checked: Callable[..., ImportUpload]) -> None:
    upload = checked(csv_file(CUSTOMER | {"出口客户": "是"}))

    page = shown(office, upload)
    assert '<del class="quiet">否</del> → <strong>是</strong>' in page
    assert "True" not in page
    assert "False" not in page


def test_columns_nobody_knows_are_chosen_by_hand_and_remembered(
    office: Client, checked: Callable[..., ImportUpload]
) -> None:
    content = csv_file({"KUNNR": "C1", "NAME1": "永川机械厂", "TELF1": "13800138000"})
    first = checked(content, column_0="number", column_1="name", column_2="phone")
    confirm(office, first)

    send(office, csv_file({"NAME1": "江津机械厂", "KUNNR": "C2", "TELF1": "13900139000"}), "next.csv")

    second = ImportUpload.objects.latest("pk")
    assert Customer.objects.get().phone == "13800138000"
    assert (second.kind, second.columns) == ("customers", {"name": 0, "number": 1, "phone": 2})
    page = office.get(reverse("customers:import", args=[second.pk])).content.decode()
    assert "与上次相同" in page


def test_headers_that_say_nothing_are_guessed_by_what_stands_below(office: Client) -> None:
    rows = [
        {"一": f"KH{n:05d}", "二": f"第{n}机械厂", "三": "重庆", "四": f"1380013800{n}", "五": "B"} for n in range(1, 5)
    ]

    send(office, csv_file(*rows))

    upload = ImportUpload.objects.get()
    assert upload.columns == {"number": 0, "name": 1, "province": 2, "phone": 3, "customer_class": 4}
    assert "按内容推测" in shown(office, upload)


def test_a_missing_required_column_is_named(office: Client) -> None:
    send(office, csv_file(CUSTOMER))
    upload = ImportUpload.objects.get()

    answer = choose(office, upload, column_0="")

    assert answer.status_code == 422
    assert "请为必填项选择对应的列：客户编号" in answer.content.decode()


def test_one_field_is_taken_from_one_column_only(office: Client) -> None:
    send(office, csv_file(CUSTOMER))
    upload = ImportUpload.objects.get()

    answer = choose(office, upload, column_4="name")

    assert answer.status_code == 422
    assert "已由“客户名称”列对应" in answer.content.decode()


def test_a_file_without_a_header_row_is_refused_beside_the_field(office: Client) -> None:
    answer = send(office, b"one\ntwo\n")

    assert answer.status_code == 422
    assert "文件中没有表头行" in answer.content.decode()
    assert ImportUpload.objects.count() == 0


def test_the_same_key_confirms_once(office: Client, checked: Callable[..., ImportUpload]) -> None:
    upload, key = checked(csv_file(CUSTOMER)), fresh_key()

    answers = [confirm(office, upload, key=key).status_code for _copy in range(3)]

    assert answers == [302] * 3
    assert (Customer.objects.count(), ImportRun.objects.count(), Customer.history.count()) == (1, 1, 1)


def test_confirming_again_from_another_tab_changes_nothing(
    office: Client, checked: Callable[..., ImportUpload]
) -> None:
    upload = checked(csv_file(CUSTOMER))

    assert [confirm(office, upload).status_code for _copy in range(2)] == [302, 302]

    assert (ImportRun.objects.count(), Customer.history.count()) == (1, 1)


def test_the_same_file_again_has_nothing_to_write(office: Client, checked: Callable[..., ImportUpload]) -> None:
    confirm(office, checked(csv_file(CUSTOMER)))

    second = checked(csv_file(CUSTOMER))

    assert (second.report["unchanged"], second.report["added"]) == (1, 0)
    assert "完全一致" in shown(office, second)


@pytest.mark.parametrize("name", ["customers_gbk.csv", "machines.xlsx"])
def test_a_real_file_is_large_enough_for_the_worker_or_done_at_once(office: Client, name: str) -> None:
    send(office, (FILES / name).read_bytes(), name)
    upload = ImportUpload.objects.get()

    choose(office, upload)

    upload.refresh_from_db()
    assert upload.phase == (ImportPhase.CHECKED if name == "customers_gbk.csv" else ImportPhase.CHECKING)


def test_a_workbook_of_machines_goes_through(
    office: Client, factory: Customer, checked: Callable[..., ImportUpload]
) -> None:
    upload = checked(xlsx_file(list(MACHINE), list(MACHINE.values())), "machines.xlsx")

    confirm(office, upload, "whole")

    assert Machine.objects.get().serial == "ZK001"


def test_contracts_go_in_by_their_own_act(office: Client, press: Machine, checked: Callable[..., ImportUpload]) -> None:
    row = {"合同编号": "HT-1", "客户编号": "C1", "开始日期": "2026-01-01", "到期日期": "2026-12-31",
           "约定到场时限": "8小时", "设备编号": "zk001"}  # fmt: skip
    upload = checked(csv_file(row, row | {"合同编号": "HT-2", "设备编号": "ZK999"}))

    confirm(office, upload)

    contract = press.customer.contracts.get()
    assert (contract.number, contract.arrival, list(contract.covered.all())) == ("HT-1", "8h", [press])
    assert "该客户名下没有设备 ZK999" in shown(office, upload)
    again = checked(csv_file(row))
    assert again.report["unchanged"] == 1


def test_somebody_elses_file_does_not_exist(dirty: ImportUpload, he: Person) -> None:
    client = Client()
    client.force_login(he)

    for name in ("import", "import_columns", "import_progress", "import_refused"):
        assert client.get(reverse(f"customers:{name}", args=[dirty.pk])).status_code == 404


@pytest.mark.parametrize("username", ["en", "xiao"])
def test_who_may_not_import_opens_no_page(db: None, request: Any, username: str) -> None:
    client = Client()
    client.force_login(request.getfixturevalue(username))

    assert client.get(reverse("customers:imports")).status_code == 403
    assert send(client, csv_file(CUSTOMER)).status_code == 403
    assert ImportUpload.objects.count() == 0


def test_a_thrown_away_file_is_gone(office: Client, dirty: ImportUpload) -> None:
    office.post(reverse("customers:import_discard", args=[dirty.pk]), {"_key": fresh_key()})

    assert not ImportUpload.objects.exists()


def test_unconfirmed_files_go_after_a_day_with_what_lies_beside_them(
    dirty: ImportUpload, django_capture_on_commit_callbacks: Any
) -> None:
    storage, name = dirty.file.storage, dirty.file.name
    with django_capture_on_commit_callbacks(execute=True):
        assert services.forget_uploads(before=dirty.uploaded_at) == 0
        assert services.forget_uploads(before=dirty.uploaded_at + timedelta(seconds=1)) == 1

    assert not ImportUpload.objects.exists()
    assert not storage.exists(name)


def test_the_pages_ask_a_fixed_number_of_statements(office: Client, dirty: ImportUpload) -> None:
    pages = {
        "imports": reverse("customers:imports"),
        "columns": reverse("customers:import_columns", args=[dirty.pk]),
        "checked": reverse("customers:import", args=[dirty.pk]),
    }
    for name, url in pages.items():
        with CaptureQueriesContext(connection) as asked:
            office.get(url)
        assert len(asked) <= STATEMENTS[name], (name, [one["sql"] for one in asked])
