"""Spans read facts that are there, and working hours and days only where a calendar counts them."""

from collections.abc import Iterator
from typing import Any

from rulebook import durations
from rulebook.errors import Steps
from rulebook.fields import FIELDS
from rulebook.schema.base import Block
from rulebook.schema.clocks import Deadline, Sla, Target
from rulebook.schema.document import Document
from rulebook.schema.spans import Span

Problems = Iterator[tuple[Steps, str]]

READABLE = frozenset({"text", "duration"})
# The calendar of a limit that names none.
DEFAULT = "working"


def problems(document: Document) -> Problems:
    for name, sla in document.slas.items():
        yield from _sla(document, sla, ("slas", name))
    for name, limit in document.deadlines.items():
        yield from _limit(document, limit, ("deadlines", name))
    for section in ("warranty", "obligations", "approvals", "returns", "retention"):
        for at, span in _written(getattr(document, section), (section,)):
            yield from _facts(span, at)
            if _unit(span) in durations.WORKING:
                yield at, "此处不能用工作小时或工作日"


def _sla(document: Document, sla: Sla, at: Steps) -> Problems:
    for steps, span in _written(sla, at):
        yield from _facts(span, steps)
        yield from _countable(document, sla.calendar, span, steps)
    for index, target in enumerate(sla.targets):
        if _shorter(target):
            yield (*at, "targets", index, "limit"), "最迟时限 limit 短于目标时限 within"
    if sla.excuse is not None and sla.excuse.within.is_working:
        yield (*at, "excuse", "within"), "此处不能用工作小时或工作日"
    yield from _pauses(sla, at)


def _pauses(sla: Sla, at: Steps) -> Problems:
    """What stops the clock is waiting for something, and what it waits for lets it run again."""
    placed = {event.removesuffix(".placed") for event in sla.pause}
    lifted = {event.removesuffix(".lifted") for event in sla.resume}
    for hold in sorted(placed - lifted):
        yield (*at, "pause"), f"“{hold}”暂停计时后没有恢复的事件，resume 须有 {hold}.lifted"
    for hold in sorted(lifted - placed):
        yield (*at, "resume"), f"“{hold}”从未暂停计时，pause 须有 {hold}.placed"
    for key in ("pause", "resume"):
        for event in getattr(sla, key):
            if not event.startswith("hold."):
                yield (*at, key), f"“{event}”不是等待事项，只有 hold.… 事件能暂停或恢复计时"


def _limit(document: Document, limit: Deadline, at: Steps) -> Problems:
    calendar = limit.calendar or DEFAULT
    for steps, span in _written(limit, at):
        yield from _facts(span, steps)
        yield from _countable(document, calendar, span, steps)
    if limit.before is not None and _unit(limit.before) in ("h", "m", "wh"):
        yield (*at, "before"), "之前的期限只能按天、周、月、年"
    for key, long in (("add", limit.add), ("before", limit.before)):
        if limit.days == "working" and long is not None and _unit(long) in ("w", "mo", "y"):
            yield (*at, key), "days: working 的期限只能写天数，如 3d"
    if limit.calendar is not None and limit.calendar not in document.calendars:
        yield (*at, "calendar"), f"没有“{limit.calendar}”这个日历"
        return
    for key, asked in (("days", limit.days == "working"), ("holiday_shift", limit.holiday_shift)):
        if asked and "wd" not in _counted(document, calendar):
            yield (*at, key), _no_calendar(document, calendar, "wd")


def _countable(document: Document, calendar: str, span: Span, at: Steps) -> Problems:
    unit = _unit(span)
    if unit in durations.WORKING and unit not in _counted(document, calendar):
        yield at, _no_calendar(document, calendar, unit)


def _no_calendar(document: Document, calendar: str, unit: str) -> str:
    what = "工作小时" if unit == "wh" else "工作日"
    if calendar not in document.calendars:
        return f"按{what}计算须有名为 {calendar} 的日历，或写明 calendar"
    kind = document.calendars[calendar].kind
    return f"日历“{calendar}”（{kind}）不能计算{what}" + ("，须用 weekly 日历" if unit == "wh" else "")


def _counted(document: Document, calendar: str) -> frozenset[str]:
    entry = document.calendars.get(calendar)
    return entry.counts if entry else frozenset()


def _facts(span: Span, at: Steps) -> Problems:
    if span.from_field is not None:
        field = FIELDS.get(span.from_field)
        if field is None:
            yield at, f"没有“{span.from_field}”这个事实"
        elif field.type not in READABLE:
            yield at, f"“{span.from_field}”是 {field.type} 类型，不能作期限"
    if span.by_quantity is not None:
        field = FIELDS.get(span.by_quantity.of)
        if field is None:
            yield at, f"没有“{span.by_quantity.of}”这个事实"
        elif field.type != "int":
            yield at, f"“{span.by_quantity.of}”是 {field.type} 类型，不能作数量"


def _shorter(target: Target) -> bool:
    """Whether the hard limit is shorter than the target, as far as the two are written in one unit."""
    texts = [span.text for span in (target.within, target.limit) if span is not None and span.text]
    if len(texts) != 2:
        return False
    aimed, hard = (durations.parse(text) for text in texts)
    return aimed.unit == hard.unit and hard.count < aimed.count


def _unit(span: Span) -> str:
    return durations.parse(span.text).unit if span.text else ""


def _written(part: Any, at: Steps) -> Iterator[tuple[Steps, Span]]:
    if isinstance(part, Span):
        yield at, part
    elif isinstance(part, dict):
        for name, entry in part.items():
            yield from _written(entry, (*at, name))
    elif isinstance(part, tuple) and not hasattr(part, "_fields"):
        for index, entry in enumerate(part):
            yield from _written(entry, (*at, index))
    elif isinstance(part, Block):
        for name, field in type(part).model_fields.items():
            yield from _written(getattr(part, name), (*at, field.alias or name))
