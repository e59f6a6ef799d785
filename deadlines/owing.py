"""Who or what may owe something, as the apps above tell it, and the row that comes of it. No database."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from core.subjects import Subject
from deadlines.models import Deadline
from rulebook.conditions import holds
from rulebook.models import RulebookVersion
from rulebook.obligations import Turn
from rulebook.schema.clocks import Obligation
from rulebook.schema.conditions import Condition


@dataclass(frozen=True)
class Candidate:
    """One that may owe: its facts on the first and on the last day of a period, and since when it is there.

    `person` is the candidate himself where people owe; `name` is told after the obligation's title.
    """

    subject: Subject
    name: str
    facts: Mapping[str, Any]
    at_end: Mapping[str, Any]
    anchor: date | None = None
    person: int | None = None


class Source(Protocol):
    """The candidates of one kind (`for_each`), in batches by key from behind `after` on; `fields` are their facts."""

    fields: frozenset[str]

    def batches(
        self, first: date, last: date, *, role: str = "", only: Collection[int] | None = None, after: int = 0
    ) -> Iterator[Sequence[Candidate]]: ...


def kind_of(owed: Obligation) -> str:
    """What the obligation is owed for each of; a duty of a role is one of its people."""
    return owed.for_each or "person"


def answerable(owed: Obligation, source: Source) -> bool:
    """Whether `source` knows every fact the conditions ask; facts of a part that is not there hold for nobody."""
    return all(condition.paths() <= source.fields for condition in (owed.when, owed.during) if condition)


def role_of(owed: Obligation) -> str:
    """The role that owes; empty where a fact names the person."""
    return "" if owed.who is None or "." in owed.who else owed.who


def owes(owed: Obligation, candidate: Candidate) -> bool:
    """`when` is asked on the first day only (7.8a); what is owed `while` something lasts, on the last day too."""
    during: Condition | None = owed.during
    return holds(owed.when, candidate.facts) and holds(during, candidate.facts) and holds(during, candidate.at_end)


def person_of(owed: Obligation, candidate: Candidate) -> int | None:
    """Whose duty it is: whom a fact names, or the candidate himself; None where a whole role owes it."""
    if owed.who is not None and "." in owed.who:
        named: int | None = candidate.facts.get(owed.who)
        return named
    return candidate.person


def event_of(name: str) -> str:
    return f"obligation.{name}.missed"


def row_of(name: str, owed: Obligation, candidate: Candidate, turn: Turn, version: RulebookVersion) -> Deadline:
    """The unsaved deadline of one turn."""
    return Deadline(
        kind=name, event=event_of(name), subject_type=candidate.subject.type, subject_id=candidate.subject.id,
        occurrence=turn.occurrence, clause=owed.clause, version=version, person_id=person_of(owed, candidate),
        facts=told(name, owed, candidate, turn), formula=formula(owed, turn),
        start_at=turn.start_at, due_at=turn.due_at,
    )  # fmt: skip


def told(name: str, owed: Obligation, candidate: Candidate, turn: Turn) -> dict[str, Any]:
    """All that judging the missed obligation will need, as JSON holds it."""
    facts = {**candidate.facts, "period": turn.occurrence, "title": f"{owed.title or name} {candidate.name}".strip()}
    if owed.every == "day":
        facts["day"] = turn.occurrence
    return plain(facts)


def plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON holds them: days as text."""
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in facts.items()}


def formula(owed: Obligation, turn: Turn) -> dict[str, Any]:
    return {
        "start": turn.start_at.isoformat(), "text": turn.text or turn.occurrence, "clause": owed.clause,
        "earliest": turn.earliest_at.isoformat(), "due": turn.due_at.isoformat(),
    }  # fmt: skip


def counts(row: Deadline, at: datetime) -> bool:
    """Whether what is done at `at` lies in the row's window; what comes late counts, as late."""
    earliest = row.formula.get("earliest")
    return row.start_at <= at and (not earliest or datetime.fromisoformat(earliest) <= at)
