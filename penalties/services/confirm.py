"""Confirm a proposal: choose within the clause's bounds, post it, and let its consequences happen."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from core import transitions
from core.errors import OutOfRange, require
from core.money import yuan
from judgement.models import Proposal
from judgement.services import hold_counts, recount
from penalties.permissions import check_decider
from penalties.services.appeal_limit import start_limit
from penalties.services.effects import carry_out
from penalties.services.ledger import post, write_decision
from penalties.states import DecisionKind

CHOSEN = ("range", "percent_range", "free", "choose")


@transaction.atomic
def confirm_penalty(
    *,
    proposal: Proposal,
    actor: Person,
    now: datetime,
    amount: Decimal | None = None,
    reason: str = "",
    charge_to: Person | None = None,
) -> Proposal:
    """Confirm `proposal` as a whole, for `charge_to` where somebody else answers for it (regulation 0.9, 6.2d).

    `amount` is needed for a range (bounds included) or a free amount; a free amount and another person need a
    reason. Raises OutOfRange, Incomplete, OwnCase, NotAllowed or WrongState.
    """
    check_decider(actor, "confirm_penalty", proposal, charge_to, now=now)
    hold_counts(charge_to or proposal.charged_to)
    locked = transitions.claim(proposal, "confirm")
    if charge_to is not None and charge_to != locked.charged_to:
        require(reason=(reason, _("改由他人承担的理由")))
    effects = [choose(effect, amount, reason) for effect in locked.effects]
    transitions.advance(
        locked, "confirm", act="confirm_penalty", actor=actor, now=now, reason=reason, clause=locked.clause,
        thread=locked.subject, data={"effects": effects}, charged_to=charge_to or locked.charged_to, effects=effects,
    )  # fmt: skip
    decision = write_decision(locked, DecisionKind.CONFIRM, reason=reason, actor=actor, now=now)
    post(decision, now=now)
    start_limit(locked, actor=actor, now=now)
    carry_out(locked, reason=reason, actor=actor, now=now)
    recount(locked, actor=actor, now=now)
    return locked


def choose(effect: dict[str, Any], amount: Decimal | None, reason: str) -> dict[str, Any]:
    """The effect with its amount decided: as it stands where the book fixes it, else `amount` within its bounds."""
    if effect.get("mode") not in CHOSEN:
        return effect
    if effect["mode"] == "free":
        require(reason=(reason, _("裁量理由")))
    require(amount=(amount, _("金额")))
    chosen = yuan(Decimal(str(amount)))
    low, high = Decimal(effect.get("low") or 0), effect.get("high")
    if chosen < low or chosen != Decimal(str(amount)) or (high is not None and chosen > Decimal(high)):
        bounds = _("%(low)s 元至 %(high)s 元") % {"low": low, "high": high} if high else _("不小于 0，最多两位小数")
        raise OutOfRange(_("金额须在条款规定的范围内：%(bounds)s") % {"bounds": bounds})
    options = effect.get("inputs", {}).get("choose")
    if options and chosen not in [Decimal(one) * effect["inputs"]["quantity"] for one in options]:
        raise OutOfRange(_("金额须为下列之一：%(options)s") % {"options": "、".join(options)})
    return {**effect, "amount": str(chosen)}
