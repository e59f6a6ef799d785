"""The limits of clause 9.8 in days: counted, moved and dropped as the book in force on their last day wants (0.8)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from accounts.models import Person
from core.clock import local_day
from core.journal import Actor
from core.subjects import Subject
from core.worktime.table import Listed
from deadlines import services as deadlines
from deadlines.models import Deadline
from deadlines.owing import plain
from rulebook.limits import Due, due_of
from rulebook.models import RulebookVersion
from rulebook.selectors import on_day
from rulebook.warnings import warn_at

DEPART, REPORT_BACK, LEAVE = "depart", "report_back", "leave"
# Each of them runs once for its object.
OCCURRENCE = ""


@dataclass(frozen=True)
class Limit:
    """A limit as it should run now for `person`; `start` is what it is counted from, `facts` what judging needs."""

    name: str
    subject: Subject
    person: Person
    start: datetime
    due: Due
    version: RulebookVersion
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def event(self) -> str:
        entry = self.version.book.deadlines[self.name]
        return entry.missed or f"deadline.{self.name}.missed"

    @property
    def terms(self) -> dict[str, Any]:
        """What a new row and a new epoch of it are made with alike."""
        due, start = self.due, min(self.start, self.due.at)
        return {
            "kind": self.name, "subject": self.subject, "occurrence": OCCURRENCE, "person": self.person,
            "start_at": start, "due_at": due.at,
            "warn_at": due.warn_at or warn_at(start, due.at, None), "facts": plain(self.facts),
            "formula": {
                "start": self.start.isoformat(), "text": due.formula, "clause": due.clause, "due": due.at.isoformat(),
            },
        }  # fmt: skip


def counted(
    name: str, *, day: date, start: date | None = None, facts: Mapping[str, Any] | None = None
) -> tuple[RulebookVersion, Due | None]:
    """When the limit falls due, and the version that judges it; without a due instant where the book has none.

    `day` is the last day as far as it is known; where the limit ends later under another version, that one counts.
    """
    version = on_day(day)
    due = due_of(version.book, name, start=start, facts=facts, days=Listed())
    last = on_day(local_day(due.at)) if due else version
    if last == version:
        return version, due
    return last, due_of(last.book, name, start=start, facts=facts, days=Listed())


def settle(
    name: str, subject: Subject, limit: Limit | None, *, reason: str, actor: Actor, now: datetime
) -> Deadline | None:
    """Let the limit run as `limit` says: begun, counted anew, or dropped where there is none; else as it stands."""
    row = deadlines.locked_current(subject, name, OCCURRENCE)
    if limit is None:
        if row is not None:
            deadlines.drop(
                kind=name, subject=subject, occurrence=OCCURRENCE, reason=reason, actor=actor, now=now
            )
        return None
    if row is None:
        return deadlines.start(
            **limit.terms, version=limit.version, event=limit.event, clause=limit.due.clause, actor=actor, now=now
        )
    deadlines.rebind(kind=name, subject=subject, occurrence=OCCURRENCE, version=limit.version)
    if row.due_at != limit.due.at:
        return deadlines.restart(**limit.terms, reason=reason, actor=actor, now=now)
    return deadlines.reassign(
        kind=name, subject=subject, occurrence=OCCURRENCE, person=limit.person, facts=plain(limit.facts),
        actor=actor, now=now,
    )  # fmt: skip


def stop(name: str, subject: Subject, *, actor: Actor, now: datetime) -> Deadline | None:
    """What the limit waited for has happened: at its last instant it is kept, later the breach stands."""
    return deadlines.stop(kind=name, subject=subject, occurrence=OCCURRENCE, at=now, actor=actor, now=now)


def end(name: str, subject: Subject, *, actor: Actor, now: datetime) -> Deadline | None:
    """There is nothing left to be done in time; a breach that was there before stands."""
    return deadlines.end(kind=name, subject=subject, occurrence=OCCURRENCE, at=now, actor=actor, now=now)
