"""The one clock: views, tasks and commands read it once per act and pass `now` down.

`travel` replaces it for a scenario or for building a demo company; nothing else may.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

_simulated: ContextVar[datetime | None] = ContextVar("simulated_now", default=None)


def now() -> datetime:
    """The current instant, aware, to the microsecond."""
    return _simulated.get() or timezone.now()


def zone() -> ZoneInfo:
    """The company's time zone, in which days and months are counted (regulation reading 0.6)."""
    return ZoneInfo(settings.TIME_ZONE)


def local_day(instant: datetime) -> date:
    """The local calendar day of an aware instant."""
    return instant.astimezone(zone()).date()


@contextmanager
def travel(instant: datetime) -> Iterator[None]:
    """Let `now()` answer `instant` inside the block, in this context only."""
    token = _simulated.set(instant)
    try:
        yield
    finally:
        _simulated.reset(token)
