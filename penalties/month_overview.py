"""The clerk's work list of a month: a row per engineer, whatever their number in the same few statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.countdown import Left, left
from deadlines.models import Deadline
from fieldservice import months
from penalties.models import Closing
from penalties.month_rows import Row, rows_of
from penalties.months import closing_of
from penalties.settling import people_of

STATES = ("missing", "void", "complete")
# What else the list is narrowed by: what the office still has to do, and who has not read his statement.
MARKS = ("todo", "unread")


@dataclass(frozen=True)
class Overview:
    month: str
    rows: Sequence[Row]
    counts: Mapping[str, int]
    closing: Closing | None
    due: Deadline | None
    left: Left | None
    wanted: Mapping[str, str] = field(default_factory=dict)


def overview(month: str, wanted: Mapping[str, str], *, now: datetime) -> Overview:
    """Everybody's month; `wanted` narrows it by state (missing, void, complete, todo, unread) and name."""
    people = list(people_of(month))
    rows = rows_of(people, month, now=now)
    counts = {"all": len(rows), **{state: sum(_is(row, state) for row in rows) for state in (*STATES, *MARKS)}}
    told = {name: str(wanted.get(name, ""))[:40] for name in ("state", "q")}
    shown = [row for row in rows if _fits(row, told)]
    limits = months.limits([person.pk for person in people], [month]).order_by("-due_at")
    due = limits.first()
    return Overview(
        month, shown, counts, closing_of(month), due, left(due.start_at, due.due_at, now=now) if due else None, told
    )


def _fits(row: Row, told: Mapping[str, str]) -> bool:
    named = told["q"] in row.person.name or told["q"] in row.person.username or told["q"] == row.person.employee_no
    return named and (told["state"] not in (*STATES, *MARKS) or _is(row, told["state"]))


def _is(row: Row, state: str) -> bool:
    if state == "todo":
        return bool(row.todo)
    return row.unread if state == "unread" else row.state == state


@dataclass(frozen=True)
class KnownMonth:
    """A month of the list: closed or open, by whom and when."""

    month: str
    closing: Closing | None = None
    running: bool = False


def known_months(*, now: datetime, closed_only: bool = False) -> list[KnownMonth]:
    """The months from the first that papers were asked for to the running one, the newest first; at most two years."""
    closings = {row.month: row for row in Closing.objects.filter(reopened_at=None).select_related("by")}
    this = months.month_of(now)
    first = Deadline.objects.filter(kind=months.LIMIT).order_by("start_at").first()
    oldest = min([str(first.facts["month"]) if first else this, *closings])
    found: list[KnownMonth] = []
    month = this
    while month >= oldest and len(found) < 24:
        found.append(KnownMonth(month, closings.get(month), month == this))
        month = months.previous_month(month)
    return [one for one in found if one.closing or not closed_only]
