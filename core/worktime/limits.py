"""A target that pauses move, and a hard limit that nothing moves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from core.worktime.calendars import Calendar
from core.worktime.counting import add
from core.worktime.pauses import Pauses

Stage = Literal["in_time", "late", "beyond"]


@dataclass(frozen=True)
class Limits:
    """Last complying instants; the target never lies behind the hard limit."""

    target: datetime
    hard: datetime | None

    def stage(self, moment: datetime) -> Stage:
        """Where `moment` stands: a limit's own instant still keeps it."""
        if self.hard is not None and moment > self.hard:
            return "beyond"
        return "late" if moment > self.target else "in_time"


def limits(
    calendar: Calendar,
    start: datetime,
    target: timedelta,
    *,
    hard: datetime | timedelta | None = None,
    pauses: Pauses = (),
) -> Limits:
    """When `target` is due outside the pauses; `hard` is an instant, or working time that runs on through pauses."""
    due = add(calendar, start, target, pauses=pauses)
    last = add(calendar, start, hard) if isinstance(hard, timedelta) else hard
    return Limits(due if last is None else min(due, last), last)
