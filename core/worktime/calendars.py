"""A working calendar: which hours of which day are worked, and when these are as instants."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property
from itertools import count

from core.worktime.daylists import Exceptions
from core.worktime.errors import NoWorkingTime
from core.worktime.hours import DAY, WHOLE_DAY, Spans, cut
from core.worktime.instants import instant, local

Interval = tuple[datetime, datetime]
ONE_DAY = timedelta(days=1)
LONGEST_CLOSURE = 3 * 366
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, eq=False)
class Calendar:
    """Hours per weekday (0 = Monday), changed by a list of days, hours of single dates and breaks of single dates.

    Hours of a date stand before the list. A make-up workday has its weekday's hours, else `makeup`, else those of the
    first weekday that has any. A span belongs to the day on which it begins, also where it runs into a holiday.
    """

    tz: tzinfo
    week: Mapping[int, Spans]
    listed: Exceptions | None = None
    date_hours: Mapping[date, Spans] = field(default_factory=dict)
    date_breaks: Mapping[date, Spans] = field(default_factory=dict)
    makeup: Spans = ()
    _known: dict[date, tuple[Interval, ...]] = field(default_factory=dict, init=False, repr=False)

    def hours_on(self, day: date) -> Spans:
        """The hours of `day`; NoCalendarData where its year is not known."""
        return cut(self._before_breaks(day), self.date_breaks.get(day, ()))

    def works_on(self, day: date) -> bool:
        return bool(self.hours_on(day))

    def intervals(self, day: date) -> tuple[Interval, ...]:
        """The working time that begins on `day`, in order, without what the day before already covers."""
        if day not in self._known:
            covered, hours = self._spilled_into(day), self.hours_on(day)
            spans = [(instant(day, since, self.tz), instant(day, until, self.tz)) for since, until in hours]
            self._known[day] = tuple((max(a, covered), b) for a, b in spans if b > max(a, covered))
        return self._known[day]

    def forward(self, start: datetime, until: datetime | None = None) -> Iterator[Interval]:
        """Working time from `start` on; looks at no day that begins at `until` or later."""
        first = local(start, self.tz).date() - ONE_DAY * self._spills
        for day in self._days(first, 1):
            if until is not None and instant(day, 0, self.tz) >= until:
                return
            yield from ((max(a, start), b) for a, b in self.intervals(day) if b > start)

    def backward(self, end: datetime) -> Iterator[Interval]:
        """Working time before `end`, the latest first."""
        # At midnight sharp the day that begins is not asked about: its year may be unknown.
        for day in self._days(local(end - timedelta.resolution, self.tz).date(), -1):
            yield from ((a, min(b, end)) for a, b in reversed(self.intervals(day)) if a < end)

    def _before_breaks(self, day: date) -> Spans:
        if day in self.date_hours:
            return self.date_hours[day]
        listed = self.listed.says(day) if self.listed else None
        if listed is False:
            return ()
        usual = self.week.get(day.weekday(), ())
        return usual or self._makeup_hours() if listed else usual

    def _makeup_hours(self) -> Spans:
        return self.makeup or next((spans for _, spans in sorted(self.week.items()) if spans), ())

    @cached_property
    def _spills(self) -> bool:
        written = (*self.week.values(), *self.date_hours.values(), self.makeup)
        return any(until > DAY for spans in written for _, until in spans)

    def _spilled_into(self, day: date) -> datetime:
        if not self._spills:
            return NEVER
        before = day - ONE_DAY
        return max((instant(before, until, self.tz) for _, until in self.hours_on(before)), default=NEVER)

    def _days(self, first: date, step: int) -> Iterator[date]:
        """Days from `first` on; gives up where none of three years' days is worked."""
        closed = 0
        for number in count():
            try:
                day = first + step * number * ONE_DAY
            except OverflowError:
                raise NoWorkingTime from None
            yield day
            closed = 0 if self.hours_on(day) else closed + 1
            if closed > LONGEST_CLOSURE:
                raise NoWorkingTime


def whole_days(tz: tzinfo, listed: Exceptions | None, weekdays: Iterable[int] = range(5)) -> Calendar:
    """Working days without hours: from midnight to midnight, Monday to Friday unless the list says otherwise."""
    return Calendar(tz, dict.fromkeys(weekdays, WHOLE_DAY), listed)
