"""`manage.py rulebook check` and `list`."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from rulebook.loader import SHIPPED
from rulebook.models import RulebookVersion

FIRST = SHIPPED / "equipment-maker.yaml"


def run(*words: object) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("rulebook", *(str(word) for word in words), stdout=out)
    except SystemExit as stopped:
        return out.getvalue(), int(str(stopped.code))
    return out.getvalue(), 0


def test_a_good_book_is_ok_and_its_blanks_are_named() -> None:
    told, status = run("check", FIRST)

    assert status == 0
    assert told.splitlines()[-1] == "ok"
    assert "params.home_province：待公司填写" in told


def test_every_error_of_a_bad_book_is_printed(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(FIRST.read_text(encoding="utf-8").replace("gt: 300", "gt: 400"), encoding="utf-8")

    told, status = run("check", bad)

    assert status == 1
    assert told.splitlines()[-1] == "3 errors"
    assert told.count("缺口") == 3


def test_one_bad_file_of_several_fails(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("schema: rulebook/1\n", encoding="utf-8")

    told, status = run("check", FIRST, bad)

    assert status == 1
    assert "ok" in told.splitlines()


def test_a_missing_file_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.yaml"):
        run("check", tmp_path / "none.yaml")


def test_the_list_marks_what_is_in_force(first: RulebookVersion) -> None:
    told, _ = run("list")

    assert told.startswith("* equipment-maker v1 2019-07-06 已发布 ")


@pytest.mark.django_db
def test_without_a_company_the_list_is_empty() -> None:
    assert run("list") == ("", 0)
