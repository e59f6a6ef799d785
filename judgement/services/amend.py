"""A fact becomes more complete: what was unknown gets its amount, what was decided stays."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.journal import Actor
from core.subjects import Subject
from judgement.inputs import FactInput
from judgement.models import Fact, Proposal
from judgement.selectors import current_fact
from judgement.services.announce import announce
from judgement.services.correct import OPEN, revoke_open
from judgement.services.flags import flag_facts_changed
from judgement.services.record import insert_facts, propose, tell_journal
from judgement.states import LIVE
from judgement.verdicts import Targets, Verdict, judge


@transaction.atomic
def amend_fact(
    *, event: str, subject: Subject, occurrence: str, facts: Mapping[str, Any], actor: Actor, now: datetime
) -> Fact | None:
    """Complete a recorded fact with `facts` and propose the amounts that could not be told before (9.11b).

    An effect already proposed with another amount is proposed anew while it is open, and only flagged once decided.
    """
    old = current_fact(event=event, subject=subject, occurrence=occurrence)
    if old is None:
        return None
    told = insert_facts([_completed(old, facts)], now=now)
    for fact, given in told.items():
        verdicts = judge(given, targets=Targets.of(told, now=now))
        fresh = [(fact, added) for v in verdicts if (added := _added(v, subject, actor=actor, now=now))]
        tell_journal(told, fresh, actor=actor, now=now)
        propose(fresh, now=now)
        announce({}, fresh, now=now)
    return next(iter(told), None)


def _completed(old: Fact, facts: Mapping[str, Any]) -> FactInput:
    return FactInput(
        event=old.event, subject=old.subject, version=old.version, at=old.happened_at, person=old.person,
        facts={**old.facts, **facts}, occurrence=old.occurrence, epoch=old.epoch + 1,
    )  # fmt: skip


def _added(verdict: Verdict, subject: Subject, *, actor: Actor, now: datetime) -> Verdict | None:
    """The part of `verdict` that was not proposed yet; whatever is outdated is revoked or flagged first."""
    standing = Proposal.objects.filter(
        subject_type=subject.type, subject_id=subject.id, consequence=verdict.consequence, person=verdict.person,
        state__in=(*LIVE, "absorbed"),
    )  # fmt: skip
    known: dict[str, dict[str, Any]] = {}
    for proposal in standing.select_for_update(of=("self",)):
        if _outdated(proposal, verdict):
            if proposal.state in OPEN:
                revoke_open(proposal, reason=_("事实已补充"), actor=actor, now=now)
                continue
            flag_facts_changed(proposal, actor=actor, now=now)
        known |= {effect["do"]: effect for effect in proposal.effects}
    effects = tuple(effect for effect in verdict.effects if effect["do"] not in known)
    return replace(verdict, effects=effects) if effects else None


def _outdated(proposal: Proposal, verdict: Verdict) -> bool:
    proposed = {effect["do"]: effect.get("amount") for effect in verdict.effects}
    return any(
        effect.get("amount") != proposed.get(effect["do"]) for effect in proposal.effects if effect["do"] in proposed
        and effect.get("mode") not in ("range", "free", "percent_range")
    )
