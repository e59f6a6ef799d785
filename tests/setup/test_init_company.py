"""A real company: by command and by page, once, all of it or nothing."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import DEFAULT_RULEBOOK, Company, Department, Office, Person
from accounts.permissions import roles_of
from aftersales.setup import gate, services
from aftersales.setup.blanks import blanks
from core import clock
from core.errors import ActError
from rulebook.loader import shipped
from rulebook.models import RulebookVersion
from rulebook.offers import offers
from rulebook.selectors import in_force
from tests.setup.conftest import WANG, ZHAO

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse 7"
FORM = {
    "name": "渝江机械", "home_province": "重庆市", "param_old_part_return": "30d", "departments": "装配车间\n",
    "offices": "贵阳办事处 贵州 独立", "admin_name": "Adele", "admin_username": "adele",
    "admin_password": PASSWORD, "admin_again": PASSWORD,
}  # fmt: skip


@pytest.fixture
def run() -> Callable[..., str]:
    """`run("--name", …)` is what the command prints, without a terminal to ask at."""

    def _run(*arguments: str) -> str:
        out = StringIO()
        call_command("init_company", *arguments, stdout=out)
        return out.getvalue()

    return _run


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO())


@pytest.fixture
def bare_machine(settings: Any) -> None:
    """A developer's own machine, where the page asks for no code."""
    settings.DEBUG = True


def nothing_exists() -> bool:
    return not any(model._default_manager.exists() for model in (Company, Person, Department, Office, RulebookVersion))


def test_the_blanks_are_those_of_the_book_with_clause_and_suggestion() -> None:
    (blank,) = blanks()

    assert (blank.name, blank.param.clause, blank.suggestion) == ("old_part_return", "9.2", "30天")
    assert "条款 9.2" in blank.hint
    assert "建议填写 30天" in blank.hint


def test_the_command_sets_up_everything(
    run: Callable[..., str], tmp_path: Path, staff_list: Callable[..., bytes]
) -> None:
    people, password = tmp_path / "people.xlsx", tmp_path / "password"
    people.write_bytes(staff_list(WANG, ZHAO))
    password.write_text(PASSWORD, encoding="utf-8")

    told = run(
        "--name", "渝江机械", "--home-province", "重庆", "--param", "old_part_return=30d", "--office",
        "贵阳办事处 贵州 独立", "--people", str(people), "--admin", "adele", "--admin-password-file", str(password),
    )  # fmt: skip

    now = clock.now()
    book = in_force(now=now).book
    assert (book.param("home_province"), book.param("old_part_return")) == ("重庆市", "30d")
    assert Office.objects.get().independent
    adele = Person.objects.get(username="adele")
    assert (roles_of(adele, now=now), adele.check_password(PASSWORD)) == ({"administrator"}, True)
    assert PASSWORD not in told
    assert "wangqiang\t" in told


def test_without_a_password_file_a_random_one_is_printed_once(run: Callable[..., str]) -> None:
    told = run("--name", "渝江机械", "--home-province", "重庆", "--param", "old_part_return=30d", "--admin", "adele")

    adele = Person.objects.get()
    assert adele.must_change_password
    assert adele.check_password(told.rsplit("：", 1)[1].strip())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "缺少 --name"),
        (["--name", "渝江机械"], "缺少 --home-province"),
        (["--name", "渝江机械", "--home-province", "重庆"], "缺少 --admin"),
        (["--name", "渝江机械", "--home-province", "重庆", "--admin", "adele"], "旧件返回期限"),
        (["--name", "x", "--home-province", "巴黎", "--admin", "adele", "--param", "old_part_return=30d"], "巴黎"),
        (["--name", "x", "--home-province", "重庆", "--admin", "adele", "--param", "old_part_return=soon"], "soon"),
        (["--name", "x", "--home-province", "重庆", "--admin", "adele", "--param", "gravity=9"], "gravity"),
        (["--name", "x", "--home-province", "重庆", "--admin", "adele", "--param", "gravity"], "名称=值"),
        (
            [
                "--name",
                "x",
                "--home-province",
                "重庆",
                "--admin",
                "a",
                "--param",
                "old_part_return=30d",
                "--office",
                "贵阳",
            ],
            "办事处“贵阳”",
        ),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_kept(
    arguments: list[str], told: str, run: Callable[..., str]
) -> None:
    with pytest.raises(CommandError, match=told):
        run(*arguments)

    assert nothing_exists()


def test_a_bad_row_keeps_the_company_from_being_founded(
    run: Callable[..., str], tmp_path: Path, staff_list: Callable[..., bytes]
) -> None:
    people = tmp_path / "people.xlsx"
    people.write_bytes(staff_list(ZHAO))

    with pytest.raises(CommandError, match="第 1 行：没有办事处“贵阳办事处”"):
        run(
            "--name", "x", "--home-province", "重庆", "--admin", "adele", "--param", "old_part_return=30d",
            "--people", str(people),
        )  # fmt: skip
    assert nothing_exists()


def test_there_is_no_second_company(run: Callable[..., str]) -> None:
    arguments = ("--name", "x", "--home-province", "重庆", "--admin", "adele", "--param", "old_part_return=30d")
    run(*arguments)

    with pytest.raises(CommandError, match="公司已经设立"):
        run(*arguments)


