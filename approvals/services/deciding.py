"""approve, reject: one signature by the role of the band or of a higher one; who comes second learns who was first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize
from approvals.models import SignOff
from approvals.selectors import rehash
from approvals.services.guards import check_sign
from approvals.services.turns import hold_group, refresh_group
from core import transitions
from core.errors import WrongState, require


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
    role = check_sign(locked, actor=actor, now=now)
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
