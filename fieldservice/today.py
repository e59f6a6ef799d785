"""What besides his jobs an engineer owes soon: the limits that run for himself, the earliest first; one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from accounts.models import Person
from accounts.permissions import may_open
from core.countdown import Left
from deadlines.models import OPEN, Deadline
from tickets.showing import left_of

AHEAD = timedelta(days=7)
MOST = 40
# Where what stops a limit is done; a limit of another kind is told without a way.
DOORS = {
    "daily_report": "fieldservice:daily_report", "monthly": "fieldservice:month", "reachable": "fieldservice:call_back",
    "depart": "fieldservice:trip_mine", "report_back": "fieldservice:trip_mine", "leave": "fieldservice:trip_mine",
    "old_part": "warranty:drop_off",
}  # fmt: skip
# The jobs' own limits stand on their cards, and until when one may appeal at the penalty: a right, not a duty.
ELSEWHERE = ("arrival", "follow_up", "appeal")


@dataclass(frozen=True)
class Duty:
    """One line: what, until when, and where it is done; `count` limits of the same kind and instant are one line."""

    kind: str
    title: str
    due_at: datetime
    left: Left | None
    clause: str
    url: str
    count: int = 1


def duties_of(person: Person, *, now: datetime) -> list[Duty]:
    """The lines of who is signed in on Today."""
    rows = Deadline.objects.filter(OPEN, person=person, due_at__lt=now + AHEAD, start_at__lte=now)
    found: dict[tuple[str, datetime], list[Deadline]] = {}
    for row in rows.exclude(kind__in=ELSEWHERE).select_related("version").order_by("due_at")[:MOST]:
        found.setdefault((row.kind, row.due_at), []).append(row)
    return [_duty(same, person, now=now) for same in found.values()]


def _duty(rows: Sequence[Deadline], person: Person, *, now: datetime) -> Duty:
    first = rows[0]
    book = first.version.book
    named = book.obligations.get(first.kind) or book.deadlines.get(first.kind)
    title = (named.title if named else "") or first.facts.get("title", "")
    return Duty(
        first.kind, title, first.due_at, left_of(first, now=now), first.clause, _door(first, person, now=now), len(rows)
    )


def _door(row: Deadline, person: Person, *, now: datetime) -> str:
    owed = row.version.book.obligations.get(row.kind)
    name = DOORS.get(row.kind, "fieldservice:visits" if owed and owed.stop == "visit.made" else "")
    return reverse(name) if name and may_open(person, name, now=now) else ""
