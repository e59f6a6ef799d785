"""What the office has to call back on: messages nobody verified, and days without one (9.1b, 9.1c)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from accounts.models import Person
from core.clock import local_day
from deadlines.models import WAITING, Deadline
from fieldservice.daily import owed_by
from fieldservice.models import DailyReport, InboundMessage, ReportCall
from rulebook.durations import start_of_day
from rulebook.models import RulebookVersion

PAGE = 50
KINDS = ("report", "missing")
# Messages that came to nothing are shown for this long; their senders were told at once.
MESSAGES_SHOWN, MOST_MESSAGES = timedelta(days=7), 20


@dataclass(frozen=True)
class ToCheck:
    """One message, or one day without any; `late` was written on that day and received on a later one."""

    kind: str
    day: date
    engineer: Person
    pk: int
    report: DailyReport | None = None
    clause: str = ""
    late: DailyReport | None = None

    @property
    def key(self) -> tuple[date, int, int]:
        return self.day, KINDS.index(self.kind), self.pk


@dataclass(frozen=True)
class Asked:
    """What of the list is wanted: messages or days without one, of one engineer, from behind `after`."""

    kind: str = ""
    person: str = ""
    after: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Asked":
        kind = given.get("kind", "")
        return cls(kind if kind in KINDS else "", given.get("person", "")[:150], given.get("after", "")[:60])

    def given(self) -> dict[str, str]:
        return {name: value for name, value in (("kind", self.kind), ("person", self.person)) if value}

    def behind(self) -> tuple[date, int, int] | None:
        """The key of the last row seen; None for what is no key."""
        parts = self.after.split("|")
        try:
            return date.fromisoformat(parts[0]), KINDS.index(parts[1]), int(parts[2])
        except (ValueError, IndexError):
            return None


@dataclass(frozen=True)
class CheckPage:
    rows: Sequence[ToCheck]
    counts: Mapping[str, int] = field(default_factory=dict)
    after: str = ""


def to_check(asked: Asked, version: RulebookVersion, *, now: datetime, size: int = PAGE) -> CheckPage:
    """Up to yesterday, the oldest day first; five statements however many there are."""
    calls, days = _calls(now), _missed(version)
    counts = {"report": calls.count(), "missing": days.count()}
    found: list[ToCheck] = []
    if asked.kind != "missing":
        found += _reports(calls, asked, size)
    if asked.kind != "report":
        found += _days(days, asked, version, size)
    found.sort(key=lambda one: one.key)
    shown = found[:size]
    after = "|".join((shown[-1].day.isoformat(), shown[-1].kind, str(shown[-1].pk))) if len(found) > size else ""
    return CheckPage(_with_late(shown), {"all": sum(counts.values()), **counts}, after)


def _calls(now: datetime) -> QuerySet[ReportCall]:
    return ReportCall.objects.filter(done_at=None, day__lt=local_day(now))


def _missed(version: RulebookVersion) -> QuerySet[Deadline]:
    """Missed, and nobody has looked at it: whoever looks ends the row."""
    return Deadline.objects.filter(WAITING, kind__in=list(owed_by(version.book)), fired_at__isnull=False)


def _reports(rows: QuerySet[ReportCall], asked: Asked, size: int) -> list[ToCheck]:
    if asked.person:
        rows = rows.filter(engineer__username=asked.person)
    if behind := asked.behind():
        day, kind, pk = behind
        later = Q(day=day, pk__gt=pk) if kind == 0 else Q(pk=None)
        rows = rows.filter(Q(day__gt=day) | later, day__gte=day)
    found = rows.select_related("engineer", "report__ticket").order_by("day", "pk")[: size + 1]
    return [ToCheck("report", row.day, row.engineer, row.pk, row.report) for row in found]


def _days(rows: QuerySet[Deadline], asked: Asked, version: RulebookVersion, size: int) -> list[ToCheck]:
    if asked.person:
        rows = rows.filter(person__username=asked.person)
    if behind := asked.behind():
        day, kind, pk = behind
        begins, ends = (start_of_day(one, version.book.zone_info) for one in (day, day + timedelta(days=1)))
        same = Q(due_at__lt=ends, pk__gt=pk) if kind == 1 else Q(due_at__lt=ends)
        rows = rows.filter(Q(due_at__gte=ends) | same, due_at__gte=begins)
    found = rows.filter(person__isnull=False).select_related("person").order_by("due_at", "pk")[: size + 1]
    return [
        ToCheck("missing", date.fromisoformat(row.occurrence), row.person, row.pk, clause=row.clause)
        for row in found if row.person
    ]  # fmt: skip


def _with_late(rows: Sequence[ToCheck]) -> list[ToCheck]:
    """With what was written on a day without report, by the sender's clock, and came in later."""
    days = [one for one in rows if one.kind == "missing"]
    known = {(report.engineer_id, local_day(report.device_time)): report
             for report in _written_before(days) if report.device_time}  # fmt: skip
    return [
        ToCheck(one.kind, one.day, one.engineer, one.pk, None, one.clause, known.get((one.engineer.pk, one.day)))
        if one.kind == "missing" else one
        for one in rows
    ]  # fmt: skip


def _written_before(days: Sequence[ToCheck]) -> Iterable[DailyReport]:
    if not days:
        return ()
    first, last = days[0].day, days[-1].day
    reports = DailyReport.objects.filter(
        engineer__in={one.engineer.pk for one in days}, day__gt=first, day__lte=last + timedelta(days=30),
        device_time__isnull=False,
    )  # fmt: skip
    return [report for report in reports if report.device_time and local_day(report.device_time) < report.day]


def refused_messages(*, now: datetime) -> list[InboundMessage]:
    """The newest messages of which no report came."""
    rows = InboundMessage.objects.exclude(refusal="").filter(received_at__gte=now - MESSAGES_SHOWN)
    return list(rows.select_related("engineer").order_by("-received_at", "-pk")[:MOST_MESSAGES])


def report_of(pk: int, engineer: Person) -> DailyReport | None:
    return DailyReport.objects.filter(pk=pk, engineer=engineer).first()