@pytest.mark.usefixtures("bare_machine")
def test_the_page_sets_up_and_leads_to_the_sign_in(client: Client) -> None:
    assert client.get("/login/").headers["Location"] == "/setup/"
    shown = client.get("/setup/").content.decode()
    assert "旧件返回期限" in shown
    assert 'value="30' not in shown, "a suggestion is no value"

    answer = client.post("/setup/", FORM)

    assert answer.headers["Location"] == "/login/"
    assert client.get("/login/").status_code == 200
    assert client.post("/login/", {"username": "adele", "password": PASSWORD}).status_code == 302
    assert Department.objects.filter(name="装配车间").exists()


@pytest.mark.usefixtures("bare_machine")
def test_once_there_is_a_company_the_page_is_gone(client: Client) -> None:
    client.post("/setup/", FORM)

    answers = [client.get("/setup/"), client.post("/setup/", FORM), client.get("/setup/people.xlsx")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert Company.objects.count() == 1


@pytest.mark.usefixtures("bare_machine")
def test_passwords_of_imported_people_are_shown_once(client: Client, staff_list: Callable[..., bytes]) -> None:
    people = SimpleUploadedFile("people.xlsx", staff_list(WANG, ZHAO))

    answer = client.post("/setup/", {**FORM, "people": people})

    assert answer.status_code == 200
    assert set(answer.context["founded"].staff.passwords) == {"wangqiang", "zhaomin"}
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.usefixtures("bare_machine")
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"), ({"home_province": "巴黎"}, "home_province"),
        ({"param_old_part_return": ""}, "param_old_part_return"),
        ({"param_old_part_return": "soon"}, "param_old_part_return"),
        ({"offices": "贵阳办事处"}, "offices"), ({"admin_again": "other"}, "admin_again"),
        ({"admin_password": "12345678", "admin_again": "12345678"}, "admin_password"),
        ({"people": SimpleUploadedFile("people.xlsx", b"x,y\n1,2\n")}, "people"),
    ],
)  # fmt: skip
def test_a_mistake_is_shown_at_its_field_and_nothing_is_kept(
    change: dict[str, Any], field: str, client: Client
) -> None:
    answer = client.post("/setup/", {**FORM, **change})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert nothing_exists()


def test_a_machine_that_others_reach_asks_for_the_code_in_its_file(client: Client) -> None:
    assert gate.code_needed()
    refused = client.post("/setup/", {**FORM, "code": "guess"})
    assert "code" in refused.context["form"].errors
    assert nothing_exists()

    code = gate.code_file().read_text(encoding="utf-8")
    assert client.post("/setup/", {**FORM, "code": code}).headers["Location"] == "/login/"


def test_the_template_can_be_fetched_before_anybody_has_an_account(client: Client) -> None:
    answer = client.get("/setup/people.xlsx")

    assert answer.content.startswith(b"PK")


def test_the_command_lists_the_books_that_there_are(run: Callable[..., str]) -> None:
    listed = [line.split()[0] for line in run("--books").splitlines()]

    assert listed == [path.stem for path in shipped()]


def test_a_book_that_is_not_shipped_is_named_with_those_that_are(run: Callable[..., str]) -> None:
    with pytest.raises(CommandError, match=f"bakery: .*{DEFAULT_RULEBOOK}"):
        run("--rulebook", "bakery", "--name", "x", "--home-province", "重庆", "--admin", "adele")

    assert nothing_exists()


@pytest.mark.usefixtures("bare_machine")
@pytest.mark.parametrize("slug", [path.stem for path in shipped()])
def test_the_page_asks_for_the_blanks_of_the_chosen_book_and_founds_with_it(client: Client, slug: str) -> None:
    shown = client.get("/setup/", {"rulebook": slug}).content.decode()
    asked = blanks(slug)

    assert all(f'name="param_{blank.name}"' in shown for blank in asked)
    assert all(offer.title in shown and offer.about in shown for offer in offers())
    filled = {f"param_{blank.name}": blank.suggestion or "027-8888-0000" for blank in asked}
    answer = client.post("/setup/", {**FORM, **filled, "rulebook": slug})

    assert answer.headers["Location"] == "/login/"
    assert in_force(now=clock.now()).book.id == Company.objects.get().rulebook == slug
    named = set(in_force(now=clock.now()).book.departments.values())
    assert named <= set(Department.objects.values_list("name", flat=True))


@pytest.mark.usefixtures("bare_machine")
def test_a_book_that_nobody_ships_has_no_page(client: Client) -> None:
    assert client.get("/setup/", {"rulebook": "bakery"}).status_code == 404


def test_office_lines() -> None:
    assert services.office_line("贵阳办事处，贵州，独立") == services.OfficeLine("贵阳办事处", "贵州省", True)
    assert services.office_line("成都办事处 四川省") == services.OfficeLine("成都办事处", "四川省", False)


@pytest.mark.parametrize("text", ["30d", "30天", " 30 天 ", "30日"])
def test_a_span_may_be_written_as_people_write_it(text: str) -> None:
    assert blanks()[0].value(text) == "30d"


@pytest.mark.parametrize("text", ["soon", "30", "三十天", "-1天", ""])
def test_what_is_no_span_is_told_with_an_example(text: str) -> None:
    with pytest.raises(ActError, match="时长，例如"):
        blanks()[0].value(text)
