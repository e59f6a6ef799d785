"""Repeated offences: count what was confirmed, propose or withdraw what the book asks for at the threshold."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.states import PersonState
from core import transitions
from core.journal import Actor
from core.subjects import Subject
from judgement.inputs import FactInput
from judgement.models import Fact, Proposal
from judgement.services.announce import announce, tell_withdrawn
from judgement.services.record import insert_facts, propose, tell_journal
from judgement.states import COUNTED, LIVE
from judgement.verdicts import Verdict
from rulebook import amounts, escalations
from rulebook.escalations import Escalation

EVENT = "escalation.reached"


def hold_counts(*people: Person) -> None:
    """Let decisions about the same people wait for each other, until the transaction ends.

    Two confirmed at the same time would each be counted without the other. To be called before a proposal is locked.
    """
    ids = {person.pk for person in people}
    # Without the key: a lock that held off foreign keys would make the sweep wait for a decision.
    list(Person.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk"))


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
        tell_withdrawn(locked, reason=_("累计次数不足"), now=now)


def _propose(
    escalation: Escalation, person: Person, proposal: Proposal, reached: set[int], *, actor: Actor, now: datetime
) -> None:
    trigger = proposal.pk if proposal.pk in reached else max(reached)
    given = FactInput(
        event=EVENT, subject=Subject.of(person), version=proposal.version, at=now, person=person,
        facts={"escalation": escalation.id, "trigger": trigger, "counted": sorted(reached)},
        occurrence=f"{escalation.id}:{trigger}",
    )  # fmt: skip
    verdict = _verdict(escalation, person)
    told = insert_facts([given.as_epoch(_next_epoch(given))], now=now)
    fresh = [(fact, verdict) for fact in told]
    tell_journal(told, fresh, actor=actor, now=now)
    propose(fresh, now=now)
    announce({}, fresh, now=now)


def _next_epoch(given: FactInput) -> int:
    """The count may fall below the threshold and reach it at the same offence again, as earlier ones are confirmed."""
    known = Fact.objects.filter(
        event=EVENT, subject_type=given.subject.type, subject_id=given.subject.id, occurrence=given.occurrence
    )
    return (known.aggregate(last=Max("epoch"))["last"] or 0) + 1


def _verdict(escalation: Escalation, person: Person) -> Verdict:
    effects = tuple(amounts.resolve(effect, {}, quantity=1) for effect in escalation.do)
    return Verdict(
        consequence=f"escalation.{escalation.id}", clause=escalation.clause, person=person,
        decider_role=escalation.decide, detect="auto", proof_only=False, effects=effects, quantity=1, group_key="",
    )  # fmt: skip
