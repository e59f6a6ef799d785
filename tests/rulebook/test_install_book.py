"""A company fills the blanks of a shipped book and has its version 1."""

from datetime import date
from typing import Any

import pytest

from accounts.models import Person
from core.errors import Incomplete, NotAllowed, NotFound, WrongState
from core.journal import SYSTEM
from core.models import JournalEntry
from rulebook import services
from rulebook.loader import template
from rulebook.models import RulebookVersion
from rulebook.selectors import NoRulebook, in_force
from rulebook.services import InvalidBook
from rulebook.states import VersionState
from tests.rulebook.conftest import NOW
from tests.support import company

pytestmark = pytest.mark.django_db


def install(**changes: Any) -> RulebookVersion:
    given = {"slug": "equipment-maker", "params": company.BLANKS, "actor": SYSTEM, "now": NOW} | changes
    return services.install_book(**given)


def test_it_is_version_1_in_force_from_the_book_s_own_date() -> None:
    version = install()

    assert (version.number, version.state, version.effective_from) == (1, VersionState.PUBLISHED, date(2019, 7, 6))
    assert (version.author, version.publisher) == (None, None)
    assert version.book.param("home_province") == "重庆市"


def test_it_is_told_in_the_journal() -> None:
    version = install()
    entry = JournalEntry.objects.get(subject_type="rulebook.rulebookversion", subject_id=version.pk)

    assert (entry.act, entry.source, entry.target) == ("publish_rulebook", "draft", "published")
    assert entry.data == {"params": company.BLANKS}


@pytest.mark.parametrize(
    ("params", "named"),
    [
        ({"home_province": "重庆市"}, "旧件返回期限（old_part_return）"),
        ({"old_part_return": "30d"}, "公司所在省份（home_province）"),
    ],
)
def test_a_blank_is_named_and_refused(params: dict[str, str], named: str) -> None:
    with pytest.raises(Incomplete, match="制度参数未填") as refused:
        install(params=params)

    assert named in str(refused.value)
    assert not RulebookVersion.objects.exists()


@pytest.mark.parametrize("params", [{"old_part_return": "soon"}, {"shoe_size": 42}])
def test_a_wrong_or_unknown_parameter_is_refused(params: dict[str, Any]) -> None:
    with pytest.raises(InvalidBook):
        install(params=company.BLANKS | params)


def test_a_book_is_installed_once() -> None:
    install()

    with pytest.raises(WrongState):
        install()


def test_an_unknown_book_is_not_found() -> None:
    with pytest.raises(NotFound):
        install(slug="car-workshop")


def test_another_document_may_be_tried() -> None:
    version = install(document=template("equipment-maker") | {"version": 7}, params=company.BLANKS)

    assert (version.number, version.document["version"]) == (1, 1)


def test_nobody_but_the_system_installs(zhou: Person) -> None:
    with pytest.raises(NotAllowed):
        install(actor=zhou)


def test_without_a_company_or_a_book_nothing_is_in_force() -> None:
    with pytest.raises(NoRulebook):
        in_force(now=NOW)
    company.found()
    with pytest.raises(NoRulebook):
        in_force(now=NOW)
