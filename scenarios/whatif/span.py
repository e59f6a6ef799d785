"""The days that are replayed, both included."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from core.clock import local_day, zone
from core.errors import OutOfRange
from rulebook.durations import start_of_day

LONGEST = timedelta(days=2 * 366)


@dataclass(frozen=True)
class Span:
    """Local days; [begin, end) are their instants."""

    first: date
    last: date

    @property
    def begin(self) -> datetime:
        return start_of_day(self.first, zone())

    @property
    def end(self) -> datetime:
        return start_of_day(self.last + timedelta(days=1), zone())

    @classmethod
    def of(cls, first: date, last: date, *, now: datetime) -> "Span":
        """OutOfRange for a span that is upside down, has not begun, or is longer than two years."""
        if last < first:
            raise OutOfRange(_("结束日期早于开始日期"), details={"last": _("请选择不早于开始日期的一天")})
        if first > local_day(now):
            raise OutOfRange(_("期间尚未开始，没有可以回放的记录"), details={"first": _("请选择过去的日期")})
        if last - first > LONGEST:
            raise OutOfRange(_("一次最多回放两年，请缩短期间"), details={"first": _("请选择较近的开始日期")})
        return cls(first, last)
