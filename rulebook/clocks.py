"""How long a clock of the book runs, when it is due, and how that was counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from django.utils.translation import gettext as _

from core.errors import ActError
from core.worktime import Calendar, Exceptions, Pauses, spans
from rulebook import calendars
from rulebook.book import Book
from rulebook.conditions import holds
from rulebook.durations import ALWAYS, Duration, due_at
from rulebook.schema.clocks import Excuse, Sla
from rulebook.schema.clocks import Target as Line
from rulebook.schema.spans import Span
from rulebook.warnings import warn_at

__all__ = [
    "Due", "Excuse", "Target", "UnreadableSpan", "check_span", "due", "judged_at", "leaves_open", "target", "time_left",
]  # fmt: skip

# As many spans as a page can show; of a longer sum the middle is left out.
SHOWN = 40


class UnreadableSpan(ActError):
    """A span that was typed elsewhere, such as in a contract, and cannot be counted."""

    code = "unreadable_span"
    status = 422


@dataclass(frozen=True)
class Target:
    """What binds one object; `within` None leaves the due time to a person (clause 5f)."""

    clause: str
    within: Duration | None
    calendar: str
    excuse: Excuse | None
    limit: Duration | None = None
    warn: Duration | None = None


@dataclass(frozen=True)
class Due:
    """The last complying instant, when to warn, and the spans that were counted.

    With a hard limit `at` is the limit's, and `target` the earlier instant that is aimed at.
    """

    at: datetime
    warn_at: datetime
    target: datetime | None = None
    steps: tuple[Mapping[str, Any], ...] = ()


def target(book: Book, sla: str, *, zone: str, facts: Mapping[str, Any]) -> Target:
    """The target of the SLA `sla` in `zone`; by hand where the book has no such SLA, no line or no span for it."""
    entry = book.slas.get(sla)
    if entry is None:
        return Target("", None, "", None)
    line = next((line for line in entry.targets if _applies(line, zone, facts)), None)
    return Target(
        clause=entry.clause,
        within=_duration(book, entry, line.within, facts) if line else None,
        calendar=entry.calendar,
        excuse=entry.excuse,
        limit=_duration(book, entry, line.limit, facts) if line else None,
        warn=_duration(book, entry, entry.warn, facts),
    )


def due(
    book: Book, found: Target, start: datetime, *, days: Exceptions | None = None, pauses: Pauses = ()
) -> Due | None:
    """When `found` falls due for a clock that began at `start`; None where a person sets it.

    Pauses put a target off, never past its hard limit, which runs on through them.
    """
    if found.within is None:
        return None
    calendar, tz = calendars.calendar_of(book, found.calendar, days), book.zone_info
    aimed, hard = _instants(found, found.within, start, tz, calendar, pauses)
    counted = calendar if found.within.is_working and calendar else ALWAYS
    warned = warn_at(start, aimed, found.warn, counted if found.warn is None else calendar or ALWAYS, pauses=pauses)
    told = _steps(found.within, start, aimed, counted, tz, pauses)
    return Due(hard or aimed, warned, aimed if hard else None, tuple(told))


def judged_at(
    book: Book, found: Target, start: datetime, *, days: Exceptions | None = None, pauses: Pauses = ()
) -> datetime | None:
    """The last complying instant alone, as `due` tells it: for whoever counts a hundred thousand."""
    if found.within is None:
        return None
    calendar = calendars.calendar_of(book, found.calendar, days)
    aimed, hard = _instants(found, found.within, start, book.zone_info, calendar, pauses)
    return hard or aimed


def _instants(
    found: Target, within: Duration, start: datetime, tz: tzinfo, calendar: Calendar | None, pauses: Pauses
) -> tuple[datetime, datetime | None]:
    """What is aimed at, and the hard limit where there is one."""
    aimed = due_at(start, within, tz, calendar, pauses=pauses)
    hard = due_at(start, found.limit, tz, calendar) if found.limit else None
    return (min(aimed, hard) if hard else aimed), hard


def leaves_open(book: Book, sla: str, zone: str) -> bool:
    """Whether a person may have to set the due time in `zone`: no line is for it, or one whose span is not fixed."""
    entry = book.slas.get(sla)
    lines = [line for line in entry.targets if line.zone in (None, zone)] if entry else []
    fixed = [line.within is not None and (line.within.text or line.within.days) for line in lines]
    return not lines or not all(fixed) or all(line.when is not None for line in lines)


def check_span(book: Book, path: str, text: str) -> None:
    """Refuse a span typed for the fact `path` that a clock of the book could not count; blank leaves it to people."""
    for entry in book.slas.values():
        for line in entry.targets:
            for span in (line.within, line.limit):
                if text.strip() and span is not None and span.from_field == path:
                    _duration(book, entry, span, {path: text.strip()})


def _applies(line: Line, zone: str, facts: Mapping[str, Any]) -> bool:
    return line.zone in (None, zone) and holds(line.when, facts)


def _duration(book: Book, entry: Sla, span: Span | None, facts: Mapping[str, Any]) -> Duration | None:
    try:
        duration = span.duration(dict(facts)) if span else None
    except ValueError as unreadable:
        raise UnreadableSpan(str(unreadable)) from None
    if duration and duration.is_working and duration.unit not in calendars.counts(book, entry.calendar):
        told = {"span": duration, "calendar": entry.calendar}
        raise UnreadableSpan(
            _("期限“%(span)s”按工作时间计算，而时限所用的日历“%(calendar)s”不能这样计算，请改为 8h、2d 等写法") % told
        )
    return duration


def time_left(steps: Sequence[Mapping[str, Any]], due: datetime, since: datetime) -> timedelta | None:
    """How much of the counted time was left at `since`; None where days were counted, or more than is told."""
    if not steps:
        return due - since
    if not all("from" in step for step in steps):
        return None
    told = ((datetime.fromisoformat(step["from"]), datetime.fromisoformat(step["to"])) for step in steps)
    return sum((b - max(a, since) for a, b in told if b > since), timedelta())


def _steps(
    within: Duration, start: datetime, end: datetime, calendar: Calendar, tz: tzinfo, pauses: Pauses
) -> list[Mapping[str, Any]]:
    """What was counted, in local time: working days, or spans of hours; nothing where all hours count."""
    if within.unit == "wd":
        first, last = start.astimezone(calendar.tz).date(), end.astimezone(calendar.tz).date()
        days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
        return _shown([{"day": day.isoformat()} for day in days if calendar.works_on(day)])
    if not within.is_working and not pauses:
        return []
    tz = calendar.tz if within.is_working else tz
    found = spans(calendar, start, end, pauses=pauses)
    return _shown([{"from": a.astimezone(tz).isoformat(), "to": b.astimezone(tz).isoformat()} for a, b in found])


def _shown(steps: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """All of them, or of more than a page can show the first and the last."""
    half = SHOWN // 2
    return steps if len(steps) <= SHOWN else [*steps[:half], {"skipped": len(steps) - 2 * half}, *steps[-half:]]
