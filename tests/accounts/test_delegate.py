"""Handing a role to a deputy for a time (regulation 6.4d)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from accounts.models import Delegation, Person
from accounts.permissions import holds, roles_of
from accounts.selectors import delegations_of, exercising, holders
from accounts.services import appoint_deputy, deactivate, delegate, end_role, revoke_delegation
from core.errors import ActError, NotAllowed, OutOfRange, OwnCase, WrongState
from core.models import JournalEntry
from tests.accounts.conftest import Hire

At = Callable[[str], datetime]
MICRO = timedelta(microseconds=1)


def test_a_deputy_acts_until_24_00_of_the_last_day(he: Person, su: Person, at: At) -> None:
    start, end = at("2026-03-02 13:00:00"), at("2026-03-05 00:00:00")
    delegate(principal=he, deputy=su, role="dept_head", until=date(2026, 3, 4), actor=he, now=start)

    moments = (start - MICRO, start, start + MICRO, end - MICRO, end, end + MICRO)

    assert [holds(su, "dept_head", now=now) for now in moments] == [False, True, True, True, False, False]
    assert holds(he, "dept_head", now=start)


def test_it_is_told_in_the_journal_of_the_principal(he: Person, su: Person, january: datetime) -> None:
    delegate(principal=he, deputy=su, role="dept_head", until=january.date(), actor=he, now=january)

    row = JournalEntry.objects.get(act="delegate")
    assert (row.actor_name, row.clause, row.thread_id) == ("He", "6.4", he.pk)
    assert (row.data["deputy"], row.data["role"]) == ("Su", "dept_head")


def test_nobody_hands_on_a_role_that_he_does_not_hold(he: Person, lin: Person, january: datetime) -> None:
    for principal, actor in ((he, lin), (lin, lin)):
        with pytest.raises(NotAllowed):
            delegate(principal=principal, deputy=lin, role="dept_head", until=january.date(), actor=actor, now=january)
    assert Delegation.objects.count() == 0
    assert not JournalEntry.objects.filter(act="delegate").exists()


def test_a_delegated_role_is_not_handed_on(he: Person, su: Person, lin: Person, january: datetime) -> None:
    delegate(principal=he, deputy=su, role="dept_head", until=january.date(), actor=he, now=january)

    with pytest.raises(NotAllowed):
        delegate(principal=su, deputy=lin, role="dept_head", until=january.date(), actor=su, now=january)


@pytest.mark.parametrize("role", ["administrator", "auditor", "field_engineer"])
def test_some_roles_are_never_handed_on(role: str, hire: Hire, lin: Person, january: datetime) -> None:
    holder = hire("Ola", role, "finance")

    with pytest.raises(NotAllowed):
        delegate(principal=holder, deputy=lin, role=role, until=january.date(), actor=holder, now=january)


def test_a_delegation_needs_another_person_and_a_future_end(he: Person, su: Person, january: datetime) -> None:
    for deputy, until in ((he, january.date()), (su, january), (su, january.date() - timedelta(days=1))):
        with pytest.raises(OutOfRange):
            delegate(principal=he, deputy=deputy, role="dept_head", until=until, actor=he, now=january)


def test_it_ends_with_the_tenure_of_its_principal(he: Person, su: Person, adele: Person, january: datetime) -> None:
    delegate(principal=he, deputy=su, role="dept_head", until=january.date(), actor=he, now=january)
    noon = january + timedelta(hours=4)

    end_role(person=he, role="dept_head", actor=adele, now=noon)

    assert [holds(su, "dept_head", now=now) for now in (noon - MICRO, noon)] == [True, False]


def test_it_ends_when_its_principal_leaves(he: Person, su: Person, adele: Person, january: datetime) -> None:
    delegate(principal=he, deputy=su, role="dept_head", until=january.date(), actor=he, now=january)

    deactivate(person=he, reason="离职", actor=adele, now=january + MICRO)

    assert roles_of(su, now=january + MICRO) == {"service_supervisor"}


def test_its_principal_takes_it_back_once(he: Person, su: Person, january: datetime) -> None:
    given = delegate(principal=he, deputy=su, role="dept_head", until=january.date(), actor=he, now=january)

    revoke_delegation(delegation=given, actor=he, now=january + MICRO)

    assert not holds(su, "dept_head", now=january + MICRO)
    with pytest.raises(WrongState):
        revoke_delegation(delegation=given, actor=he, now=january + MICRO)


def test_a_deputy_does_not_prolong_or_end_it(he: Person, su: Person, january: datetime) -> None:
    given = delegate(principal=he, deputy=su, role="dept_head", until=january.date(), actor=he, now=january)

    with pytest.raises(NotAllowed):
        revoke_delegation(delegation=given, actor=su, now=january)


def test_the_administrator_names_a_deputy_for_somebody_absent(
    he: Person, su: Person, adele: Person, january: datetime
) -> None:
    terms = {"principal": he, "role": "dept_head", "until": january.date(), "actor": adele, "now": january}
    appoint_deputy(deputy=su, reason="部长住院", **terms)  # type: ignore[arg-type]

    assert holds(su, "dept_head", now=january)
    with pytest.raises(OwnCase):
        appoint_deputy(deputy=adele, reason="部长住院", **terms)  # type: ignore[arg-type]
    with pytest.raises(ActError):
        appoint_deputy(deputy=su, reason=" ", **terms)  # type: ignore[arg-type]


def test_holders_and_deputies_are_told_apart(he: Person, su: Person, january: datetime) -> None:
    delegate(principal=he, deputy=su, role="dept_head", until=january.date(), actor=he, now=january)
    next_day = january + timedelta(days=1)

    assert list(holders("dept_head", now=january)) == [he]
    assert exercising("dept_head", "clerk", now=january) == {"dept_head": [he, su], "clerk": []}
    assert exercising("dept_head", now=next_day) == {"dept_head": [he]}
    assert [one.deputy for one in delegations_of(su, now=january)] == [su]
