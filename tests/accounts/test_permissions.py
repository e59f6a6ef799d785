"""Everyone by every act: allowed exactly where the matrix says so."""

from datetime import datetime, timedelta

import pytest

from accounts.acts import ACTS
from accounts.matrix import matrix
from accounts.models import Person
from accounts.permissions import authorize, holds, may, refuse_own_case, remember, roles_of, scopes_of
from accounts.roles import Role
from accounts.services import deactivate, delegate, end_role
from core.errors import NotAllowed, OwnCase
from core.journal import SYSTEM
from tests.accounts.conftest import Hire

MICRO = timedelta(microseconds=1)


@pytest.mark.parametrize("role", Role.values)
def test_a_role_may_do_exactly_what_is_declared(role: str, hire: Hire, january: datetime) -> None:
    person = hire("Rui", role)

    allowed = {act for act in ACTS if may(person, act, now=january)}

    assert allowed == {act for act, rule in matrix().acts.items() if role in rule.roles}


def test_who_holds_no_role_may_do_nothing(hire: Hire, january: datetime) -> None:
    person = hire("Nobody")

    assert [act for act in ACTS if may(person, act, now=january)] == []


def test_staff_and_superuser_of_django_give_no_right(hire: Hire, january: datetime) -> None:
    person = hire("Nobody")
    person.is_staff = person.is_superuser = True

    assert [act for act in ACTS if may(person, act, now=january)] == []


def test_an_unknown_act_is_denied(gu: Person, january: datetime) -> None:
    with pytest.raises(NotAllowed):
        authorize(gu, "sell_company", now=january)


def test_the_system_acts_but_does_not_decide() -> None:
    now = datetime.now().astimezone()

    assert {act for act in ACTS if may(SYSTEM, act, now=now)} == {
        act for act, rule in matrix().acts.items() if not rule.decision
    }
    assert not may(SYSTEM, "confirm_penalty", now=now)


def test_a_role_begins_and_ends_at_its_instant(lin: Person, adele: Person, january: datetime) -> None:
    end = january + timedelta(days=3)
    end_role(person=lin, role="liaison", actor=adele, now=end)

    held = [holds(lin, "liaison", now=at) for at in (january - MICRO, january, end - MICRO, end)]

    assert held == [False, True, True, False]


def test_who_left_may_do_nothing(lin: Person, adele: Person, january: datetime) -> None:
    later = january + timedelta(days=1)
    gone = deactivate(person=lin, reason="离职", actor=adele, now=later)

    assert roles_of(gone, now=later) == frozenset()


def test_nobody_decides_on_himself(he: Person, en: Person, january: datetime) -> None:
    with pytest.raises(OwnCase):
        refuse_own_case(he, en, he, now=january)

    refuse_own_case(he, en, None, now=january)


def test_a_deputy_does_not_decide_on_his_principal(he: Person, en: Person, su: Person, january: datetime) -> None:
    delegate(principal=he, deputy=su, role="dept_head", until=january.date(), actor=he, now=january)

    with pytest.raises(OwnCase):
        refuse_own_case(su, he, now=january)
    refuse_own_case(su, en, now=january)
    refuse_own_case(su, he, now=january + timedelta(days=1))


def test_who_holds_the_role_himself_acts_as_nobodys_deputy(he: Person, gu: Person, january: datetime) -> None:
    delegate(principal=he, deputy=gu, role="dept_head", until=january.date(), actor=he, now=january)

    refuse_own_case(gu, he, now=january, roles=["general_manager"])
    with pytest.raises(OwnCase):
        refuse_own_case(gu, he, now=january, roles=["dept_head"])


def test_the_widest_role_says_which_rows_are_seen(hire: Hire, january: datetime) -> None:
    both = hire("Bo", "field_engineer", "liaison")
    money = hire("Fei", "finance")

    assert scopes_of(both, "tickets", now=january) == {"own", "all"}
    assert scopes_of(money, "tickets", now=january) == frozenset()
    assert scopes_of(money, "penalties", now=january) == {"settled", "own"}


def test_roles_are_read_in_one_statement(
    lin: Person, january: datetime, django_assert_num_queries  # type: ignore[no-untyped-def]
) -> None:
    with django_assert_num_queries(1):
        roles_of(lin, now=january)


def test_remembered_roles_cost_nothing_and_go_stale_with_no_change(
    lin: Person,
    adele: Person,
    january: datetime,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    remember(lin)
    with django_assert_num_queries(0):
        assert holds(lin, "liaison", now=january)
        assert not holds(lin, "liaison", now=january - MICRO)

    end_role(person=lin, role="liaison", actor=adele, now=january + MICRO)

    assert not holds(lin, "liaison", now=january + MICRO)
