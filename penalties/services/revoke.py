"""Revoke what was confirmed or settled: a counter-entry, never an edit."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from core import transitions
from core.errors import require
from judgement.models import Proposal
from judgement.services import hold_counts, recount
from judgement.services.groups import release_absorbed
from judgement.states import COUNTED
from penalties.permissions import check_decider
from penalties.services.appeal_limit import close_fallen
from penalties.services.effects import take_back, tell_person
from penalties.services.ledger import hold_months, reverse, write_decision
from penalties.states import DecisionKind


@transaction.atomic
def revoke_penalty(*, proposal: Proposal, reason: str, actor: Person, now: datetime) -> Proposal:
    """Take a confirmed or settled entry back with a reason; escalations that counted it are counted anew."""
    check_decider(actor, "revoke_penalty", proposal, now=now)
    hold_months([proposal])
    hold_counts(proposal.charged_to)
    locked = transitions.claim(proposal, "revoke")
    if locked.state not in COUNTED:
        raise transitions.refusal(locked)
    require(reason=(reason, _("撤销理由")))
    return revoke_locked(locked, reason=reason, actor=actor, now=now)


def revoke_locked(
    locked: Proposal, *, reason: str, actor: Person, now: datetime, tell: bool = True
) -> Proposal:
    """Revoke an entry that the caller holds locked and was allowed to revoke; without `tell` he tells the person."""
    transitions.advance(
        locked, "revoke", act="revoke_penalty", actor=actor, now=now, reason=reason, clause=locked.clause,
        thread=locked.subject,
    )  # fmt: skip
    decision = write_decision(locked, DecisionKind.REVOKE, reason=reason, actor=actor, now=now)
    reverse(decision, now=now)
    take_back(locked, reason=reason, actor=actor, now=now)
    recount(locked, actor=actor, now=now)
    release_absorbed(locked, now=now)
    close_fallen(locked, actor=actor, now=now)
    if tell:
        title = _("条款 %(clause)s 的考核已撤销") % {"clause": locked.clause}
        tell_person(locked, "decided", title, reason, now=now)
    return locked
