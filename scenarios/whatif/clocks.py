"""When a stored limit would fall due under another book; values in, values out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from core.clock import local_day
from core.errors import ActError
from core.worktime import Exceptions, Pauses
from deadlines.models import Deadline
from rulebook import clocks, limits, obligations
from rulebook.book import Book
from rulebook.calendars import WORKING
from rulebook.conditions import holds
from rulebook.durations import NeedsCalendar
from rulebook.periods import period_of
from rulebook.zones import zone_of

# What a limit is called, who decides about it and how it is announced moves no due instant.
BESIDES = {
    "clause", "title", "excuse", "warn", "stop", "missed", "survey", "form", "who", "end_without_breach", "resume",
}  # fmt: skip
SECTIONS = ("slas", "deadlines", "obligations")


class NotReplayable(Exception):
    """Why a limit cannot be counted anew, in a sentence."""


@dataclass(frozen=True)
class Recount:
    """`due` None: the other book sets no limit here. With a `problem` it is the stored instant, left as it was."""

    due: datetime | None
    problem: str = ""


def terms(book: Book, kind: str) -> Any:
    """All that moves the due instant of the limits `kind`; equal terms give equal instants. None: no such limit."""
    section, entry = _entry(book, kind)
    if entry is None:
        return None
    calendar = book.calendars.get(getattr(entry, "calendar", None) or WORKING)
    placed = [zone.model_dump() for zone in book.zones] if section == "slas" else []
    return entry.model_dump(exclude=BESIDES), calendar and calendar.model_dump(), placed, book.tz


class Both:
    """The book that bound limits and the one that is tried, with what they have in common: compared once, not a row."""

    def __init__(self, bound: Book, trial: Book) -> None:
        self.bound, self.trial = bound, trial
        self._alike: dict[str, bool] = {}

    @cached_property
    def zones_alike(self) -> bool:
        return self.bound.zones == self.trial.zones

    def counted_alike(self, sla: str) -> bool:
        """Whether equal spans of an SLA end at equal instants: same calendar, same pauses."""
        if sla not in self._alike:
            entries = [(book, book.slas.get(sla)) for book in (self.bound, self.trial)]
            told = [entry and (book.calendars.get(entry.calendar), entry.pause, book.tz) for book, entry in entries]
            self._alike[sla] = told[0] == told[1] and told[0] is not None
        return self._alike[sla]


def missed_event(book: Book, row: Deadline) -> str:
    """The event by which the other book tells that the limit of `row` was missed."""
    entry = book.deadlines.get(row.kind)
    return row.event if entry is None else entry.missed or f"deadline.{row.kind}.missed"


def late(row: Deadline, due: datetime, *, now: datetime) -> bool:
    """Whether what the limit waited for came after `due`, or has not come yet."""
    return due < (row.stopped_at or row.ended_at or row.paused_at or now)


def recount(row: Deadline, both: Both, *, days: Exceptions, pauses: Pauses | None = None) -> Recount:
    """The due instant of `row` under the book that is tried.

    Trusted only where the same arithmetic under the book that bound it gives the stored instant: what rests on
    something that was not kept with the limit is not guessed. `pauses` are those of the trial where its holds differ.
    """
    section, entry = _entry(both.trial, row.kind)
    if entry is None:
        return Recount(None)
    try:
        if section == "slas" and pauses is None and _same_span(row, both):
            return Recount(row.due_at)
        before = _due(row, both.bound, both, days, None)
        after = _due(row, both.trial, both, days, pauses)
    except NotReplayable as problem:
        return Recount(row.due_at, str(problem))
    except (ActError, NeedsCalendar, ValueError):
        return Recount(row.due_at, _("期限按草案无法计算"))
    if before == after:
        return Recount(row.due_at)
    if after is None and section == "slas":
        return Recount(row.due_at, _("草案由人逐单确定到期时刻"))
    if before != row.due_at and not (row.by_hand and before is None):
        return Recount(row.due_at, _("原到期时刻另有依据，不能由记录重算"))
    return Recount(after)


def _same_span(row: Deadline, both: Both) -> bool:
    """Whether both books give the site the same span, counted alike: then nothing needs counting."""
    if not both.counted_alike(row.kind):
        return False
    old, new = _target(row, both.bound, both), _target(row, both.trial, both)
    return (old.within, old.limit) == (new.within, new.limit)


def _entry(book: Book, kind: str) -> tuple[str, Any]:
    found = ((section, getattr(book, section).get(kind)) for section in SECTIONS)
    return next(((section, entry) for section, entry in found if entry is not None), ("", None))


def _due(row: Deadline, book: Book, both: Both, days: Exceptions, pauses: Pauses | None) -> datetime | None:
    section, _found = _entry(book, row.kind)
    if section == "slas":
        paused = _pauses(row) if pauses is None else pauses
        return clocks.judged_at(book, _target(row, book, both), row.start_at, days=days, pauses=paused)
    if section == "deadlines":
        return _deadline(row, book, days)
    return _obligation(row, book, both) if section else None


def _target(row: Deadline, book: Book, both: Both) -> clocks.Target:
    return clocks.target(book, row.kind, zone=_zone(row, book, both), facts=row.facts)


def _zone(row: Deadline, book: Book, both: Both) -> str:
    """Where the site lies by this book; the stored zone where somebody placed it otherwise than its book does."""
    stored = str(row.facts.get("ticket.zone") or row.formula.get("zone") or "")
    if book is both.bound or both.zones_alike:
        return stored
    if "site.country" not in row.facts:
        raise NotReplayable(_("没有记录所在地，无法按草案划分区域"))
    return zone_of(book, row.facts) if zone_of(both.bound, row.facts) == stored else stored


def _pauses(row: Deadline) -> Sequence[tuple[datetime, datetime]]:
    told = row.formula.get("pauses", [])
    return [(datetime.fromisoformat(one["from"]), datetime.fromisoformat(one["to"])) for one in told]


def _deadline(row: Deadline, book: Book, days: Exceptions) -> datetime | None:
    entry = book.deadlines[row.kind]
    month = str(row.facts.get("month") or row.occurrence.partition(":")[0]) if entry.month_day else None
    due = limits.due_of(book, row.kind, start=_start(row), month=month, facts=row.facts, days=days)
    return due.at if due else None


def _start(row: Deadline) -> datetime | date:
    """What the limit is counted from: an instant, or a day; kept with its arithmetic."""
    told = str(row.formula.get("start") or "")
    if not told:
        return row.start_at
    return date.fromisoformat(told) if len(told) == len("2026-03-02") else datetime.fromisoformat(told)


def _obligation(row: Deadline, book: Book, both: Both) -> datetime | None:
    owed, was = book.obligations[row.kind], both.bound.obligations.get(row.kind)
    if was is None or was.every != owed.every or was.first_at_age != owed.first_at_age:
        raise NotReplayable(_("草案改了履行周期，原来的期间不能换算"))
    if not (holds(owed.when, row.facts) and holds(owed.during, row.facts)):
        return None
    if isinstance(owed.every, str):
        period = period_of(local_day(row.start_at), owed.every)
        return obligations.turn_of(owed, period, book.zone_info).due_at
    turn = obligations.turn_after(owed, "", row.start_at, book.zone_info)
    if turn is None:
        raise NotReplayable(_("草案改了履行周期，原来的期间不能换算"))
    return turn.due_at
