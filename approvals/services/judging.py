"""judge: what the book wants settled before anybody signs (6.4b, 6.8b, 6.9b)."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize
from approvals.models import SignOff
from approvals.selectors import rehash, roles_that_sign
from approvals.services.guards import check_judge
from approvals.services.submitting import exact, warnings_of
from approvals.services.turns import hand_on, hold_group, refresh_group, remind_from
from core import transitions
from core.errors import WrongState, require
from rulebook.acts import clause_of
from rulebook.book import plain


@transaction.atomic
def judge(
    *,
    sign_off: SignOff,
    values: Mapping[str, Any],
    labels: Mapping[str, str],
    content: Mapping[str, Any],
    actor: Person,
    now: datetime,
    amount: Decimal | None = None,
) -> SignOff:
    """Settle what the book's `first.sets` names; each is required, whatever the amount (`labels` name them to people).

    `content` is the document's as it stands; `amount` replaces the one asked for where the judgement decides it
    (6.9c: the higher of budget and consulted cost).
    """
    authorize(actor, "judge", now=now)
    hold_group(sign_off)
    locked = transitions.lock(sign_off)
    check_judge(locked, actor=actor, now=now)
    book = locked.version.book
    first = book.approvals[locked.approval].first
    wanted = first.sets if first else ()
    require(**{name: (values.get(name), labels.get(name, name)) for name in wanted})
    if rehash(locked, content) != locked.content_hash:
        raise WrongState(_("内容已变更，请刷新后重新判定"))
    told = plain({name: values[name] for name in wanted})
    locked.amount, locked.judgement = exact(amount) if amount is not None else locked.amount, told
    transitions.advance(
        locked, "judge", values=told, amount=locked.amount, content_hash=rehash(locked, content), by=actor.pk, at=now,
        role=roles_that_sign(locked)[0], actor=actor, now=now, clause=clause_of(book, "judge") or first_clause(locked),
        data=told, thread=locked.group,
    )  # fmt: skip
    locked.warnings, locked.remind_at, locked.reminded = warnings_of(locked), remind_from(locked, now), 0
    locked.save(update_fields=["warnings", "remind_at", "reminded"])
    hand_on(locked, now=now)
    refresh_group(locked, now=now)
    return locked


def first_clause(sign_off: SignOff) -> str:
    """The clause of the sign-off's own kind."""
    return sign_off.version.book.approvals[sign_off.approval].clause
