"""Days of whereabouts as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from core.clock import local_day
from core.countdown import Left, left
from deadlines.states import DeadlineState
from fieldservice.daily import Day
from fieldservice.models import DailyCheck, DailyReport
from fieldservice.states import CheckResult
from rulebook.book import Book

TONES = {CheckResult.GENUINE: "ok", CheckResult.FAKE: "late", CheckResult.MISSING: "late", CheckResult.EXCUSED: "info"}


@dataclass(frozen=True)
class ShownReport:
    """A message with what calling back on it found; `written_on` is another day than that of receipt."""

    report: DailyReport
    label: str
    tone: str
    written_on: date | None = None


@dataclass(frozen=True)
class ShownDay:
    """A day in one line: what it comes to, by which clause, and its messages."""

    day: date
    label: str
    tone: str
    clause: str
    reports: Sequence[ShownReport]
    checks: Sequence[DailyCheck]
    owed: bool
    left: Left | None = None


def shown_day(known: Day, *, now: datetime) -> ShownDay:
    label, tone = _standing(known, now)
    row = known.row
    return ShownDay(
        known.day, label, tone, row.clause if row else "", [_report(known, one) for one in known.reports], known.checks,
        row is not None, left(row.start_at, row.due_at, now=now) if row and row.state is DeadlineState.OPEN else None,
    )  # fmt: skip


def _standing(known: Day, now: datetime) -> tuple[str, str]:
    if known.falsified:
        return _("弄虚作假"), "late"
    if known.excused:
        return _("未报送，情有可原"), "info"
    row = known.row
    if row is None:
        return (_("已报送，当天不要求"), "info") if known.reports else (_("不要求"), "mute")
    if row.state is DeadlineState.MISSED or row.overdue(now):
        return (_("未报送，已核实"), "late") if known.result_of(None) else (_("未报送"), "late")
    if row.state is DeadlineState.OPEN:
        return _("待报送"), "warn"
    results = [known.result_of(report) for report in known.reports]
    return (_("已报送，属实"), "ok") if CheckResult.GENUINE in results else (_("已报送"), "ok")


def _report(known: Day, report: DailyReport) -> ShownReport:
    result = known.result_of(report)
    label = str(CheckResult(result).label) if result else _("待核实")
    return ShownReport(report, label, TONES[CheckResult(result)] if result else "mute", written_on(report))


def written_on(report: DailyReport) -> date | None:
    """The day on which the sender's clock says it was written, where that is not the day of receipt."""
    told = local_day(report.device_time) if report.device_time else report.day
    return told if told != report.day else None


def cutoff_of(book: Book, names: Sequence[str]) -> str:
    """Until when a report counts, in the book's words: 24:00."""
    return next((str(book.obligations[name].until) for name in names), "")
