"""Versions take effect on their date, published by the general manager and never by who wrote them."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from accounts.models import Person
from accounts.services import delegate
from core.clock import zone
from core.errors import Incomplete, NotAllowed, NotFound, OutOfRange, OwnCase, WrongState
from core.journal import SYSTEM
from core.models import JournalEntry
from rulebook import services
from rulebook.models import RulebookVersion
from rulebook.selectors import in_force, on_day, versions
from rulebook.services import InvalidBook
from rulebook.states import VersionState
from tests.rulebook.conftest import NOW
from tests.support import company

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first")]
TODAY = date(2026, 3, 2)
JUNE = date(2026, 6, 1)
DEARER = {"consequences.message_missing.do": [{"fine": {"fixed": 150}}]}


def publish(actor: Any, changes: dict[str, Any] | None = None, **given: Any) -> RulebookVersion:
    return services.publish_rulebook(**{"effective_from": JUNE, "changes": changes, "actor": actor, "now": NOW} | given)


def draft(actor: Any, changes: dict[str, Any] | None = None) -> RulebookVersion:
    return services.draft_rulebook(effective_from=JUNE, changes=changes or DEARER, actor=actor, now=NOW)


def count() -> tuple[int, int]:
    return RulebookVersion.objects.count(), JournalEntry.objects.count()


def fine_of(version: RulebookVersion) -> Any:
    return version.book.consequences["message_missing"].effects()[0].amount


def test_a_new_version_counts_from_its_day(zhou: Person) -> None:
    second = publish(zhou, DEARER)

    assert (second.number, second.author, second.publisher) == (2, None, zhou)
    assert on_day(date(2026, 5, 31)).number == 1
    assert on_day(JUNE) == second
    assert fine_of(second).fixed == 150
    assert second.document["effective"] == {"from": "2026-06-01", "to": None}


def test_the_day_is_local(zhou: Person) -> None:
    second = publish(zhou, DEARER)
    midnight = datetime(2026, 6, 1, tzinfo=zone())

    assert in_force(now=midnight - timedelta(microseconds=1)).number == 1
    assert in_force(now=midnight) == second


def test_the_version_before_stays_as_it_was(first: RulebookVersion, zhou: Person) -> None:
    publish(zhou, DEARER)

    assert fine_of(RulebookVersion.objects.get(pk=first.pk)).fixed == 100


def test_later_versions_build_on_the_one_before(zhou: Person) -> None:
    publish(zhou, DEARER)
    third = publish(zhou, {"monthly_due_day": 8})

    assert (fine_of(third).fixed, third.book.param("monthly_due_day")) == (150, 8)
    assert on_day(JUNE) == third  # of two with one date the higher number counts


def test_it_is_told_in_the_journal(zhou: Person) -> None:
    version = publish(zhou, {"monthly_due_day": 8})
    entry = JournalEntry.objects.get(subject_type="rulebook.rulebookversion", subject_id=version.pk)

    assert (entry.act, entry.actor_name) == ("publish_rulebook", "周总")
    assert entry.data == {"changes": {"monthly_due_day": 8}, "effective_from": "2026-06-01"}


def test_only_the_general_manager_publishes(luo: Person) -> None:
    before = count()

    with pytest.raises(NotAllowed):
        publish(luo, {"monthly_due_day": 8})
    with pytest.raises(NotAllowed):
        publish(SYSTEM, {"monthly_due_day": 8})

    assert count() == before


GAP = {
    "approvals.parts_issue.bands": [
        {"le": 300, "by": "service_supervisor"},
        {"gt": 400, "le": 1000, "by": "dept_head"},
        {"gt": 1000, "by": "general_manager"},
    ]
}


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"home_province": None}, Incomplete, "公司所在省份"),
        (GAP, InvalidBook, "缺口"),
        ({"moon.phase": "full"}, InvalidBook, "moon.phase"),
        ({"monthly_due_day": 32}, InvalidBook, "month_day"),
        ({"coverage.6.2": []}, InvalidBook, "6.2"),
    ],
)
def test_a_wrong_book_is_refused_without_a_trace(
    zhou: Person, changes: dict[str, Any], error: type[Exception], message: str
) -> None:
    before = count()

    with pytest.raises(error, match=message):
        publish(zhou, changes)

    assert count() == before


@pytest.mark.parametrize(("day", "allowed"), [(TODAY - timedelta(days=1), False), (TODAY, True)])
def test_no_version_takes_effect_in_the_past(zhou: Person, day: date, allowed: bool) -> None:
    if allowed:
        assert publish(zhou, DEARER, effective_from=day).effective_from == day
        return
    with pytest.raises(OutOfRange, match="今天"):
        publish(zhou, DEARER, effective_from=day)


def test_no_version_takes_effect_before_the_last_one(zhou: Person) -> None:
    publish(zhou, DEARER)

    with pytest.raises(OutOfRange, match="已发布"):
        publish(zhou, {"monthly_due_day": 8}, effective_from=JUNE - timedelta(days=1))


def test_a_draft_is_published_by_another_hand(zhou: Person, luo: Person) -> None:
    written = draft(luo)
    published = publish(zhou, version=written)

    assert (written.author, written.state) == (luo, VersionState.DRAFT)
    assert (published.pk, published.state, published.publisher) == (written.pk, VersionState.PUBLISHED, zhou)
    assert fine_of(published).fixed == 150


def test_its_author_never_publishes_it(db: None) -> None:
    both = company.staff("fang", "方总", "general_manager", "dept_head")
    written = draft(both)

    with pytest.raises(OwnCase):
        publish(both, version=written)


def test_who_edited_it_never_publishes_it(zhou: Person, luo: Person) -> None:
    written = draft(luo)
    services.edit_rulebook(number=written.number, changes={"monthly_due_day": 8}, actor=zhou, now=NOW)
    written = RulebookVersion.objects.get(pk=written.pk)

    assert written.book.param("monthly_due_day") == 8
    with pytest.raises(OwnCase):
        publish(zhou, version=written)


def test_a_deputy_of_its_author_may_publish_it_as_the_manager_he_is(zhou: Person, luo: Person) -> None:
    delegate(principal=luo, deputy=zhou, role="dept_head", until=NOW + timedelta(days=9), actor=luo, now=NOW)

    assert publish(zhou, version=draft(luo)).publisher == zhou


def test_a_draft_binds_nobody(luo: Person) -> None:
    draft(luo)

    assert on_day(JUNE).number == 1


def test_a_version_is_published_once(zhou: Person, luo: Person) -> None:
    written = draft(luo)
    publish(zhou, version=written)

    with pytest.raises(WrongState):
        publish(zhou, version=written)


def test_a_published_version_is_never_edited(zhou: Person) -> None:
    with pytest.raises(WrongState):
        services.edit_rulebook(number=1, changes=DEARER, actor=zhou, now=NOW)


def test_a_version_that_is_not_there_is_not_edited(zhou: Person) -> None:
    with pytest.raises(NotFound):
        services.edit_rulebook(number=9, changes=DEARER, actor=zhou, now=NOW)


def test_drafting_and_editing_have_their_roles(zhou: Person) -> None:
    clerk = company.staff("xu", "徐内勤", "clerk")

    with pytest.raises(NotAllowed):
        draft(clerk)
    with pytest.raises(NotAllowed):
        services.edit_rulebook(number=1, changes=DEARER, actor=clerk, now=NOW)


def test_a_draft_may_have_blanks_but_no_mistakes(zhou: Person, luo: Person) -> None:
    blank = draft(luo, {"home_province": None})

    with pytest.raises(Incomplete):
        publish(zhou, version=blank)
    with pytest.raises(InvalidBook):
        draft(luo, GAP)


def test_a_draft_may_be_a_whole_document(luo: Person, first: RulebookVersion) -> None:
    written = services.draft_rulebook(effective_from=JUNE, document=first.document, actor=luo, now=NOW)

    assert (written.number, written.document["version"]) == (2, 2)


def test_all_versions_are_listed_newest_first(zhou: Person, luo: Person) -> None:
    publish(zhou, DEARER)
    draft(luo)

    assert [(version.number, version.state) for version in versions()] == [
        (3, VersionState.DRAFT),
        (2, VersionState.PUBLISHED),
        (1, VersionState.PUBLISHED),
    ]
