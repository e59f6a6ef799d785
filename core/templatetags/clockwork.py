"""Instants and days as people read them, in the company's time zone."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from django import template
from django.utils.translation import gettext as _

from core import clock

register = template.Library()
DAY_END = timedelta(microseconds=1)
_printed: ContextVar[bool] = ContextVar("printed", default=False)


@contextmanager
def on_paper() -> Iterator[None]:
    """Tell every day in full: what is printed today is read on another day."""
    before = _printed.set(True)
    try:
        yield
    finally:
        _printed.reset(before)


@register.simple_tag
def instant_now() -> str:
    """The server's clock, from which the page's countdowns run."""
    return clock.now().isoformat()


@register.filter
def stamp(instant: datetime | None) -> str:
    """Day and minute: 今日 08:06, 11-21 08:06, 2025-11-21 08:06."""
    return _told(instant, "%H:%M") if instant else ""


@register.filter
def exact(instant: datetime | None) -> str:
    """Day and second, for what is judged by the second."""
    return _told(instant, "%H:%M:%S") if instant else ""


@register.filter
def due_stamp(instant: datetime | None) -> str:
    """A limit; one that ends with its day is told as 24:00 and not as the microsecond before."""
    if instant is None:
        return ""
    local = instant.astimezone(clock.zone())
    if (local + DAY_END).time().isoformat() == "00:00:00":
        return f"{day(local.date())} 24:00"
    return _told(instant, "%H:%M:%S" if local.second else "%H:%M")


@register.filter
def due_minute(instant: datetime | None) -> str:
    """A limit to the minute, for lists."""
    told = due_stamp(instant)
    return told[:-3] if told.count(":") == 2 else told


@register.filter
def day(value: date | datetime | None) -> str:
    """A day: 今日, 明日, 昨日, 11-21, 2025-11-21."""
    if value is None:
        return ""
    wanted = clock.local_day(value) if isinstance(value, datetime) else value
    if _printed.get():
        return wanted.isoformat()
    today = clock.local_day(clock.now())
    near = {0: _("今日"), 1: _("明日"), -1: _("昨日")}.get((wanted - today).days)
    if near:
        return near
    return f"{wanted:%m-%d}" if wanted.year == today.year else f"{wanted:%Y-%m-%d}"


@register.filter
def iso_day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _told(instant: datetime, pattern: str) -> str:
    local = instant.astimezone(clock.zone())
    return f"{day(local.date())} {local:{pattern}}"
