"""Calendars have hours that can be worked; what is counted in working time has a calendar that counts it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from core.worktime.hours import breaks as written_breaks
from core.worktime.hours import hours
from rulebook.errors import Steps
from rulebook.schema.base import TIME
from rulebook.schema.calendars import Calendar, Hours
from rulebook.schema.document import Document

Problems = Iterator[tuple[Steps, str]]


def problems(document: Document) -> Problems:
    for name, calendar in document.calendars.items():
        at: Steps = ("calendars", name)
        yield from _dates(calendar, at)
        if calendar.kind == "weekly":
            yield from _week(calendar, at)


def _week(calendar: Calendar, at: Steps) -> Problems:
    for day, spans in calendar.hours.items():
        yield from _in_order(spans, (*at, "hours", day))
    yield from _in_order(calendar.makeup, (*at, "makeup"))
    if calendar.hours and not any(calendar.hours.values()):
        yield (*at, "hours"), "没有任何工作时间"
    if isinstance(calendar.days, tuple):
        for index, day in enumerate(calendar.days):
            if day in calendar.days[:index]:
                yield (*at, "days", index), f"“{day}”写了两次"
    if calendar.since and calendar.until:
        yield from _breaks(calendar, at)


def _breaks(calendar: Calendar, at: Steps) -> Problems:
    """Breaks lie inside the hours, one after the other, and leave something to work."""
    if calendar.since == calendar.until:
        yield (*at, "until"), "下班时间与上班时间相同"
        return
    ((opening, close),) = hours([(str(calendar.since), str(calendar.until))])
    overnight = close > 24 * 3600
    worked, end = close - opening, opening
    for index, rest in enumerate(calendar.breaks):
        here: Steps = (*at, "breaks", index)
        if rest.since == rest.until or (rest.until < rest.since and not overnight):
            yield here, f"休息 {rest.since}–{rest.until}：结束须晚于开始"
            continue
        ((since, until),) = written_breaks([(rest.since, rest.until)], since=opening if overnight else 0)
        if since < opening or until > close:
            yield here, f"休息 {rest.since}–{rest.until} 不在工作时间 {calendar.since}–{calendar.until} 之内"
        elif since < end:
            yield here, f"休息 {rest.since}–{rest.until} 与前一段重叠或次序颠倒"
        end, worked = max(end, until), worked - (until - since)
    if worked <= 0:
        yield (*at, "breaks"), "休息时间占满了工作时间"


def _dates(calendar: Calendar, at: Steps) -> Problems:
    for written, spans in calendar.dates.items():
        here: Steps = (*at, "dates", written)
        if not _is_date(written):
            yield here, f"“{written}”不是日期，应如 2026-02-14"
        yield from _in_order(spans, here)


def _in_order(spans: Hours, at: Steps) -> Problems:
    """Spans of a day begin on it, end after they begin, and follow one another."""
    previous: str | None = None
    for index, (since, until) in enumerate(spans):
        if since in (until, "24:00"):
            yield (*at, index), f"{since}–{until}：一段工作时间应在当天之内开始，结束须晚于开始"
        elif previous is not None and (since < previous or spans[index - 1][1] < spans[index - 1][0]):
            yield (*at, index), f"{since}–{until} 与前一段重叠或次序颠倒"
        previous = until


def _is_date(written: Any) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written and not TIME.fullmatch(written)
    except ValueError:
        return False
