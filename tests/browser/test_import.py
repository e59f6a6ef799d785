"""A whole import in a real browser: a file with defects, its columns, the preview, the refused rows, the result."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from customers.models import Customer
from tests.browser.steps import sign_in
from tests.factories import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILE = Path(__file__).resolve().parent.parent / "data" / "installed_base" / "customers_dirty_utf8bom.csv"


def test_a_dirty_file_is_previewed_and_its_good_rows_go_in_once(page: Page, world: World) -> None:
    before = Customer.objects.count()
    sign_in(page, "liaison")
    page.click("a.nav-line:has-text('导入资料')")
    page.set_input_files("#id_file", FILE)
    page.get_by_role("button", name="上传并继续").click()

    expect(page.get_by_label("客户名称")).to_have_value("name")
    page.get_by_role("button", name="检查数据并预览").click()

    expect(page.locator(".import-problems")).to_contain_text("只能是 A、B 或 C")
    expect(page.locator(".import-rows")).to_contain_text("<script>alert(1)</script>")
    assert Customer.objects.count() == before

    with page.expect_download() as download:
        page.get_by_role("link", name="下载被拒绝的行").click()
    assert download.value.suggested_filename == "customers_dirty_utf8bom-被拒绝的行.xlsx"

    page.get_by_label("全部正确才导入").check()
    page.get_by_role("button", name="导入 35 行").click()
    expect(page.locator(".invalid-feedback")).to_contain_text("有 5 行被拒绝，没有写入任何内容")

    page.get_by_label("只导入正确的行").check()
    page.dblclick("button:has-text('导入 35 行')")
    expect(page.locator("main")).to_contain_text("导入完成")
    assert Customer.objects.count() == before + 35


def test_the_page_of_columns_fits_a_phone(phone: Page, world: World) -> None:
    sign_in(phone, "liaison")
    phone.goto("/imports/")
    phone.set_input_files("#id_file", FILE)
    phone.get_by_role("button", name="上传并继续").click()
    expect(phone.get_by_label("客户编号")).to_have_value("number")

    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
