"""What the administrator does to people in the admin, and who gets no button for it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Person
from accounts.people_file import COLUMNS
from accounts.permissions import roles_of
from core import clock
from core.exports import to_xlsx
from core.idempotency import fresh_key
from tests.accounts.conftest import Hire

LIST = "/admin/accounts/person/"
Post = Callable[..., Any]


@pytest.fixture
def post(client: Client, adele: Person) -> Post:
    """`post("hire", username=…)` is the administrator's button, filled in."""
    client.force_login(adele)

    def _post(where: str, **given: Any) -> Any:
        return client.post(f"{LIST}{where}/", {"_key": fresh_key(), **given})

    return _post


def test_a_person_is_taken_in_and_given_a_first_password(post: Post) -> None:
    answer = post(
        "hire", username="wang", name="王强", roles=["field_engineer"], kind="office_based", regions=["贵州省"]
    )

    wang = Person.objects.get(username="wang")
    assert answer.status_code == 302
    assert (wang.kind, wang.regions, wang.must_change_password) == ("office_based", ["贵州省"], True)
    post(f"{wang.pk}/reset_password", new="another horse 8")
    assert Person.objects.get(pk=wang.pk).check_password("another horse 8")


def test_a_refusal_stands_at_its_field(post: Post, lin: Person) -> None:
    taken = post("hire", username="lin", name="Lin")
    bad = post("hire", username="li", name="Li", phone="123")

    assert (taken.status_code, bad.status_code) == (409, 422)
    assert "不是有效电话" in bad.content.decode()


def test_roles_are_given_and_ended(post: Post, lin: Person) -> None:
    post(f"{lin.pk}/give_role", role="clerk")
    post(f"{lin.pk}/take_role", role="liaison", reason="换岗")

    assert roles_of(lin, now=clock.now()) == {"clerk"}


def test_details_are_edited_and_nothing_else(post: Post, lin: Person) -> None:
    post(f"{lin.pk}/edit", name="林", employee_no="E7", is_superuser="on", password="x", username="boss")

    lin = Person.objects.get(pk=lin.pk)
    assert (lin.name, lin.employee_no, lin.username, lin.is_superuser) == ("林", "E7", "lin", False)


def test_who_leaves_loses_his_account(post: Post, lin: Person) -> None:
    post(f"{lin.pk}/close_account", reason="离职")

    assert not Person.objects.get(pk=lin.pk).is_active


def test_a_staff_list_is_taken_whole_or_told_row_by_row(post: Post) -> None:
    headers = [column.header for column in COLUMNS]
    good = ["E1", "王强", "wang", "内勤人员", "", "", "", "", "", ""]

    bad = post("import_list", content=SimpleUploadedFile("a.xlsx", to_xlsx(headers, [good, ["", "李", "li", "大王"]])))
    assert "第 2 行" in bad.content.decode()
    assert not Person.objects.filter(username="wang").exists()

    post("import_list", content=SimpleUploadedFile("a.xlsx", to_xlsx(headers, [good])))
    assert Person.objects.filter(username="wang").exists()


def test_the_administrator_gets_no_button_against_himself(post: Post, adele: Person, client: Client) -> None:
    shown = client.get(f"{LIST}{adele.pk}/").content.decode()

    assert "修改资料" in shown
    assert "停用账号" not in shown
    assert post(f"{adele.pk}/give_role", role="general_manager").status_code == 403


@pytest.mark.parametrize("where", ["hire", "import_list", "{pk}/edit", "{pk}/give_role", "{pk}/close_account"])
def test_others_are_refused(where: str, client: Client, gu: Person, lin: Person) -> None:
    client.force_login(gu)

    answer = client.post(LIST + where.format(pk=lin.pk) + "/", {"_key": fresh_key()})

    assert answer.status_code == 403


def test_phones_are_masked_and_not_searched_for_the_auditor(client: Client, hire: Hire, adele: Person) -> None:
    wang = hire("Wang", "clerk", phone="13800138000")
    shown = {}
    for viewer in (hire("Audit", "auditor"), adele):
        client.force_login(viewer)
        page = client.get(f"{LIST}{wang.pk}/").content.decode()
        found = client.get(LIST, {"q": "13800138000"}).context["cl"].result_count
        shown[viewer.name] = ("13800138000" in page, found)

    assert shown == {"Audit": (False, 0), "Adele": (True, 1)}
