"""A fact turned out otherwise: withdraw it, carry over what still holds, propose what is new."""

from datetime import datetime

from django.db import transaction

from core import transitions
from core.journal import Actor
from core.subjects import Subject
from judgement.inputs import FactInput
from judgement.models import Fact, FactWithdrawal, Proposal
from judgement.selectors import current_fact
from judgement.services.announce import tell_withdrawn
from judgement.services.flags import flag_facts_changed
from judgement.services.groups import release_absorbed
from judgement.services.record import insert_facts, judge_facts, occurred, record_fact
from judgement.states import COUNTED, ProposalState
from judgement.verdicts import Targets, Verdict, judge

OPEN = (ProposalState.PROPOSED, ProposalState.ABSORBED)
# Revoked ones that still hang on a fact that stands were revoked by a person: decided, as those waived.
DECIDED = (*COUNTED, ProposalState.WAIVED)
STANDING = (*OPEN, *COUNTED, ProposalState.WAIVED, ProposalState.REVOKED)


@transaction.atomic
def correct_fact(
    *,
    event: str,
    subject: Subject,
    occurrence: str,
    replacement: FactInput | None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Fact | None:
    """Withdraw the current epoch of a fact and put `replacement` in its place, or nothing.

    Open proposals that the replacement does not lead to are revoked; an equal one is carried over; confirmed,
    settled, waived and revoked ones stay decided, and the decider of what was confirmed is told. Returns the new fact.
    """
    old = current_fact(event=event, subject=subject, occurrence=occurrence)
    if old is None:
        return _come_back(replacement, actor=actor, now=now) if replacement else None
    FactWithdrawal.objects.create(fact=old, reason=reason, at=now)
    rows = Proposal.objects.filter(fact=old, state__in=STANDING).select_for_update(of=("self",))
    standing = list(rows.order_by("pk"))
    kept = _still_held(standing, replacement, now=now)
    for proposal in standing:
        if proposal.state in COUNTED:
            flag_facts_changed(proposal, actor=actor, now=now, reason=reason)
        elif proposal.state in OPEN and proposal not in kept:
            revoke_open(proposal, reason=reason, actor=actor, now=now)
    if replacement is None:
        return None
    return _replace(old, replacement, [p for p in standing if p in kept], actor=actor, now=now)


def _come_back(given: FactInput, *, actor: Actor, now: datetime) -> Fact | None:
    """A fact that was withdrawn holds after all: what had been decided about it hangs on it again, nothing twice."""
    about = given.subject
    rows = Fact.objects.filter(
        event=given.event, subject_type=about.type, subject_id=about.id, occurrence=given.occurrence
    )
    old = rows.order_by("-epoch").first()
    if old is None:
        return record_fact(given, actor=actor, now=now)
    decided = Proposal.objects.filter(fact=old, state__in=DECIDED).select_for_update(of=("self",))
    kept = _still_held(list(decided.order_by("pk")), given, now=now)
    return _replace(old, given, kept, actor=actor, now=now)


def revoke_open(proposal: Proposal, *, reason: str, actor: Actor, now: datetime) -> None:
    """Withdraw a proposal nobody decided yet; of one that was absorbed nobody had to be afraid."""
    waited = proposal.state == ProposalState.PROPOSED
    transitions.advance(proposal, "revoke", actor=actor, now=now, reason=reason, clause=proposal.clause,
                        thread=proposal.subject)  # fmt: skip
    release_absorbed(proposal, now=now)
    if waited:
        tell_withdrawn(proposal, reason=reason, now=now)


def _still_held(standing: list[Proposal], replacement: FactInput | None, *, now: datetime) -> list[Proposal]:
    """The standing proposals that the replacement leads to as well, for the same person and effects."""
    if replacement is None:
        return []
    verdicts = judge(replacement, targets=Targets.of({None: replacement}, now=now))
    return [p for p in standing if any(_same(p, verdict) for verdict in verdicts)]


def _same(proposal: Proposal, verdict: Verdict) -> bool:
    if proposal.consequence != verdict.consequence or proposal.person != verdict.person:
        return False
    return proposal.state not in OPEN or proposal.weight == verdict.weight


def _replace(
    old: Fact, replacement: FactInput, kept: list[Proposal], *, actor: Actor, now: datetime
) -> Fact | None:
    """Record the replacement as a later epoch, with the carried proposals hung on it before it is judged."""
    told = insert_facts([replacement.as_epoch(max(replacement.epoch, old.epoch + 1))], now=now)
    for fact in told:
        day, month = occurred(fact)
        for proposal in kept:
            proposal.fact = fact
            # What was decided stays in the month in which its amount stands on the account.
            if proposal.state in OPEN:
                proposal.happened_on, proposal.month = day, month
            proposal.save(update_fields=["fact", "happened_on", "month"])
    judge_facts(told, actor=actor, now=now, carried=kept)
    return next(iter(told), None)
