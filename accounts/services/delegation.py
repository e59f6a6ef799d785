"""A role exercised by a deputy while its holder is away (regulation 6.4d)."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import tenures
from accounts.matrix import matrix
from accounts.models import Delegation, Person
from accounts.permissions import authorize, own_roles_of, refuse_own_case
from core import clock, journal
from core.errors import NotAllowed, OutOfRange, WrongState, require
from core.transitions import lock


def end_of(until: date | datetime) -> datetime:
    """The instant at which a delegation is over: a day lasts until its 24:00."""
    if isinstance(until, datetime):
        return until
    return datetime.combine(until + timedelta(days=1), time(), tzinfo=clock.zone())


@transaction.atomic
def delegate(
    *, principal: Person, deputy: Person, role: str, until: date | datetime, actor: Any, now: datetime
) -> Delegation:
    """Let `deputy` act in `role` until 24:00 of the day `until`; only the holder of the role hands it on.

    A role that is itself only delegated cannot be handed on, nor can that of engineer, administrator or auditor.
    """
    authorize(actor, "delegate", now=now)
    if actor.pk != principal.pk:
        raise NotAllowed(_("只有任职者本人可以授权代理"))
    _check_role(principal, role, now)
    return _open(principal, deputy, role, until, act="delegate", reason="", actor=actor, now=now)


@transaction.atomic
def appoint_deputy(
    *, principal: Person, deputy: Person, role: str, until: date | datetime, reason: str, actor: Any, now: datetime
) -> Delegation:
    """The administrator names a deputy for a holder who cannot do it himself; neither of them may be he."""
    authorize(actor, "appoint_deputy", now=now)
    refuse_own_case(actor, principal, deputy, now=now)
    require(reason=(reason, _("原因")))
    _check_role(principal, role, now)
    return _open(principal, deputy, role, until, act="appoint_deputy", reason=reason, actor=actor, now=now)


@transaction.atomic
def revoke_delegation(*, delegation: Delegation, actor: Any, now: datetime) -> Delegation:
    """End a delegation before its time: by its principal, or by the administrator who is not part of it."""
    authorize(actor, "revoke_delegation", now=now)
    if actor.pk != delegation.principal_id:
        authorize(actor, "appoint_deputy", now=now)
        refuse_own_case(actor, delegation.deputy, now=now)
    current = lock(delegation)
    if current.revoked_at is not None or current.until <= now:
        raise WrongState(_("该授权已经结束"))
    current.revoked_at = now
    current.save(update_fields=["revoked_at"])
    journal.record(current, "revoke_delegation", actor=actor, now=now, thread=current.principal)
    tenures.changed()
    return current


def _check_role(principal: Person, role: str, now: datetime) -> None:
    if role not in own_roles_of(principal, now=now):
        raise NotAllowed(_("授权人本人不担任该岗位"))
    if role not in matrix().delegable:
        raise NotAllowed(_("该岗位不能授权代理"))


def _open(
    principal: Person, deputy: Person, role: str, until: date | datetime, *,
    act: str, reason: str, actor: Any, now: datetime,
) -> Delegation:  # fmt: skip
    ends = end_of(until)
    if deputy.pk == principal.pk:
        raise OutOfRange(_("代理人不能是授权人本人"))
    if not deputy.is_active:
        raise WrongState(_("代理人已离职"))
    if ends <= now:
        raise OutOfRange(_("代理截止时间必须晚于现在"))
    delegation = Delegation.objects.create(principal=principal, deputy=deputy, role=role, since=now, until=ends)
    told = {"role": role, "deputy": deputy.name, "deputy_id": deputy.pk, "until": ends}
    journal.record(delegation, act, actor=actor, now=now, reason=reason, clause="6.4", data=told, thread=principal)
    tenures.changed()
    return delegation
