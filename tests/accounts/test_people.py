"""Hiring, editing, roles and leaving: the administrator's acts, and never on himself."""

from datetime import datetime, timedelta

import pytest

from accounts.models import Department, Person
from accounts.permissions import roles_of
from accounts.services import (
    assign_role,
    deactivate,
    edit_person,
    end_role,
    found_company,
    hire,
    set_password,
)
from core.errors import ActError, NotAllowed, OutOfRange, OwnCase, WrongState
from core.journal import SYSTEM
from core.models import JournalEntry
from tests.accounts.conftest import Hire


def test_a_new_person_has_roles_and_official_regions(adele: Person, january: datetime) -> None:
    person = hire(
        username="en", name="En", roles=["field_engineer"], regions=["重庆", "内蒙古"], actor=adele, now=january
    )

    assert roles_of(person, now=january) == {"field_engineer"}
    assert person.regions == ["重庆市", "内蒙古自治区"]
    assert not person.has_usable_password()
    told = JournalEntry.objects.filter(subject_type="accounts.person", subject_id=person.pk).order_by("seq")
    assert [row.act for row in told] == ["hire", "assign_role"]


@pytest.mark.parametrize(
    ("details", "error"),
    [
        ({"username": "LIN"}, WrongState), ({"name": " "}, ActError), ({"regions": ["火星"]}, OutOfRange),
        ({"kind": "robot"}, OutOfRange), ({"roles": ["boss"]}, OutOfRange),
    ],
)  # fmt: skip
def test_a_refused_hire_leaves_no_trace(
    details: dict[str, object], error: type[ActError], adele: Person, lin: Person, january: datetime
) -> None:
    before = (Person.objects.count(), JournalEntry.objects.count())

    with pytest.raises(error):
        hire(**{"username": "neu", "name": "Neu", "actor": adele, "now": january, **details})  # type: ignore[arg-type]

    assert (Person.objects.count(), JournalEntry.objects.count()) == before


def test_the_general_manager_hires_nobody(gu: Person, january: datetime) -> None:
    with pytest.raises(NotAllowed):
        hire(username="neu", name="Neu", actor=gu, now=january)


def test_the_administrator_never_touches_his_own_role(adele: Person, january: datetime) -> None:
    with pytest.raises(OwnCase):
        assign_role(person=adele, role="general_manager", actor=adele, now=january)
    with pytest.raises(OwnCase):
        end_role(person=adele, role="administrator", actor=adele, now=january)
    with pytest.raises(OwnCase):
        deactivate(person=adele, reason="离职", actor=adele, now=january)
    with pytest.raises(OwnCase):
        set_password(person=adele, new="another horse 8", actor=adele, now=january)


def test_a_role_is_given_and_ended_once(lin: Person, adele: Person, january: datetime) -> None:
    with pytest.raises(WrongState):
        assign_role(person=lin, role="liaison", actor=adele, now=january)
    end_role(person=lin, role="liaison", actor=adele, now=january + timedelta(days=1))
    with pytest.raises(WrongState):
        end_role(person=lin, role="liaison", actor=adele, now=january + timedelta(days=2))

    assign_role(person=lin, role="liaison", actor=adele, now=january + timedelta(days=3))

    assert roles_of(lin, now=january + timedelta(days=3)) == {"liaison"}


def test_edits_are_told_with_old_and_new(lin: Person, adele: Person, january: datetime) -> None:
    found_company(name="示范设备", home_province="重庆", actor=SYSTEM, now=january)
    quality = Department.objects.get(code="tech_quality")
    edit_person(person=lin, phone="13800000000", department=quality, actor=adele, now=january)

    row = JournalEntry.objects.get(act="edit_person")
    assert row.data == {"phone": ["", "13800000000"], "department": [None, "技质部"]}


def test_an_edit_without_change_writes_nothing(lin: Person, adele: Person, january: datetime) -> None:
    edit_person(person=lin, name="Lin", actor=adele, now=january)

    assert not JournalEntry.objects.filter(act="edit_person").exists()


def test_what_is_not_editable_is_a_programming_error(lin: Person, adele: Person, january: datetime) -> None:
    with pytest.raises(TypeError):
        edit_person(person=lin, is_superuser=True, actor=adele, now=january)


def test_leaving_is_told_once_and_needs_a_reason(lin: Person, adele: Person, january: datetime) -> None:
    with pytest.raises(ActError):
        deactivate(person=lin, reason="", actor=adele, now=january)
    deactivate(person=lin, reason="离职", actor=adele, now=january)
    with pytest.raises(WrongState):
        deactivate(person=lin, reason="离职", actor=adele, now=january)

    assert JournalEntry.objects.filter(act="deactivate").count() == 1


def test_there_is_one_company_and_only_the_system_founds_it(gu: Person, january: datetime) -> None:
    with pytest.raises(NotAllowed):
        found_company(name="示范设备", home_province="重庆", actor=gu, now=january)
    company = found_company(name="示范设备", home_province="重庆", actor=SYSTEM, now=january)
    with pytest.raises(WrongState):
        found_company(name="另一家", home_province="四川", actor=SYSTEM, now=january)

    assert (company.home_province, Department.objects.count()) == ("重庆市", 5)


def test_a_seat_outside_china_is_refused(hire: Hire, january: datetime) -> None:
    with pytest.raises(OutOfRange):
        found_company(name="示范设备", home_province="巴黎", actor=SYSTEM, now=january)
