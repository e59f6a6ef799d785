"""People in the admin: found by name, never by password, changed by nobody's form."""

from datetime import datetime

import pytest
from django.contrib import admin
from django.test import Client

from accounts.models import Delegation, Department, Office, Person, RoleAssignment
from accounts.services import delegate
from core import clock
from tests.accounts.conftest import Hire

LIST = "/admin/accounts/person/"
PAGES = ["person", "department", "office", "roleassignment", "delegation"]


@pytest.mark.parametrize("page", PAGES)
def test_the_administrator_opens_the_lists_and_an_engineer_does_not(
    page: str, client: Client, adele: Person, en: Person
) -> None:
    client.force_login(adele)
    assert client.get(f"/admin/accounts/{page}/").status_code == 200
    client.force_login(en)
    assert client.get(f"/admin/accounts/{page}/").status_code in (302, 403, 404)


def test_people_are_found_by_name_username_and_phone(client: Client, adele: Person, hire: Hire) -> None:
    hire("Wang", "liaison", phone="13800138000")
    client.force_login(adele)

    found = [
        client.get(LIST, {"q": text}).context["cl"].result_count for text in ("Wang", "wang", "13800138000", "pbkdf2")
    ]

    assert found == [1, 1, 1, 0]


@pytest.mark.parametrize(
    "lookup", ["password__startswith", "password__regex", "assignments__person__password__contains"]
)
def test_a_list_answers_nothing_about_passwords(lookup: str, client: Client, adele: Person) -> None:
    client.force_login(adele)
    plain = client.get(LIST).context["cl"].result_count

    answer = client.get(LIST, {lookup: "m"})

    assert answer.status_code in (302, 400) or answer.context["cl"].result_count == plain


def test_a_persons_page_tells_roles_deputies_and_history(
    client: Client, adele: Person, he: Person, su: Person, january: datetime
) -> None:
    now = clock.now()
    delegate(principal=he, deputy=su, role="dept_head", until=clock.local_day(now), actor=he, now=now)
    client.force_login(adele)

    shown = client.get(f"{LIST}{he.pk}/").content.decode()

    for text in ("技质部长", "Su", "新增人员", "授权代理"):
        assert text in shown


@pytest.mark.parametrize("path", ["add/", "{pk}/delete/", "{pk}/password/", "{pk}/history/"])
def test_what_django_would_write_by_itself_is_not_there(path: str, client: Client, adele: Person, lin: Person) -> None:
    client.force_login(adele)

    assert client.get(LIST + path.format(pk=lin.pk)).status_code == 404


def test_no_page_of_people_allows_deleting(rf, adele: Person) -> None:  # type: ignore[no-untyped-def]
    request = rf.get("/")
    request.user = adele
    pages = [admin.site._registry[model] for model in (Person, Department, Office, RoleAssignment, Delegation)]

    assert not any(page.has_delete_permission(request) or page.has_change_permission(request) for page in pages)
