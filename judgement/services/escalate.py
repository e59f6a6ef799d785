"""Repeated offences: count what was confirmed, propose or withdraw what the book asks for at the threshold."""

from datetime import datetime

from django.db import transaction

from accounts.models import Person
from accounts.states import PersonState
from core import transitions
from core.journal import Actor
from core.subjects import Subject
from judgement.inputs import FactInput
from judgement.models import Proposal
from judgement.services.announce import announce
from judgement.services.record import insert_facts, propose
from judgement.states import COUNTED, LIVE
from judgement.verdicts import Verdict
from rulebook import amounts, escalations
from rulebook.escalations import Escalation


@transaction.atomic
def recount(proposal: Proposal, *, actor: Actor, now: datetime, person: Person | None = None) -> None:
    """After `proposal` was confirmed or fell, bring the escalations that count it up to date for its person.

    Reaching the threshold proposes the escalation once for the offence that reached it; falling below it
    revokes what was proposed or confirmed. Only confirmed and settled offences count (B.3 invariant 5).
    """
    person = person or proposal.charged_to
    for escalation in escalations.counting(proposal.version.book, proposal.consequence):
        reached = _reached(escalation, person, proposal)
        standing = _standing(escalation, person)
        if not reached:
            _withdraw(standing, actor=actor, now=now)
        elif proposal.state in COUNTED and not _still_binding(standing, person):
            _propose(escalation, person, proposal, reached, actor=actor, now=now)


def _reached(escalation: Escalation, person: Person, proposal: Proposal) -> set[int]:
    rows = Proposal.objects.filter(charged_to=person, consequence__in=escalation.counts, state__in=COUNTED)
    dated = [(row.pk, row.happened_on) for row in rows.order_by("fact__happened_at", "pk")]
    return set(escalations.triggers(escalation, dated, escalation.window))


def _standing(escalation: Escalation, person: Person) -> list[Proposal]:
    name = f"escalation.{escalation.id}"
    return list(Proposal.objects.filter(charged_to=person, consequence=name, state__in=LIVE).order_by("pk"))


def _still_binding(standing: list[Proposal], person: Person) -> bool:
    """An undecided escalation, or a confirmed one whose effect lasts, is not proposed a second time."""
    if any(row.state not in COUNTED for row in standing):
        return True
    off_post = Person.objects.filter(pk=person.pk, state=PersonState.OFF_POST).exists()
    return bool(standing) and off_post


def _withdraw(standing: list[Proposal], *, actor: Actor, now: datetime) -> None:
    for row in standing:
        locked = transitions.claim(row, "revoke")
        transitions.advance(locked, "revoke", actor=actor, now=now, clause=row.clause, thread=row.subject)


def _propose(
    escalation: Escalation, person: Person, proposal: Proposal, reached: set[int], *, actor: Actor, now: datetime
) -> None:
    trigger = proposal.pk if proposal.pk in reached else max(reached)
    given = FactInput(
        event="escalation.reached", subject=Subject.of(person), version=proposal.version, at=now, person=person,
        facts={"escalation": escalation.id, "trigger": trigger, "counted": sorted(reached)},
        occurrence=f"{escalation.id}:{trigger}",
    )  # fmt: skip
    verdict = _verdict(escalation, person)
    told = insert_facts([given], now=now)
    fresh = [(fact, verdict) for fact in told]
    propose(fresh, now=now)
    announce({}, fresh, now=now)


def _verdict(escalation: Escalation, person: Person) -> Verdict:
    effects = tuple(amounts.resolve(effect, {}, quantity=1) for effect in escalation.do)
    return Verdict(
        consequence=f"escalation.{escalation.id}", clause=escalation.clause, person=person,
        decider_role=escalation.decide, detect="auto", proof_only=False, effects=effects, quantity=1, group_key="",
    )  # fmt: skip
