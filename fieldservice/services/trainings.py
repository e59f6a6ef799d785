"""Trainings at the factory (9.8g): planned days away, and afterwards the result and the discipline kept."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import services as accounts
from accounts.models import Person
from accounts.permissions import authorize, refuse_own_case
from core import journal, transitions
from core.clock import local_day
from core.errors import OutOfRange, WrongState, require
from core.journal import Actor
from core.subjects import Subject
from fieldservice import journeys
from fieldservice.models import Training
from fieldservice.owing import owe_again
from fieldservice.services.leaves import check_days
from fieldservice.states import Discipline, TrainingResult
from judgement.inputs import FactInput
from judgement.services import record_fact
from notifications.services import notify
from rulebook.acts import clause_of
from rulebook.selectors import in_force

ABOUT, RECORDED = "training", "training.recorded"


@transaction.atomic
def plan_training(
    *, engineer: Person, first_day: date, last_day: date, subject: str = "", actor: Actor, now: datetime
) -> Training:
    """Days at the factory, both included: no job is sent and no daily report is owed (6.2a, 9.1a)."""
    authorize(actor, "plan_training", now=now)
    refuse_own_case(actor, engineer, now=now)
    engineer = transitions.lock(engineer)
    check_days(engineer, first_day, last_day, now=now)
    absence = accounts.record_absence(
        person=engineer, kind="training", first_day=first_day, last_day=last_day, reason=subject, actor=actor, now=now
    )
    training = Training.objects.create(
        engineer=engineer, first_day=first_day, last_day=last_day, subject=subject.strip()[:200], absence=absence,
        planned_by_id=actor.pk,
    )  # fmt: skip
    _tell_journal(training, "plan_training", "", actor=actor, now=now)
    owe_again(engineer, since=first_day, reason=_("返厂培训"), actor=actor, now=now)
    _tell(training, _("返厂培训 %(first)s 至 %(last)s"), now=now)
    return training


@transaction.atomic
def cancel_training(*, training: Training, reason: str, actor: Actor, now: datetime) -> Training:
    """A training that has not begun does not take place."""
    authorize(actor, "cancel_training", now=now)
    refuse_own_case(actor, training.engineer, now=now)
    locked = transitions.lock(training)
    if locked.cancelled_at or locked.recorded_at:
        raise WrongState(_("这次培训已经取消或已有成绩"))
    if locked.first_day is None or locked.first_day <= local_day(now):
        raise WrongState(_("培训已经开始，不能取消；请登记成绩"))
    require(reason=(reason, _("取消原因")))
    absence, locked.absence, locked.cancelled_at = locked.absence, None, now
    locked.save(update_fields=["absence", "cancelled_at"])
    if absence is not None:
        accounts.shorten_absence(absence=absence, last_day=None, reason=reason, actor=actor, now=now)
    _tell_journal(locked, "cancel_training", reason, actor=actor, now=now)
    _tell(locked, _("返厂培训 %(first)s 至 %(last)s 已取消"), now=now)
    return locked


@transaction.atomic
def record_training(
    *, engineer: Person, result: str, discipline: str, note: str = "", training: Training | None = None, actor: Actor,
    now: datetime,
) -> Training:  # fmt: skip
    """9.8g: what came of a training: the planned one that waits for it, else one that nobody planned.

    A poor result or a breach of discipline needs a note that tells what happened.
    """
    authorize(actor, "record_training", now=now)
    refuse_own_case(actor, engineer, now=now)
    engineer = transitions.lock(engineer)
    row = _waiting(engineer, training, now=now)
    _check(result, discipline, note)
    row.result, row.discipline, row.note = result, discipline, note.strip()
    row.recorded_by_id, row.recorded_at = actor.pk, now
    row.save()
    _tell_journal(row, "record_training", note, actor=actor, now=now)
    version = in_force(now=now)
    facts = {
        "title": _("返厂培训 %(name)s") % {"name": engineer.name}, "training.result": result,
        "training.discipline": discipline,
    }  # fmt: skip
    fact = FactInput(event=RECORDED, subject=Subject.of(row), version=version, at=now, person=engineer, facts=facts)
    record_fact(fact, actor=actor, now=now)
    return row


def _waiting(engineer: Person, training: Training | None, *, now: datetime) -> Training:
    """The training to be recorded; nobody is recorded twice for one day that was not planned."""
    if training is not None:
        row = transitions.lock(training)
        if row.engineer_id != engineer.pk or row.recorded_at or row.cancelled_at:
            raise WrongState(_("这次培训已经取消或已有成绩"))
        if row.first_day is not None and row.first_day > local_day(now):
            raise WrongState(_("培训还没有开始，不能登记成绩"))
        return row
    if (planned := journeys.training_to_record(engineer, now)) is not None:
        return transitions.lock(planned)
    if journeys.recorded_unplanned(engineer, local_day(now)):
        raise WrongState(_("%(name)s 今天已登记过培训成绩") % {"name": engineer.name})
    return Training(engineer=engineer)


def _check(result: str, discipline: str, note: str) -> None:
    require(result=(result, _("成绩")), discipline=(discipline, _("纪律")))
    if result not in TrainingResult.values:
        raise OutOfRange(_("成绩须为合格或不合格"), details={"result": _("请选择")})
    if discipline not in Discipline.values:
        raise OutOfRange(_("纪律须为守纪或违纪"), details={"discipline": _("请选择")})
    if result == TrainingResult.POOR or discipline == Discipline.BREACH:
        require(note=(note, _("具体情况")))


def _tell_journal(training: Training, act: str, reason: str, *, actor: Actor, now: datetime) -> None:
    data = {"engineer": training.engineer.name, "first_day": training.first_day, "last_day": training.last_day,
            "result": training.result, "discipline": training.discipline}  # fmt: skip
    clause = clause_of(in_force(now=now).book, act)
    journal.record(training, act, actor=actor, now=now, reason=reason.strip(), clause=clause, data=data)


def _tell(training: Training, text: str, *, now: datetime) -> None:
    title = text % {"first": training.first_day, "last": training.last_day}
    notify(about=ABOUT, title=title, subject=training, to=[training.engineer], now=now)
