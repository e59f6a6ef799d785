"""verify_daily_report: the office calls back; falsehoods and omissions become facts, excuses withdraw them (9.1b-d)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize, refuse_own_case
from core import journal, transitions
from core.errors import Incomplete, NotFound, WrongState
from core.journal import Actor
from core.subjects import Subject
from deadlines import services as deadlines
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from fieldservice.daily import FALSIFIED, Day, day_of, owed_by
from fieldservice.models import DailyCheck, DailyReport, ReportCall
from fieldservice.states import CheckResult
from judgement.selectors import current_fact
from judgement.services import FactInput, correct_fact
from rulebook.acts import clause_of
from rulebook.models import RulebookVersion
from rulebook.selectors import on_day

OF_A_REPORT = (CheckResult.GENUINE, CheckResult.FAKE)


@transaction.atomic
def verify_daily_report(
    *,
    engineer: Person,
    day: date,
    result: str,
    note: str = "",
    report: DailyReport | None = None,
    actor: Actor,
    now: datetime,
) -> DailyCheck:
    """Write down what calling back found: of one message (`report`, else the day's last one), or of a day without.

    A later, different result corrects the one before by a new row; the same again changes nothing.
    Raises WrongState where there is no such message, nothing was missed, or the day's cut-off has not passed.
    """
    authorize(actor, "verify_daily_report", now=now)
    refuse_own_case(actor, engineer, now=now, roles=["clerk"])
    # One after the other: two results of one day must not each think themselves the first.
    transitions.lock(engineer)
    version = on_day(day)
    known = day_of(engineer, version.book, day)
    about = _about(known, result, report, now)
    before = next((check for check in known.checks if check.report_id == (about.pk if about else None)), None)
    if before is not None and before.result == result:
        return before
    check = DailyCheck.objects.create(
        engineer=engineer, day=day, report=about, result=result, note=note.strip(), by_id=actor.pk, at=now
    )
    _settle(day_of(engineer, version.book, day), check, version, actor=actor, now=now)
    journal.record(
        check, "verify_daily_report", actor=actor, now=now, thread=engineer, reason=check.note,
        clause=clause_of(version.book, "verify_daily_report"),
        data={"day": day, "result": result, "before": before.result if before else "", "report": check.report_id},
    )  # fmt: skip
    return check


def _about(known: Day, result: str, report: DailyReport | None, now: datetime) -> DailyReport | None:
    """The message that the result is about; None for the day as a whole."""
    if result in OF_A_REPORT:
        return _message(known, report)
    if result not in CheckResult.values:
        raise Incomplete(_("请选择核实结果"), details={"result": _("请选择核实结果")})
    _must_be_missed(known, now)
    return None


def _message(known: Day, report: DailyReport | None) -> DailyReport:
    found = report or next(iter(reversed(known.reports)), None)
    if found is None or found not in known.reports:
        raise NotFound(_("%(day)s没有收到行踪，请选“确未报送”或“情有可原”") % {"day": known.day})
    return found


def _must_be_missed(known: Day, now: datetime) -> None:
    row = known.row
    if row is None:
        raise WrongState(_("%(day)s不要求报送行踪") % {"day": known.day})
    if row.state is DeadlineState.MET:
        raise WrongState(_("%(day)s已按时报送，请核实这条行踪") % {"day": known.day})
    if row.due_at >= now:
        raise WrongState(_("%(day)s尚未截止，截止后才能核实是否漏报") % {"day": known.day})


def _settle(
    known: Day, check: DailyCheck, version: RulebookVersion, *, actor: Actor, now: datetime
) -> None:
    """Bring facts in line with the newest results: first the omission, then the falsehood."""
    reason = _("行踪核实：%(result)s") % {"result": check.get_result_display()}
    for row in _rows(known, version, actor=actor, now=now):
        _omission(known, row, reason, actor=actor, now=now)
    if check.report is not None:
        ReportCall.objects.filter(report=check.report, done_at=None).update(done_at=now)
        _falsehood(check.report, check.result == CheckResult.FAKE, reason, version, actor=actor, now=now)
    elif known.row is not None:
        # Looked at: nobody has to call about this day any more.
        deadlines.end(kind=known.row.kind, subject=known.row.subject, occurrence=known.row.occurrence, at=now,
                      actor=actor, now=now)  # fmt: skip


def _rows(known: Day, version: RulebookVersion, *, actor: Actor, now: datetime) -> Sequence[Deadline]:
    """The day's obligation where its cut-off has passed; judged first where the sweep has not come yet."""
    if known.row is None:
        return ()
    found = []
    for name in owed_by(version.book):
        row = deadlines.locked_current(known.row.subject, name, known.row.occurrence)
        if row is not None and row.overdue(now):
            deadlines.fire([row], actor=actor, now=now)
        if row is not None and row.fired_at:
            found.append(row)
    return found


def _omission(known: Day, row: Deadline, reason: str, *, actor: Actor, now: datetime) -> None:
    """It stands unless it was excused, or a falsehood of the same day is punished in its place (D7)."""
    about: dict[str, Any] = {"subject": row.subject, "occurrence": row.occurrence}
    stands = current_fact(event=row.event, **about) is not None
    if stands and (known.excused or known.falsified):
        correct_fact(event=row.event, **about, replacement=None, reason=reason, actor=actor, now=now)
    if known.excused:
        deadlines.excuse(kind=row.kind, **about, reason=reason, actor=actor, now=now)
    elif not stands and not known.falsified:
        deadlines.stand_again(kind=row.kind, **about, reason=reason, actor=actor, now=now)


def _falsehood(
    report: DailyReport, stands: bool, reason: str, version: RulebookVersion, *, actor: Actor, now: datetime
) -> None:
    """9.1d: one fact for each message, dated when it was sent."""
    subject = Subject.of(report)
    if stands is (current_fact(event=FALSIFIED, subject=subject, occurrence="") is not None):
        return
    fact = FactInput(
        event=FALSIFIED, subject=subject, version=version, at=report.sent_at, person=report.engineer,
        facts={"day": report.day.isoformat(), "title": f"{report.engineer.name} {report.day}"},
        thread=Subject.of(report.engineer),
    )  # fmt: skip
    correct_fact(event=FALSIFIED, subject=subject, occurrence="", replacement=fact if stands else None, reason=reason,
                 actor=actor, now=now)  # fmt: skip
