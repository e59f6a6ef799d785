"""How often somebody may come: counted in a table, so that every process and host counts together.

A count is its own short transaction, finished before the act begins: an act that is refused has been counted all the
same. Spans are fixed ones; at their edge twice the number can come, and the numbers are chosen for that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core.errors import ActError
from tickets.public.models import Hit
from tickets.public.states import Flag
from tickets.public.tokens import keyed

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
KEPT = timedelta(days=2)


class TooMany(ActError):
    code = "too_many"
    status = 429
    message = _("提交过于频繁，请稍后再试")

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


@dataclass(frozen=True)
class Rule:
    """Up to `soft` pass, up to `hard` are looked at by a person first, more are turned away until the span ends."""

    kind: str
    span: timedelta
    soft: int
    hard: int


# In this order, so that two requests which count the same rows wait for each other and never in a circle.
REPORTS = (
    Rule(Flag.DEVICE, HOUR, soft=3, hard=8),
    Rule(Flag.ADDRESS, HOUR, soft=6, hard=40),
    Rule(Flag.PHONE, DAY, soft=3, hard=10),
    Rule(Flag.MACHINE, DAY, soft=2, hard=30),
    # Whoever has many addresses and many stickers still makes at most twice this many tickets in a minute.
    Rule(Flag.ALL, MINUTE, soft=5, hard=200),
)
# Four digits have 10,000 values: what counts is how few of them can be tried in all.
LOOKUPS = (
    Rule("lookup_address", HOUR, soft=8, hard=8),
    Rule("lookup_number", DAY, soft=6, hard=6),
)
WRONG_LOOKUPS = Rule("lookup_wrong", HOUR, soft=40, hard=40)


def pass_or_flag(rules: Iterable[Rule], told: Mapping[str, str], *, now: datetime) -> list[str]:
    """Count one more of each kind that `told` has a key for; the kinds over their soft limit, or TooMany."""
    over = []
    for rule in rules:
        if not told.get(rule.kind):
            continue
        count = hit(rule, told[rule.kind], now=now)
        if count > rule.hard:
            raise TooMany(_rest(rule, now))
        if count > rule.soft:
            over.append(str(rule.kind))
    return over


def refuse_beyond(rule: Rule, told: str, *, now: datetime) -> None:
    """Raise TooMany where the count already stands at the limit; counts nothing itself."""
    known = Hit.objects.filter(**_row(rule, told, now)).values_list("count", flat=True).first()
    if known is not None and known >= rule.hard:
        raise TooMany(_rest(rule, now))


def hit(rule: Rule, told: str, *, now: datetime) -> int:
    """One more: how many there are now in this span, exact under concurrency."""
    row = _row(rule, told, now)
    with transaction.atomic():
        if not Hit.objects.filter(**row).update(count=F("count") + 1):
            Hit.objects.bulk_create([Hit(**row)], ignore_conflicts=True)
            Hit.objects.filter(**row).update(count=F("count") + 1)
        # The update holds the row: nobody else has counted in between.
        return Hit.objects.values_list("count", flat=True).get(**row)


def forget(*, now: datetime) -> int:
    """Remove the counts of spans that are long over; returns how many."""
    removed, _rows = Hit.objects.filter(since__lt=now - KEPT).delete()
    return removed


def _row(rule: Rule, told: str, now: datetime) -> dict[str, object]:
    return {"kind": str(rule.kind), "key": keyed(str(rule.kind), told), "since": _since(rule, now)}


def _since(rule: Rule, now: datetime) -> datetime:
    seconds = rule.span.total_seconds()
    return datetime.fromtimestamp(now.timestamp() // seconds * seconds, UTC)


def _rest(rule: Rule, now: datetime) -> timedelta:
    return _since(rule, now) + rule.span - now
