"""The first hour of a real company: set up by its founder, first sign-in, and what the empty desk says."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from accounts.people_file import COLUMNS
from tests.browser import steps

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def people(folder: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    headers = [column.header for column in COLUMNS]
    sheet.append(headers)
    told = {"工号": "E1", "姓名": "林岚", "用户名": "linlan", "岗位": "客户联络员", "部门": "技质部"}
    sheet.append([told.get(name) for name in headers])
    book.save(folder / "people.xlsx")
    return folder / "people.xlsx"


def test_company_is_set_up_and_its_liaison_is_told_to_import_first(
    page: Page, transactional_db: None, tmp_path: Path, settings: Any
) -> None:
    settings.VAR = tmp_path
    page.goto("/")
    page.wait_for_url("**/setup/")
    page.fill("[name=code]", (tmp_path / "setup_code").read_text().strip())
    page.fill("[name=name]", "巴渝重工有限公司")
    page.select_option("[name=home_province]", "重庆市")
    page.fill("[name=param_old_part_return]", "30天")
    page.set_input_files("[name=people]", people(tmp_path))
    page.fill("[name=admin_name]", "管宇")
    page.fill("[name=admin_username]", "guanyu")
    page.fill("[name=admin_password]", "heslo-2026")
    page.fill("[name=admin_again]", "heslo-2027")
    page.get_by_role("button", name="设立公司").click()
    expect(page.locator("main")).to_contain_text("两次输入的密码不一致")
    assert page.input_value("[name=name]") == "巴渝重工有限公司"

    page.set_input_files("[name=people]", people(tmp_path))
    page.fill("[name=admin_password]", "heslo-2026")
    page.fill("[name=admin_again]", "heslo-2026")
    page.get_by_role("button", name="设立公司").click()
    expect(page.locator("main")).to_contain_text("接下来")
    first = page.locator("code").first.inner_text()

    steps.sign_in(page, "linlan", first)
    page.wait_for_url("**/password/")
    page.fill("[name=old]", first)
    for place in (1, 2):
        page.locator("input[type=password]").nth(place).fill("novy-klic-77")
    page.get_by_role("button", name="保存").click()

    page.get_by_role("link", name="导入客户和设备").click()
    page.wait_for_url("**/admin/customers/customer/import/")
