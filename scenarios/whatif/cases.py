"""One thing that happened, as it stands and as it would stand under the book that is tried."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from core.subjects import Subject
from deadlines.models import Deadline
from deadlines.services.firing import as_fact
from judgement.inputs import FactInput
from judgement.models import Fact
from rulebook.models import RulebookVersion
from scenarios.whatif.decisions import Decided
from scenarios.whatif.trial import Trial


@dataclass(frozen=True)
class Case:
    """`before` and `after` are what each book judges; None where it did not happen, such as a limit that was kept.

    `decided` is what people made of it, by consequence and person; `row` says where it is kept: model label and id.
    """

    before: FactInput | None
    after: FactInput | None
    row: Subject
    decided: Mapping[tuple[str, int], Decided] = field(default_factory=dict)
    excused: bool = False
    due_before: datetime | None = None
    due_after: datetime | None = None
    done_at: datetime | None = None


def of_fact(fact: Fact, version: RulebookVersion, trial: Trial, roster: Any) -> Case:
    """A fact happened whatever the book says; only its judgement may differ."""
    given = FactInput(
        event=fact.event, subject=fact.subject, version=version, at=fact.happened_at,
        person=roster.people.get(fact.person_id), facts=fact.facts, occurrence=fact.occurrence, epoch=fact.epoch,
    )  # fmt: skip
    return Case(given, replace(given, version=trial.version), Subject.of(fact))


def of_limit(
    row: Deadline, due: datetime | None, event: str, *, trial: Trial, facts: Mapping[str, Any] | None, missed: bool,
    would_miss: bool, person: Any,
) -> Case | None:  # fmt: skip
    """A limit with its instant under both books; None where both keep it.

    `facts` are those of the fact that was recorded, where they were completed later; `person` answers at `due`.
    """
    before = replace(as_fact(row), facts=facts or as_fact(row).facts) if missed else None
    after = None
    if would_miss and due is not None:
        moved = {**(facts or as_fact(row).facts), "deadline.due": due.isoformat()}
        if "ticket.engineer" in moved:
            moved["ticket.engineer"] = person.pk if person else None
        after = replace(as_fact(row), version=trial.version, event=event, at=due, person=person, facts=moved)
    if before is None and after is None:
        return None
    return Case(
        before, after, Subject.of(row), excused=row.excused_at is not None, due_before=row.due_at, due_after=due,
        done_at=row.stopped_at or row.ended_at,
    )  # fmt: skip
