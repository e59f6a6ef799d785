"""What stands in the way of a step: the role, one's own case or one's principal's (W3), or who was first (W1)."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import holds, refuse_own_case
from accounts.roles import Role
from approvals.models import SignOff
from approvals.selectors import judging_role, roles_that_sign, signs_as
from approvals.states import SignOffState
from core.clock import zone
from core.errors import ActError, NotAllowed, WrongState


def check_judge(row: SignOff, *, actor: Person, now: datetime) -> None:
    """Raise NotAllowed, OwnCase or WrongState, in this order, unless `actor` may judge `row` now."""
    role = judging_role(row)
    if not role or not holds(actor, role, now=now):
        raise NotAllowed
    refuse_own_case(actor, *row.concerned.all(), now=now, roles=[role])
    if row.state != SignOffState.JUDGING:
        raise WrongState(_why_closed(row))


def check_sign(row: SignOff, *, actor: Person, now: datetime) -> str:
    """The role in which `actor` may sign or refuse `row` now; raises as `check_judge` does."""
    role = signs_as(row, actor, now=now)
    if not role:
        raise NotAllowed(_("此金额须由%(role)s签批") % {"role": Role(roles_that_sign(row)[0]).label})
    refuse_own_case(actor, *row.concerned.all(), now=now, roles=roles_that_sign(row))
    if row.state != SignOffState.WAITING:
        raise WrongState(_why_closed(row))
    return role


def obstacle(row: SignOff, act: str, *, actor: Person, now: datetime) -> ActError | None:
    """What keeps `actor` from judge, approve or reject; for pages, the act itself asks again."""
    try:
        (check_judge if act == "judge" else check_sign)(row, actor=actor, now=now)
    except ActError as error:
        return error
    return None


def _why_closed(row: SignOff) -> str:
    """Why `row` is not open to this step: who took it, when, and what became of it."""
    if row.signed_by is not None and row.signed_at is not None and row.state != SignOffState.VOID:
        return _told(row.signed_by, row.signed_at, row)
    if row.state == SignOffState.WAITING and row.judged_by is not None and row.judged_at is not None:
        return _told(row.judged_by, row.judged_at, row)
    if row.state == SignOffState.JUDGING:
        return _("尚未判定责任，判定后才能签批")
    return _("该审批已失效，请查看最新的申请")


def _told(who: Person, at: datetime, row: SignOff) -> str:
    told = {"who": who.name, "at": f"{at.astimezone(zone()):%m-%d %H:%M:%S}", "what": row.get_state_display()}
    return _("%(who)s已于 %(at)s 处理：%(what)s") % told
