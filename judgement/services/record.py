"""Record facts and what the book proposes for them: rows, journal and notices, set-based, in one transaction."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db import transaction

from core import journal, mass
from core.clock import local_day
from core.journal import Actor
from judgement.inputs import FactInput
from judgement.models import Fact, Proposal
from judgement.services.announce import announce
from judgement.services.groups import settle_groups
from judgement.verdicts import Targets, Verdict, judge


def record_fact(given: FactInput, *, actor: Actor, now: datetime) -> Fact | None:
    """The same for one fact; None where it is known already."""
    recorded = record_facts([given], actor=actor, now=now)
    return recorded[0] if recorded else None


@transaction.atomic
def record_facts(
    inputs: Sequence[FactInput], *, actor: Actor, now: datetime, heads: journal.Heads | None = None
) -> list[Fact]:
    """Write each fact once with the proposals it leads to; what is known already is left alone.

    Fact: (event, subject, occurrence, epoch). Proposal: (consequence, fact, person). Returns the new facts.
    `heads` are the journal's chain heads where the caller holds them.
    """
    told = insert_facts(inputs, now=now)
    judge_facts(told, actor=actor, now=now, heads=heads)
    return list(told)


def judge_facts(
    told: dict[Fact, FactInput], *, actor: Actor, now: datetime, carried: Collection[Proposal] = (),
    heads: journal.Heads | None = None,
) -> None:  # fmt: skip
    """Propose what the book makes of facts just written, tell the journal and the people.

    `carried` are proposals that were put on one of these facts already and are not proposed again.
    """
    targets = Targets.of(told, now=now)
    done = {(proposal.fact_id, proposal.consequence, proposal.person_id) for proposal in carried}
    verdicts = [
        (fact, verdict)
        for fact in told
        for verdict in judge(told[fact], targets=targets)
        if (fact.pk, verdict.consequence, verdict.person and verdict.person.pk) not in done
    ]
    tell_journal(told, verdicts, actor=actor, now=now, heads=heads)
    propose(verdicts, now=now)
    announce(told, verdicts, now=now)


def insert_facts(inputs: Sequence[FactInput], *, now: datetime) -> dict[Fact, FactInput]:
    """The facts that were not there yet, each with the input it came from."""
    batch = uuid.uuid4()
    rows = [_fact(given, batch, now) for given in inputs]
    mass.insert_missing(rows)
    by_key = {_key(row): (row, given) for row, given in zip(rows, inputs, strict=True)}
    told = {}
    for pk, *key in Fact.objects.filter(batch=batch).order_by("pk").values_list("pk", *KEY):
        fact, given = by_key[tuple(key)]
        fact.pk = pk
        told[fact] = given
    return told


def _fact(given: FactInput, batch: uuid.UUID, now: datetime) -> Fact:
    return Fact(
        event=given.event, subject_type=given.subject.type, subject_id=given.subject.id,
        occurrence=given.occurrence, epoch=given.epoch, person=given.person, version=given.version,
        happened_at=given.at, recorded_at=now, facts=dict(given.facts), batch=batch,
    )  # fmt: skip


# What makes a fact the same one.
KEY = ("event", "subject_type", "subject_id", "occurrence", "epoch")
_key = attrgetter(*KEY)


def propose(verdicts: Sequence[tuple[Fact, Verdict]], *, now: datetime) -> list[Proposal]:
    """Insert one proposal per verdict that names a person and waits, then let groups absorb the lower ones."""
    rows = [proposal(fact, verdict, now=now) for fact, verdict in verdicts if verdict.person and verdict.waits]
    mass.insert_missing(rows)
    settle_groups(rows, now=now)
    return rows


def proposal(fact: Fact, verdict: Verdict, *, now: datetime) -> Proposal:
    """The unsaved proposal of one verdict about one fact."""
    day, month = occurred(fact)
    # By number: setting the objects themselves costs more than all other columns.
    person: Any = verdict.person and verdict.person.pk
    return Proposal(
        fact_id=fact.pk, subject_type=fact.subject_type, subject_id=fact.subject_id, version_id=fact.version_id,
        consequence=verdict.consequence, clause=verdict.clause, person_id=person, charged_to_id=person,
        decider_role=verdict.decider_role, detect=verdict.detect, proof_only=verdict.proof_only,
        effects=list(verdict.effects), quantity=verdict.quantity, weight=verdict.weight,
        group_key=verdict.group_key, tier_key=verdict.tier_key, off_post=verdict.off_post, happened_on=day,
        month=month, proposed_at=now,
    )  # fmt: skip


def occurred(fact: Fact) -> tuple[date, str]:
    """The local day of a fact and the month it is accounted in: its own, or the one the fact names (E2)."""
    day = local_day(fact.happened_at)
    return day, str(fact.facts.get("month") or f"{day:%Y-%m}")


def tell_journal(
    told: dict[Fact, FactInput], verdicts: Sequence[tuple[Fact, Verdict]], *, actor: Actor, now: datetime,
    heads: journal.Heads | None = None,
) -> None:  # fmt: skip
    """One row for each fact, with what the book made of it."""
    by_fact: dict[int, list[Verdict]] = {}
    for fact, verdict in verdicts:
        by_fact.setdefault(fact.pk, []).append(verdict)
    journal.record_many(
        (_entry(fact, given, by_fact.get(fact.pk, []), now) for fact, given in told.items()), actor=actor,
        heads=heads,
    )  # fmt: skip


def _entry(fact: Fact, given: FactInput, verdicts: list[Verdict], now: datetime) -> journal.Entry:
    return journal.Entry(
        subject=given.subject, act=given.event, at=now, thread=given.thread,
        clause=", ".join(sorted({verdict.clause for verdict in verdicts})),
        data={"fact": fact.pk, "happened_at": given.at, "proposals": [verdict.told() for verdict in verdicts]},
    )  # fmt: skip
