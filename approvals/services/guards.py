"""What stands in the way: one's own case or one's principal's (W3), or somebody who was first (W1)."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import refuse_own_case
from approvals.models import SignOff
from approvals.states import SignOffState
from core.clock import zone


def refuse_concerned(sign_off: SignOff, actor: Person, *, now: datetime, roles: Iterable[str]) -> None:
    """Raise OwnCase where `actor` submitted, edited or receives it, or stands in for one who did."""
    refuse_own_case(actor, *sign_off.concerned.all(), now=now, roles=roles)


def why_closed(row: SignOff) -> str:
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
