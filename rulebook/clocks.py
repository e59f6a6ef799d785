"""How long a clock of the book runs, and when a limit in days ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rulebook.book import Book
from rulebook.conditions import holds
from rulebook.durations import Duration
from rulebook.schema.clocks import Excuse
from rulebook.schema.clocks import Target as Line

__all__ = ["Excuse", "Target", "target"]


@dataclass(frozen=True)
class Target:
    """What binds one object; `within` None leaves the due time to a person (clause 5f)."""

    clause: str
    within: Duration | None
    calendar: str
    excuse: Excuse | None
    limit: Duration | None = None
    warn: Duration | None = None


def target(book: Book, sla: str, *, zone: str, facts: Mapping[str, Any]) -> Target:
    """The target of the SLA `sla` in `zone`; by hand where the book has no such SLA or no line for it."""
    entry = book.slas.get(sla)
    if entry is None:
        return Target("", None, "", None)
    line = next((line for line in entry.targets if _applies(line, zone, facts)), None)
    known = dict(facts)
    return Target(
        clause=entry.clause,
        within=line.within.duration(known) if line and line.within else None,
        calendar=entry.calendar,
        excuse=entry.excuse,
        limit=line.limit.duration(known) if line and line.limit else None,
        warn=entry.warn.duration(known) if entry.warn else None,
    )


def _applies(line: Line, zone: str, facts: Mapping[str, Any]) -> bool:
    return line.zone in (None, zone) and holds(line.when, facts)
