"""Waive a proposal."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from core import transitions
from core.errors import Incomplete, require
from judgement.models import Proposal
from judgement.services.groups import release_absorbed
from penalties.permissions import check_decider
from penalties.services.effects import tell_person
from penalties.services.ledger import write_decision
from penalties.states import DecisionKind


@transaction.atomic
def waive_penalty(*, proposal: Proposal, reason: str, actor: Person, now: datetime) -> Proposal:
    """Waive with a reason. What has an excuse rule is waived by an accepted written proof only (E5, 6.2c)."""
    check_decider(actor, "waive_penalty", proposal, now=now)
    locked = transitions.claim(proposal, "waive")
    if locked.proof_only:
        raise Incomplete(_("条款 %(clause)s 只能凭书面证明免除，请先由当事人提交证明") % {"clause": locked.clause})
    require(reason=(reason, _("免除理由")))
    return waive_locked(locked, reason=reason, actor=actor, now=now)


def waive_locked(locked: Proposal, *, reason: str, actor: Person, now: datetime) -> Proposal:
    """Waive an entry that the caller holds locked and was allowed to waive."""
    transitions.advance(
        locked, "waive", act="waive_penalty", actor=actor, now=now, reason=reason, clause=locked.clause,
        thread=locked.subject,
    )  # fmt: skip
    write_decision(locked, DecisionKind.WAIVE, reason=reason, actor=actor, now=now)
    release_absorbed(locked, now=now)
    tell_person(locked, "decided", _("条款 %(clause)s 的考核已免除") % {"clause": locked.clause}, reason, now=now)
    return locked
