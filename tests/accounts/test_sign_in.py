"""Signing in and out: where people land, and what a stranger learns."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from accounts.models import Person
from accounts.services import deactivate, found_company, set_password
from core.journal import SYSTEM
from core.models import IdempotencyKey
from tests.accounts.conftest import Hire

PASSWORD = "correct horse 7"
LOGIN = "/login/"


@pytest.fixture(autouse=True)
def company(db: None, january: datetime) -> None:
    found_company(name="示范设备", home_province="重庆", actor=SYSTEM, now=january)


@pytest.fixture
def sign_in(client: Client) -> Callable[..., object]:
    def _sign_in(username: str, password: str = PASSWORD, **more: str) -> object:
        return client.post(LOGIN, {"username": username, "password": password, **more})

    return _sign_in


@pytest.mark.parametrize(
    ("roles", "target"),
    [
        (["field_engineer"], "/m/"), (["liaison"], "/"), (["dept_head"], "/"), (["field_engineer", "clerk"], "/"),
    ],
)  # fmt: skip
def test_engineers_land_on_the_phone_pages_and_others_at_the_desk(
    roles: list[str], target: str, hire: Hire, sign_in: Callable[..., object]
) -> None:
    hire("Rui", *roles, password=PASSWORD)

    assert sign_in("rui").url == target  # type: ignore[attr-defined]


def test_who_was_stopped_goes_on_to_where_he_wanted(hire: Hire, sign_in: Callable[..., object]) -> None:
    hire("Lin", "liaison", password=PASSWORD)

    assert sign_in("lin", next="/password/").url == "/password/"  # type: ignore[attr-defined]


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "javascript:alert(1)", "/\\evil.example"])
def test_a_foreign_target_is_ignored(target: str, hire: Hire, sign_in: Callable[..., object]) -> None:
    hire("Lin", "liaison", password=PASSWORD)

    assert sign_in("lin", next=target).url == "/"  # type: ignore[attr-defined]


def test_wrong_password_unknown_name_and_closed_account_get_the_same_answer(
    hire: Hire, adele: Person, january: datetime, sign_in: Callable[..., object]
) -> None:
    hire("Lin", "liaison", password=PASSWORD)
    deactivate(person=hire("Bye", "clerk", password=PASSWORD), reason="离职", actor=adele, now=january)

    answers = [sign_in("lin", "wrong"), sign_in("nobody", "wrong"), sign_in("bye")]

    told = [answer.context["form"].non_field_errors() for answer in answers]  # type: ignore[attr-defined]
    assert told == [["用户名或密码不正确"]] * 3


def test_too_many_wrong_passwords_lock_the_name_and_say_so(hire: Hire, sign_in: Callable[..., object]) -> None:
    hire("Lin", "liaison", password=PASSWORD)
    for _attempt in range(5):
        answer = sign_in("lin", "wrong")

    assert answer.status_code == 429  # type: ignore[attr-defined]
    assert "密码输错次数过多" in answer.content.decode()  # type: ignore[attr-defined]
    assert sign_in("lin").status_code == 429  # type: ignore[attr-defined]


def test_signing_in_makes_a_new_session(client: Client, hire: Hire, sign_in: Callable[..., object]) -> None:
    hire("Lin", "liaison", password=PASSWORD)
    hire("Su", "service_supervisor", password=PASSWORD)
    sign_in("lin")
    first = client.session.session_key
    client.post("/logout/")

    sign_in("su")

    assert client.session.session_key != first


def test_a_leavers_open_page_is_dead_with_the_next_request(
    client: Client, hire: Hire, adele: Person, january: datetime, sign_in: Callable[..., object]
) -> None:
    lin = hire("Lin", "liaison", password=PASSWORD)
    sign_in("lin")
    assert client.get("/password/").status_code == 200

    deactivate(person=lin, reason="离职", actor=adele, now=january)

    assert client.get("/password/").url == "/login/?next=/password/"  # type: ignore[attr-defined]
    assert client.get("/password/", headers={"HX-Request": "true"}).status_code == 401


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(client: Client, hire: Hire) -> None:
    hire("Lin", "liaison", password=PASSWORD)
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.post(LOGIN, {"username": "lin", "password": PASSWORD})

    new = "another horse 8"
    client.post("/password/", {"old": PASSWORD, "new": new, "again": new, "_key": "k1"})

    assert IdempotencyKey.objects.count() == 1
    assert client.get("/password/").status_code == 200
    assert elsewhere.get("/password/").status_code == 302
    assert Person.objects.get(username="lin").check_password(new)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"old": "wrong", "new": "another horse 8", "again": "another horse 8"}, "原密码不正确"),
        ({"old": PASSWORD, "new": "another horse 8", "again": "another horse 9"}, "两次输入的新密码不一致"),
        ({"old": PASSWORD, "new": "12345678", "again": "12345678"}, "密码"),
    ],
)
def test_a_password_that_cannot_be_taken_says_why(given: dict[str, str], told: str, client: Client, hire: Hire) -> None:
    client.force_login(hire("Lin", "liaison", password=PASSWORD))

    answer = client.post("/password/", {**given, "_key": "k1"})

    assert answer.status_code == 422
    assert told in str(answer.context["form"].errors)
    assert Person.objects.get(username="lin").check_password(PASSWORD)


def test_a_password_set_by_the_administrator_must_be_changed_first(
    client: Client, hire: Hire, adele: Person, january: datetime, sign_in: Callable[..., object]
) -> None:
    lin = hire("Lin", "liaison")
    set_password(person=lin, new=PASSWORD, actor=adele, now=january)

    assert sign_in("lin").url == "/password/"  # type: ignore[attr-defined]
    assert client.get("/inbox/").url == "/password/"  # type: ignore[attr-defined]


def test_a_person_without_a_password_cannot_sign_in(hire: Hire, sign_in: Callable[..., object]) -> None:
    hire("Lin", "liaison")

    assert sign_in("lin", "").status_code == 200  # type: ignore[attr-defined]


def test_signing_out_needs_a_post(client: Client, lin: Person) -> None:
    client.force_login(lin)

    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/").url == "/login/"  # type: ignore[attr-defined]
