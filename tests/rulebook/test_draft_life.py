"""A draft is written on, put in from a file, or given up; a faulty file tells line, path and sentence."""

from datetime import date
from typing import Any

import pytest

from accounts.models import Person
from core.errors import Incomplete, NotAllowed, OwnCase, WrongState
from core.models import JournalEntry
from rulebook import services
from rulebook.book import canonical
from rulebook.models import RulebookVersion
from rulebook.services import InvalidBook
from rulebook.services.files import document_of
from rulebook.states import VersionState
from tests.rulebook.conftest import NOW
from tests.support import company

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
DEARER = {"consequences.message_missing.do": [{"fine": {"fixed": 150}}]}


@pytest.fixture
def draft(first: RulebookVersion, luo: Person) -> RulebookVersion:
    return services.draft_rulebook(effective_from=JUNE, changes=DEARER, actor=luo, now=NOW)


def amend(draft: RulebookVersion, actor: Any, **given: Any) -> RulebookVersion:
    return services.amend_draft(version=draft, actor=actor, now=NOW, **given)


@pytest.mark.django_db
def test_every_hand_that_wrote_in_a_draft_keeps_from_publishing(draft: RulebookVersion, zhou: Person) -> None:
    written = amend(draft, zhou, changes={"monthly_due_day": 8}, effective_from=JULY)

    assert (written.book.param("monthly_due_day"), written.effective_from) == (8, JULY)
    assert written.book.consequences["message_missing"].effects()[0].amount.fixed == 150  # type: ignore[union-attr]
    assert set(written.hands) == {draft.author_id, zhou.pk}
    with pytest.raises(OwnCase):
        services.publish_rulebook(version=written, effective_from=JULY, actor=zhou, now=NOW)


@pytest.mark.django_db
def test_who_wrote_a_moment_ago_does_not_publish_what_he_had_read_before(draft: RulebookVersion, zhou: Person) -> None:
    amend(draft, zhou, changes={"monthly_due_day": 8})
    with pytest.raises(OwnCase):
        services.publish_rulebook(version=draft, effective_from=JULY, actor=zhou, now=NOW)


@pytest.mark.django_db
def test_a_file_takes_the_place_of_the_text(draft: RulebookVersion, first: RulebookVersion, luo: Person) -> None:
    before = draft.digest
    written = amend(draft, luo, content=canonical(first.document).encode())

    assert written.book.consequences["message_missing"] == first.book.consequences["message_missing"]
    assert (written.document["version"], written.number) == (2, 2)
    assert JournalEntry.objects.get(act="amend_draft").data["before"] == before


@pytest.mark.django_db
def test_a_draft_is_given_up_by_its_writers_or_the_general_manager(
    draft: RulebookVersion, luo: Person, zhou: Person
) -> None:
    supervisor = company.staff("han", "韩主管", "service_supervisor")
    with pytest.raises(NotAllowed):
        services.discard_draft(version=draft, reason="不要了", actor=supervisor, now=NOW)
    with pytest.raises(Incomplete):
        services.discard_draft(version=draft, reason=" ", actor=zhou, now=NOW)

    given_up = services.discard_draft(version=draft, reason="改为下半年一并修订", actor=zhou, now=NOW)

    assert given_up.state == VersionState.DISCARDED
    for act in (
        lambda: amend(given_up, luo, changes={"monthly_due_day": 8}),
        lambda: services.publish_rulebook(version=given_up, effective_from=JUNE, actor=zhou, now=NOW),
        lambda: services.discard_draft(version=given_up, reason="再次", actor=luo, now=NOW),
    ):
        with pytest.raises(WrongState):
            act()
    following = services.draft_rulebook(effective_from=JUNE, changes=DEARER, actor=luo, now=NOW)
    assert following.number == 3


@pytest.mark.django_db
def test_a_clerk_writes_in_no_draft(draft: RulebookVersion) -> None:
    clerk = company.staff("xu", "徐内勤", "clerk")

    with pytest.raises(NotAllowed):
        amend(draft, clerk, changes=DEARER)


def faults(text: str | bytes) -> list[tuple[int | None, str, str]]:
    with pytest.raises(InvalidBook) as refusal:
        document_of(text if isinstance(text, bytes) else text.encode(), slug="equipment-maker")
    return [(one.line, one.path, one.message) for one in refusal.value.found]


def test_a_faulty_file_is_told_by_line_path_and_sentence(document: dict[str, Any]) -> None:
    text = canonical(document)
    fine = text.replace('"decide":"dept_head"', '"decide":"emperor"', 1)
    line, path, message = faults(fine)[0]

    assert (line, path.endswith(".decide"), "emperor" in message) == (1, True, True)
    assert faults(text.replace('"id":"equipment-maker"', '"id":"gas"', 1))[0][1] == "id"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a: &x [1]\nb: *x\n", "别名"), (b"a: " + b"[" * 300_000, "嵌套过深"), (b"/etc/passwd", "键值结构"),
        ("条款".encode("gbk"), "UTF-8"), (b"x" * 2_000_001, "2 MB"), (b"coverage:\n  6.10: []\n", "引号"),
    ],
)  # fmt: skip
def test_a_file_that_means_harm_or_nothing_is_refused(content: bytes, said: str) -> None:
    assert any(said in message for _line, _path, message in faults(content))
