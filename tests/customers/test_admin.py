"""The installed base in the admin, through the browser's door."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from core.idempotency import fresh_key
from core.models import JournalEntry
from customers.models import ClassChange, Customer, ImportRun, Machine
from tests.customers.conftest import CUSTOMER, FILES, MACHINE, csv_file

CUSTOMERS = "/admin/customers/customer/"
MACHINES = "/admin/customers/machine/"
ROWS = (1, 3)


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def upload(client: Client, page: str, content: bytes, name: str = "base.csv") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(f"{page}import/", {"format": "0", "resource": "0", "import_file": file})


def confirm(client: Client, page: str, preview: Any) -> Any:
    return client.post(f"{page}process_import/", preview.context["confirm_form"].initial, follow=True)


def as_person(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_file_is_shown_first_and_kept_on_confirmation(office: Client) -> None:
    preview = upload(office, CUSTOMERS, csv_file(CUSTOMER, encoding="gb18030"))
    assert ("永川机械厂" in preview.content.decode(), Customer.objects.count()) == (True, 0)

    done = confirm(office, CUSTOMERS, preview)

    assert "新增 1, 更新 0, 未变 0, 拒绝 0" in done.content.decode()
    assert (Customer.objects.get().name, ImportRun.objects.get().file_name) == ("永川机械厂", "base.csv")
    assert JournalEntry.objects.get().actor_name == "林静"


def test_the_page_tells_bad_rows_as_the_command_does(office: Client) -> None:
    preview = upload(office, CUSTOMERS, (FILES / "customers_dirty_utf8bom.csv").read_bytes())
    page = preview.content.decode()

    assert "第 6 行 客户等级“甲”：只能是 A、B 或 C" in page
    assert "新增 35, 更新 0, 未变 0, 拒绝 5" in page

    confirm(office, CUSTOMERS, preview)
    assert Customer.objects.count() == 35


def test_tags_in_a_file_stay_text_on_every_page(office: Client) -> None:
    tag = CUSTOMER | {"联系人": "<script>alert(1)</script>", "客户名称": '=HYPERLINK("x")'}
    bad = CUSTOMER | {"客户编号": "C2", "省份": "<script>alert(2)</script>"}

    preview = upload(office, CUSTOMERS, csv_file(tag))
    confirm(office, CUSTOMERS, preview)
    pages = [preview, upload(office, CUSTOMERS, csv_file(bad)), office.get(CUSTOMERS)]
    pages += [office.get(f"{CUSTOMERS}{Customer.objects.get().pk}/{tail}") for tail in ("", "edit/")]

    for page in pages:
        assert page.status_code == 200
        assert b"<script>alert(" not in page.content


def test_machines_come_in_by_their_own_page(office: Client, factory: Customer) -> None:
    confirm(office, MACHINES, upload(office, MACHINES, csv_file(MACHINE)))

    assert Machine.objects.get().customer == factory


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (csv_file(MACHINE), "这是“设备”文件，请在“设备”页面导入"),
        (b"a,b\n1,2\n", "无法识别表头：文件中有“a、b”"),
        (b"", "空"),
    ],
)
def test_a_wrong_file_is_told_in_a_sentence(office: Client, content: bytes, told: str) -> None:
    page = upload(office, CUSTOMERS, content)

    assert told in page.content.decode()
    assert "confirm_form" not in page.context


def test_who_may_not_import_sees_no_door(en: Person, xiao: Person) -> None:
    assert [upload(as_person(who), CUSTOMERS, csv_file(CUSTOMER)).status_code for who in (en, xiao)] == [403, 403]


def test_an_engineer_sees_no_list_and_sales_sees_masked_phones(factory: Customer, en: Person, xiao: Person) -> None:
    assert as_person(en).get(CUSTOMERS).status_code == 403
    pages = [as_person(xiao).get(page).content.decode() for page in (CUSTOMERS, f"{CUSTOMERS}{factory.pk}/")]
    assert [("138****8000" in page, "13800138000" in page) for page in pages] == [(True, False)] * 2


def test_masked_numbers_cannot_be_probed(factory: Customer, xiao: Person) -> None:
    answer = as_person(xiao).get(f"{CUSTOMERS}?phone__startswith=138")

    assert answer.status_code in (302, 400)


@pytest.mark.parametrize("tail", ["delete/", "change/", "history/"])
def test_nothing_is_deleted_or_written_past_the_acts(office: Client, factory: Customer, tail: str) -> None:
    assert office.post(f"{CUSTOMERS}{factory.pk}/{tail}", {"post": "yes"}).status_code == 404
    assert Customer.objects.get().name == "永川机械厂"


def act(client: Client, path: str, **fields: Any) -> Any:
    return client.post(path, {"_key": fresh_key(), **fields}, follow=True)


NEW = {
    "number": "C5", "name": "江津机械厂", "customer_class": "A", "country": "CN", "province": "重庆",
    "phone": "023-68001234",
}  # fmt: skip


def test_the_desk_adds_a_customer_by_hand(office: Client) -> None:
    act(office, f"{CUSTOMERS}add/", **NEW)

    customer = Customer.objects.get()
    assert (customer.province, customer.phone, ClassChange.objects.get().customer_class) == (
        "重庆市",
        "023-68001234",
        "A",
    )
    assert JournalEntry.objects.get().act == "add_customer"


def test_a_form_is_judged_like_a_row(office: Client) -> None:
    page = act(office, f"{CUSTOMERS}add/", **NEW | {"phone": "123", "province": "火星省"}).content.decode()

    assert ("不是有效电话" in page, "不是省级行政区" in page, Customer.objects.count()) == (True, True, 0)


def test_the_desk_edits_a_customer(office: Client, factory: Customer) -> None:
    page = act(office, f"{CUSTOMERS}{factory.pk}/edit/", **NEW | {"name": "永川机械厂", "contact": "吴桂英"})

    factory.refresh_from_db()
    assert (factory.contact, factory.number, factory.customer_class) == ("吴桂英", "C1", "B")
    assert JournalEntry.objects.latest("id").act == "edit_customer"
    assert all(told in page.content.decode() for told in ("周敏", "吴桂英", "林静"))


def test_sales_classifies_on_the_customers_page(factory: Customer, xiao: Person) -> None:
    act(as_person(xiao), f"{CUSTOMERS}{factory.pk}/classify/", customer_class="A", since="2026-04-01")

    assert list(ClassChange.objects.filter(since="2026-04-01").values_list("customer_class", flat=True)) == ["A"]


def test_the_desk_does_not_classify(factory: Customer, office: Client) -> None:
    answer = act(office, f"{CUSTOMERS}{factory.pk}/classify/", customer_class="A", since="2026-04-01")

    assert (answer.status_code, ClassChange.objects.count()) == (403, 1)


def test_the_desk_adds_and_edits_a_machine(office: Client, factory: Customer) -> None:
    act(office, f"{CUSTOMERS}{factory.pk}/add_machine/", serial="zk 9", model="PX-6", ex_factory_on="2025-01-31")
    machine = Machine.objects.get()
    act(
        office, f"{MACHINES}{machine.pk}/edit/", customer="C1", model="PX-6", warranty_class="six", ex_works_price="100"
    )
    act(office, f"{MACHINES}{machine.pk}/date_ex_factory/", ex_factory_on="2025-02-01")

    machine.refresh_from_db()
    assert (machine.serial, machine.warranty_class, str(machine.ex_works_price)) == ("ZK9", "six", "100.00")
    assert str(machine.ex_factory_on) == "2025-02-01"


def test_a_machine_goes_to_no_unknown_customer(office: Client, press: Machine) -> None:
    page = act(office, f"{MACHINES}{press.pk}/edit/", customer="C9").content.decode()

    assert "系统中没有该客户" in page


def test_the_list_of_imports_is_read_only(office: Client, factory: Customer) -> None:
    page = "/admin/customers/importrun/"

    assert "base.csv" in office.get(page).content.decode()
    assert "林静" in office.get(f"{page}{ImportRun.objects.get().pk}/").content.decode()


@pytest.mark.parametrize("told", ["ZK0", "C1", "永川", "13800138000"])
def test_the_list_of_machines_is_searched_by_what_is_told(office: Client, press: Machine, told: str) -> None:
    assert "ZK001" in office.get(MACHINES, {"q": told}).content.decode()
    assert "ZK001" not in office.get(MACHINES, {"q": "不存在"}).content.decode()


@pytest.mark.parametrize("page", [CUSTOMERS, MACHINES])
@pytest.mark.parametrize("rows", ROWS)
def test_a_list_is_one_statement_for_any_number_of_rows(office: Client, load: Any, page: str, rows: int) -> None:
    load(*[CUSTOMER | {"客户编号": f"C{i}"} for i in range(rows)])
    load(*[MACHINE | {"出厂编号": f"ZK00{i}", "客户编号": f"C{i}"} for i in range(rows)])

    with CaptureQueriesContext(connection) as asked:
        office.get(page)

    assert len([one["sql"] for one in asked if "customers_" in one["sql"]]) == 1


def test_an_export_holds_text_and_is_told(press: Machine, he: Person, load: Callable[..., Any]) -> None:
    load(CUSTOMER | {"客户名称": "=1+1"})

    answer = as_person(he).post(f"{CUSTOMERS}export/", {"format": "0", "resource": "0"})
    header, row = openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows()
    again = as_person(he).post(f"{MACHINES}export/", {"format": "1", "resource": "0"}).content.decode("utf-8-sig")

    assert [cell.value for cell in header][:2] == ["客户编号", "客户名称"]
    assert (row[1].value, row[1].data_type) == ("=1+1", "s")
    assert again.splitlines()[1] == "ZK001,C1,ZK-35,十八个月,2025-01-31,,52000.00,永川区兴龙大道1号"
    assert JournalEntry.objects.latest("id").data["rows"] == 1


def test_an_export_can_be_imported_again_and_changes_nothing(press: Machine, he: Person) -> None:
    client = as_person(he)
    for page in (CUSTOMERS, MACHINES):
        for number in ("0", "1"):
            content = client.post(f"{page}export/", {"format": number, "resource": "0"}).content
            preview = upload(client, page, content, "again")
            assert preview.context["result"].report.summary == "新增 0, 更新 0, 未变 1, 拒绝 0"


def test_the_desk_exports_nothing(office: Client, press: Machine) -> None:
    assert office.post(f"{CUSTOMERS}export/", {"format": "1"}).status_code == 403


def test_the_preview_tells_yes_and_no_in_words(office: Client, factory: Customer) -> None:
    page = upload(office, "/admin/customers/customer/", csv_file(CUSTOMER | {"出口客户": "是"})).content.decode()

    assert "否 → 是" in page
    assert "True" not in page.split("</table>")[0].split("<table")[-1]
