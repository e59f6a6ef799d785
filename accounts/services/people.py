"""Accounts of people: taken in, kept up to date, closed when they leave; never deleted."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import tenures
from accounts.countries import region
from accounts.models import Delegation, Person
from accounts.permissions import authorize, refuse_own_case
from accounts.services.roles import assign_role
from accounts.states import EngineerKind
from core import cells, journal
from core.errors import OutOfRange, WrongState, require
from core.transitions import lock

EDITABLE = ("name", "employee_no", "phone", "email", "department", "office", "kind", "regions")


@transaction.atomic
def hire(
    *, username: str, name: str, roles: Iterable[str] = (), password: str | None = None,
    password_hash: str = "", must_change_password: bool = False, actor: Any, now: datetime, **details: Any,
) -> Person:  # fmt: skip
    """Open an account with its roles; `details` are the fields of EDITABLE.

    Without a password, or the hash of one, nobody can sign in with it until the administrator sets one.
    """
    authorize(actor, "hire", now=now)
    require(username=(username, _("用户名")), name=(name, _("姓名")))
    if Person.objects.filter(username__iexact=username).exists():
        raise WrongState(_("用户名 %(username)s 已存在") % {"username": username})
    person = Person(
        username=username, name=name.strip(), must_change_password=must_change_password, date_joined=now,
        **_checked(details),
    )  # fmt: skip
    person.password = password_hash or make_password(password)
    person.save()
    journal.record(person, "hire", actor=actor, now=now, data={"username": username, "name": name})
    for role in roles:
        assign_role(person=person, role=role, actor=actor, now=now)
    return person


@transaction.atomic
def edit_person(*, person: Person, actor: Any, now: datetime, **details: Any) -> Person:
    """Bring fields of EDITABLE to the given values; the journal tells old and new. Nothing changed: nothing written."""
    authorize(actor, "edit_person", now=now)
    current = lock(person)
    wanted = _checked(details)
    changes = {key: [_told(getattr(current, key)), _told(value)] for key, value in wanted.items()}
    changes = {key: pair for key, pair in changes.items() if pair[0] != pair[1]}
    if changes:
        for key in changes:
            setattr(current, key, wanted[key])
        current.save(update_fields=list(changes))
        journal.record(current, "edit_person", actor=actor, now=now, data=changes)
    return current


@transaction.atomic
def deactivate(*, person: Person, reason: str, actor: Any, now: datetime) -> Person:
    """Close the account of somebody who leaves: roles and delegations end, open sessions die with the next request."""
    authorize(actor, "deactivate", now=now)
    refuse_own_case(actor, person, now=now)
    current = lock(person)
    if not current.is_active:
        raise WrongState(_("该账号已停用"))
    require(reason=(reason, _("原因")))
    current.is_active = False
    current.save(update_fields=["is_active"])
    current.assignments.filter(until=None).update(until=now)
    Delegation.objects.involving(current).running(now).update(revoked_at=now)
    journal.record(current, "deactivate", actor=actor, now=now, reason=reason)
    tenures.changed()
    return current


def _checked(details: Mapping[str, Any]) -> dict[str, Any]:
    """`details` with official region names; raises OutOfRange for what no person has."""
    unknown = set(details) - set(EDITABLE)
    if unknown:
        raise TypeError(f"a person has no {', '.join(sorted(unknown))}")
    result = dict(details)
    if result.get("kind") and result["kind"] not in EngineerKind.values:
        raise OutOfRange(_("没有人员类别 %(kind)s") % {"kind": result["kind"]})
    if result.get("phone"):
        result["phone"] = _phone(result["phone"])
    if "regions" in result:
        result["regions"] = [_region(text) for text in result["regions"]]
    return result


def _phone(text: str) -> str:
    try:
        return cells.phone(text)
    except cells.CellError as error:
        raise OutOfRange(str(error), details={"phone": str(error)}) from None


def _region(text: str) -> str:
    found = region(text)
    if found is None:
        raise OutOfRange(_("%(text)s 不是省级行政区，也不是国家") % {"text": text})
    return found


def _told(value: Any) -> Any:
    return str(value) if hasattr(value, "pk") else value
