"""The working time that was counted for a due time, line by line: 周一 03-02 | 17:00–18:00 · 1 小时."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.clock import zone

# Of a long sum the page shows the first spans and the last ones.
FIRST, LAST = 4, 2
WEEKDAYS = (
    gettext_lazy("周一"), gettext_lazy("周二"), gettext_lazy("周三"), gettext_lazy("周四"), gettext_lazy("周五"),
    gettext_lazy("周六"), gettext_lazy("周日"),
)  # fmt: skip


def step_lines(formula: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(label, text) of every counted span, and of every pause that was left out."""
    pauses = [(_("暂停计时"), _until(pause)) for pause in formula.get("pauses", ())]
    steps = list(formula.get("steps", ()))
    middle = steps[FIRST:-LAST]
    if len(middle) <= 1:
        return [*pauses, *map(_told, steps)]
    # Where the sum was too long to be stored, one of the steps says how many more there were.
    hidden = sum(step.get("skipped", 1) for step in middle)
    return [*pauses, *map(_told, steps[:FIRST]), _skipped(hidden), *map(_told, steps[-LAST:])]


def _told(step: Mapping[str, Any]) -> tuple[str, str]:
    if "skipped" in step:
        return _skipped(step["skipped"])
    if "day" in step:
        return _day(date.fromisoformat(step["day"])), _("1 个工作日")
    since, until = _instants(step)
    return _day(since.date()), f"{since:%H:%M}–{_close(since, until)} · {length_of(until - since)}"


def length_of(span: timedelta) -> str:
    """1 小时, 45 分, 1 小时 30 分; what is less than a minute is told in seconds."""
    seconds = int(span.total_seconds())
    hours, minutes = divmod(seconds // 60, 60)
    parts = [_("%(count)d 小时") % {"count": hours}] if hours else []
    if minutes:
        parts.append(_("%(count)d 分") % {"count": minutes})
    return " ".join(parts) or _("%(count)d 秒") % {"count": seconds}


def _skipped(count: int) -> tuple[str, str]:
    return _("…… 另 %(count)d 段") % {"count": count}, ""


def _until(pause: Mapping[str, str]) -> str:
    since, until = (instant.astimezone(zone()) for instant in _instants(pause))
    return f"{since:%m-%d %H:%M} – {until:%m-%d %H:%M}"


def _instants(step: Mapping[str, str]) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(step["from"]), datetime.fromisoformat(step["to"])


def _close(since: datetime, until: datetime) -> str:
    """24:00 rather than 00:00 of the day that follows."""
    midnight = until.time().isoformat() == "00:00:00" and until.date() == since.date() + timedelta(days=1)
    return "24:00" if midnight else f"{until:%H:%M}"


def _day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day:%m-%d}"
