"""approve, reject: one signature by the role of the band or of a higher one; who comes second learns who was first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize, roles_of
from approvals.models import SignOff
from approvals.selectors import rehash, roles_that_sign
from approvals.services.guards import refuse_concerned
from approvals.services.turns import refresh_group
from approvals.states import SignOffState
from core import transitions
from core.clock import zone
from core.errors import NotAllowed, WrongState, require


@transaction.atomic
def approve(
    *, sign_off: SignOff, content: Mapping[str, Any], actor: Person, now: datetime, reason: str = "", seen: str = ""
) -> SignOff:
    """Sign exactly `content`; `seen` is the hash that the signer's page showed, where he signs from a page.

    Raises NotAllowed (role), OwnCase, WrongState (not judged yet, decided already, or changed since).
    """
    locked, role = _begin(sign_off, "approve", content, seen, actor=actor, now=now)
    return _decide(locked, "approve", role, actor=actor, now=now, reason=reason)


@transaction.atomic
def reject(
    *, sign_off: SignOff, content: Mapping[str, Any], reason: str, actor: Person, now: datetime, seen: str = ""
) -> SignOff:
    """Refuse the signature, with a reason; raises as `approve` does, and Incomplete without a reason."""
    locked, role = _begin(sign_off, "reject", content, seen, actor=actor, now=now)
    require(reason=(reason, _("驳回理由")))
    return _decide(locked, "reject", role, actor=actor, now=now, reason=reason)


def _begin(
    sign_off: SignOff, act: str, content: Mapping[str, Any], seen: str, *, actor: Person, now: datetime
) -> tuple[SignOff, str]:
    """The locked row and the role in which `actor` signs it."""
    authorize(actor, act, now=now)
    locked = transitions.lock(sign_off)
    allowed, held = roles_that_sign(locked), roles_of(actor, now=now)
    role = next((one for one in allowed if one in held), "")
    if not role:
        raise NotAllowed
    refuse_concerned(locked, actor, now=now, roles=[one for one in allowed if one in held])
    if locked.state != SignOffState.WAITING:
        raise WrongState(_why(locked))
    if rehash(locked, content) != locked.content_hash or (seen and seen != locked.content_hash):
        raise WrongState(_("内容在您打开之后已变更，请刷新并重新核对"))
    return locked, role


def _why(row: SignOff) -> str:
    if row.state == SignOffState.JUDGING:
        return _("尚未判定责任，判定后才能签批")
    if row.signed_by is not None and row.signed_at is not None:
        at = row.signed_at.astimezone(zone())
        told = {"who": row.signed_by.name, "at": f"{at:%m-%d %H:%M}", "what": row.get_state_display()}
        return _("%(who)s已于 %(at)s 处理：%(what)s") % told
    return _("该审批已失效，请查看最新的申请")


def _decide(row: SignOff, act: str, role: str, *, actor: Person, now: datetime, reason: str) -> SignOff:
    clause = row.version.book.approvals[row.approval].clause
    transitions.advance(
        row, act, by=actor.pk, role=role, at=now, reason=reason.strip(), actor=actor, now=now, clause=clause,
        data={"amount": row.amount, "role": role, "hash": row.content_hash}, thread=row.group,
    )  # fmt: skip
    refresh_group(row, now=now)
    return row
