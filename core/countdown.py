"""How much of a limit is left, in the words and the colour that lists, pages and phones show."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

WARN_SHARE = 0.25  # amber when less than a quarter of the time is left


@dataclass(frozen=True)
class Left:
    """`permille` of the limit is used up; `running` ones are kept true by the browser."""

    text: str
    tone: str
    permille: int
    start_iso: str
    due_iso: str
    running: bool = True


def left(start_at: datetime, due_at: datetime, *, now: datetime) -> Left:
    """What is left until `due_at`, the last complying instant: late is `due_at < now`."""
    rest = due_at - now
    text = _("超 %s") if due_at < now else _("剩 %s")
    return Left(
        text % spell(abs(rest)), tone(rest, due_at - start_at), used(start_at, due_at, now=now),
        start_at.isoformat(), due_at.isoformat(),
    )  # fmt: skip


def spell(span: timedelta) -> str:
    """Hours and minutes; from three days on, days and hours."""
    minutes = int(span.total_seconds() // 60)
    if minutes >= 72 * 60:
        return _("%(days)s 天 %(hours)s 小时") % {"days": minutes // 1440, "hours": minutes % 1440 // 60}
    return f"{minutes // 60}:{minutes % 60:02d}"


def tone(rest: timedelta, whole: timedelta) -> str:
    if rest < timedelta(0):
        return "late"
    return "warn" if rest < whole * WARN_SHARE else "ok"


def used(start_at: datetime, due_at: datetime, *, now: datetime) -> int:
    """Thousandths of the limit gone, between 0 and 1000."""
    whole = (due_at - start_at).total_seconds()
    if whole <= 0:
        return 1000
    return max(0, min(1000, round(1000 * (now - start_at).total_seconds() / whole)))
