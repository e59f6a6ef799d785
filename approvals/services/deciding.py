"""approve, reject: one signature by the role of the band or of a higher one; who comes second learns who was first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize
from accounts.roles import Role
from approvals.models import SignOff
from approvals.selectors import rehash, roles_that_sign, signs_as
from approvals.services.guards import refuse_concerned, why_closed
from approvals.services.turns import hold_group, refresh_group
from approvals.states import SignOffState
from core import transitions
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
    hold_group(sign_off)
    locked = transitions.lock(sign_off)
    role = signs_as(locked, actor, now=now)
    if not role:
        raise NotAllowed(_("此金额须由%(role)s签批") % {"role": Role(roles_that_sign(locked)[0]).label})
    refuse_concerned(locked, actor, now=now, roles=roles_that_sign(locked))
    if locked.state != SignOffState.WAITING:
        raise WrongState(why_closed(locked))
    if rehash(locked, content) != locked.content_hash or (seen and seen != locked.content_hash):
        raise WrongState(_("内容在您打开之后已变更，请刷新并重新核对"))
    return locked, role


def _decide(row: SignOff, act: str, role: str, *, actor: Person, now: datetime, reason: str) -> SignOff:
    clause = row.version.book.approvals[row.approval].clause
    transitions.advance(
        row, act, by=actor.pk, role=role, at=now, opinion=reason.strip(), reason=reason.strip(), actor=actor, now=now,
        clause=clause, data={"amount": row.amount, "role": role, "hash": row.content_hash}, thread=row.group,
    )  # fmt: skip
    refresh_group(row, now=now)
    return row
