"""Taking in a staff list: all of it or nothing, and the same list again changes nothing."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Department, Office, Person
from accounts.people_file import BadStaffList, Row, rows_of
from accounts.permissions import authorize
from accounts.services.people import edit_person, hire
from accounts.services.roles import assign_role
from core.errors import ActError
from core.tables_io import read_table

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 12


@dataclass
class StaffReport:
    """What became of the rows; `passwords` are shown once and must be changed at the first sign-in."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    passwords: dict[str, str] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        return _("新增 %(added)s 人，更新 %(updated)s 人，未变 %(same)s 人") % {
            "added": self.added, "updated": self.updated, "same": self.unchanged,
        }  # fmt: skip


@transaction.atomic
def import_people(*, content: bytes, actor: Any, now: datetime) -> StaffReport:
    """Bring the people of a staff list in: new ones get a first password, known ones their filled cells and new roles.

    Departments and offices must exist. Raises BadStaffList with one message per bad row; then nothing is kept.
    """
    authorize(actor, "import_people", now=now)
    rows = rows_of(read_table(content))
    if not rows:
        raise BadStaffList([_("名单中没有人员")])
    _place(rows)
    known = {person.username.lower(): person for person in Person.objects.all()}
    _refuse_taken_numbers(rows, known)
    report = StaffReport()
    for row in rows:
        if not row.problems:
            _take(row, known, report, actor=actor, now=now)
    problems = [row.told() for row in rows if row.problems]
    if problems:
        raise BadStaffList(problems)
    return report


def _place(rows: Sequence[Row]) -> None:
    """Put the department and office objects in place of their names."""
    for field_name, header, model in (("department", "部门", Department), ("office", "办事处", Office)):
        by_name = {place.name: place for place in model._default_manager.all()}
        for row in rows:
            if name := row.values.get(field_name):
                row.values[field_name] = by_name.get(name)
                if name not in by_name:
                    row.problems.append(_("没有%(header)s“%(name)s”") % {"header": header, "name": name})


def _refuse_taken_numbers(rows: Sequence[Row], known: dict[str, Person]) -> None:
    owner = {person.employee_no.lower(): name for name, person in known.items() if person.employee_no}
    for row in rows:
        number, name = str(row.values.get("employee_no", "")).lower(), str(row.values.get("username", "")).lower()
        if number and owner.get(number, name) != name:
            told = {"number": number, "name": owner[number]}
            row.problems.append(_("工号“%(number)s”已属于用户 %(name)s") % told)


def _take(row: Row, known: dict[str, Person], report: StaffReport, *, actor: Any, now: datetime) -> None:
    values = dict(row.values)
    username, roles = values.pop("username"), values.pop("roles")
    person = known.get(username.lower())
    try:
        if person is None:
            person = hire(username=username, roles=roles, actor=actor, now=now, must_change_password=True, **values)
            report.passwords[username] = _first_password(person)
            report.added += 1
        elif _update(person, values, roles, actor=actor, now=now):
            report.updated += 1
        else:
            report.unchanged += 1
    except ActError as error:
        row.problems.append(str(error))


def _update(person: Person, values: dict[str, Any], roles: Sequence[str], *, actor: Any, now: datetime) -> bool:
    changed = any(getattr(person, name) != value for name, value in values.items())
    if changed:
        edit_person(person=person, actor=actor, now=now, **values)
    held = set(person.assignments.filter(until=None).values_list("role", flat=True))
    missing = [role for role in roles if role not in held]
    for role in missing:
        assign_role(person=person, role=role, actor=actor, now=now)
    return changed or bool(missing)


def _first_password(person: Person) -> str:
    """A random password of sixty bits.

    Its hash needs no stretching against guesses, and stretching a whole staff list would outlast the request; the
    person's own password is hashed in full.
    """
    password = "".join(secrets.choice(LETTERS) for _position in range(LENGTH))
    hasher = get_hasher()
    fewer = {"iterations": 10_000} if isinstance(hasher, PBKDF2PasswordHasher) else {}
    person.password = hasher.encode(password, hasher.salt(), **fewer)
    person.save(update_fields=["password"])
    return password
