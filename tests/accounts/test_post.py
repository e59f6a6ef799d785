"""On post, off post, away: who can be sent out on a day (regulation 6.2a, 9.5, 9.11, X10)."""

from datetime import date, datetime, timedelta

import pytest

from accounts.models import Absence, Person
from accounts.selectors import assignability, candidates, engineers, engineers_of, is_assignable, status
from accounts.services import deactivate, delegate, end_role, record_absence, take_off_post
from accounts.states import PersonState
from core.errors import NotAllowed, OutOfRange, OwnCase, WrongState
from core.journal import SYSTEM
from core.models import JournalEntry
from penalties.services import reinstate
from tests.accounts.conftest import Hire

DAY = date(2026, 3, 2)


@pytest.fixture
def qi(hire: Hire) -> Person:
    """The quality service supervisor."""
    return hire("Qi", "quality_service_supervisor")


def test_off_post_once_with_its_clause(en: Person, he: Person, january: datetime) -> None:
    take_off_post(person=en, actor=he, now=january, reason="私卖配件", clause="9.11")
    take_off_post(person=en, actor=he, now=january, reason="私卖配件", clause="9.11")

    row = JournalEntry.objects.get(act="take_off_post")
    assert (row.source, row.target, row.clause) == ("active", "off_post", "9.11")
    en = Person.objects.get(pk=en.pk)
    assert (is_assignable(en, DAY), status(en, DAY)) == ("已下岗", PersonState.OFF_POST)


def test_only_the_general_manager_brings_back(en: Person, he: Person, gu: Person, january: datetime) -> None:
    with pytest.raises(WrongState):
        reinstate(person=en, actor=gu, now=january, reason="考核合格")
    take_off_post(person=en, actor=SYSTEM, now=january)
    with pytest.raises(NotAllowed):
        reinstate(person=en, actor=he, now=january, reason="考核合格")

    back = reinstate(person=en, actor=gu, now=january, reason="考核合格")

    assert back.state == PersonState.ACTIVE
    assert is_assignable(back, DAY) is None


def test_nobody_brings_himself_back(en: Person, gu: Person, january: datetime) -> None:
    take_off_post(person=en, actor=SYSTEM, now=january)
    delegate(principal=gu, deputy=en, role="general_manager", until=january.date(), actor=gu, now=january)

    with pytest.raises(OwnCase):
        reinstate(person=en, actor=en, now=january, reason="考核合格")


@pytest.mark.parametrize(
    ("kind", "text", "state"),
    [("leave", "休假至 3月5日", PersonState.ON_LEAVE), ("training", "培训至 3月5日", PersonState.TRAINING)],
)
def test_away_from_the_first_to_the_last_day(
    kind: str, text: str, state: PersonState, en: Person, qi: Person, he: Person, january: datetime
) -> None:
    actor = qi if kind == "leave" else he
    record_absence(person=en, kind=kind, first_day=DAY, last_day=date(2026, 3, 5), actor=actor, now=january)

    days = [date(2026, 3, 1), DAY, date(2026, 3, 5), date(2026, 3, 6)]
    assert [is_assignable(en, day) for day in days] == [None, text, text, None]
    assert [status(en, day) for day in days] == [PersonState.ACTIVE, state, state, PersonState.ACTIVE]


def test_an_absence_is_refused_without_right_or_backwards(en: Person, qi: Person, january: datetime) -> None:
    with pytest.raises(NotAllowed):
        record_absence(person=en, kind="leave", first_day=DAY, last_day=DAY, actor=en, now=january)
    with pytest.raises(OutOfRange):
        record_absence(person=en, kind="leave", first_day=DAY, last_day=DAY - timedelta(days=1), actor=qi, now=january)
    assert Absence.objects.count() == 0


def test_reasons_have_codes(en: Person, lin: Person, adele: Person, january: datetime) -> None:
    gone = deactivate(person=en, reason="离职", actor=adele, now=january)

    found = [assignability(person, DAY) for person in (gone, lin)]

    assert [(one.code, one.text) for one in found if one] == [("left", "已离职"), ("no_engineer", "不是服务人员")]


def test_who_is_no_longer_an_engineer_is_not_sent_out(en: Person, adele: Person, january: datetime) -> None:
    end_role(person=en, role="field_engineer", actor=adele, now=january)

    assert is_assignable(en, january.date()) is None, "his last day still counts"
    assert is_assignable(en, january.date() + timedelta(days=1)) == "不是服务人员"


def test_candidates_stand_in_the_order_of_use(
    en: Person,
    hire: Hire,
    he: Person,
    january: datetime,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    hire("Ab", "field_engineer", regions=["贵州"])
    away = hire("Aa", "field_engineer", regions=["重庆"])
    record_absence(person=away, kind="training", first_day=january.date(), last_day=DAY, actor=he, now=january)

    with django_assert_num_queries(2):
        found = candidates(now=january, province="重庆市")

    assert [(one.person.name, one.in_region, bool(one.refusal)) for one in found] == [
        ("En", True, False), ("Ab", False, False), ("Aa", True, True),
    ]  # fmt: skip
    assert engineers_of("贵州省", now=january) == [Person.objects.get(name="Ab")]
    assert engineers(january).count() == 3
