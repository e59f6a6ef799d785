"""Giving and ending roles: the administrator's, and never his own."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import tenures
from accounts.models import Person, RoleAssignment
from accounts.permissions import authorize, refuse_own_case
from accounts.roles import Role
from core import journal
from core.errors import OutOfRange, WrongState
from core.transitions import lock


@transaction.atomic
def assign_role(*, person: Person, role: str, actor: Any, now: datetime) -> RoleAssignment:
    """Let `person` hold `role` from now on."""
    authorize(actor, "assign_role", now=now)
    refuse_own_case(actor, person, now=now)
    holder = lock(person)
    if not holder.is_active:
        raise WrongState(_("该人员已离职"))
    if role not in Role.values:
        raise OutOfRange(_("没有岗位 %(role)s") % {"role": role})
    if holder.assignments.filter(role=role, until=None).exists():
        raise WrongState(_("该人员已担任此岗位"))
    assignment = RoleAssignment.objects.create(person=holder, role=role, since=now)
    journal.record(holder, "assign_role", actor=actor, now=now, target=role)
    tenures.changed()
    return assignment


@transaction.atomic
def end_role(*, person: Person, role: str, actor: Any, now: datetime, reason: str = "") -> None:
    """End the tenure; delegations of this role end with it, because they lean on it."""
    authorize(actor, "end_role", now=now)
    refuse_own_case(actor, person, now=now)
    holder = lock(person)
    if not holder.assignments.filter(role=role, until=None).update(until=now):
        raise WrongState(_("该人员不担任此岗位"))
    journal.record(holder, "end_role", actor=actor, now=now, source=role, reason=reason)
    tenures.changed()
