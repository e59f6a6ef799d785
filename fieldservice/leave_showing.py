"""Leaves and trainings as pages show them: the days of a stay against the limit of the book (9.8b)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from core.clock import local_day
from fieldservice import journeys
from fieldservice.models import Leave, Training
from fieldservice.services import limits

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Counted:
    """The stay that a leave would make: its days, and until when it may last."""

    first: date
    last: date
    days: int
    most: int | None
    until: date | None
    merged: bool
    backwards: bool = False
    clause: str = ""

    @property
    def over(self) -> int:
        """By how many days the stay is too long; nothing while it fits."""
        return max(0, self.days - self.most) if self.most is not None else 0


def counted(engineer: Person, first: date, last: date) -> Counted:
    """As take_leave will count it, before anything is written."""
    if last < first:
        return Counted(first, last, 0, None, None, False, backwards=True)
    stay = journeys.stay_with(engineer, Leave(engineer=engineer, first_day=first, last_day=last))
    return of_stay(stay)


def of_stay(stay: list[Leave]) -> Counted:
    begin, end = stay[0].first_day, max(leave.last_day for leave in stay)
    _version, due = limits.counted(limits.LEAVE, day=begin, start=begin)
    until = local_day(due.at) if due else None
    most = (until - begin).days + 1 if until else None
    return Counted(begin, end, (end - begin).days + 1, most, until, len(stay) > 1, clause=due.clause if due else "")


@dataclass(frozen=True)
class Line:
    """One leave or training in the list; `acts` are what may still be done about it."""

    engineer: Person
    what: str
    tone: str
    first: date
    last: date
    days: int
    note: str
    state: str
    over: int
    acts: tuple[tuple[Any, str], ...] = ()


def leave_lines(leaves: Iterable[Leave], today: date, *, may_end: bool) -> list[Line]:
    """Each with the days of its whole stay; over the limit it says by how much."""
    by_person: dict[int, list[Leave]] = {}
    for leave in leaves:
        by_person.setdefault(leave.engineer_id, []).append(leave)
    found = []
    for own in by_person.values():
        for stay in journeys.stays(own):
            count = of_stay(stay)
            found += [_leave(leave, count, today, may_end) for leave in stay]
    return found


def _leave(leave: Leave, stay: Counted, today: date, may_end: bool) -> Line:
    end = ((_("缩短或取消"), reverse("fieldservice:end_leave", args=[leave.pk])),) if may_end else ()
    merged = _("合并 %(days)d 天") % {"days": stay.days} if stay.merged else ""
    note = "；".join(filter(None, (leave.reason, merged)))
    return Line(
        leave.engineer, _("休假"), "info", leave.first_day, leave.last_day, leave.days, note,
        state(leave.first_day, leave.last_day, today), stay.over, end if leave.last_day >= today else (),
    )  # fmt: skip


def training_lines(trainings: Iterable[Training], today: date, *, may_cancel: bool, may_record: bool) -> list[Line]:
    return [_training(one, today, may_cancel, may_record) for one in trainings if one.first_day and one.last_day]


def _training(one: Training, today: date, may_cancel: bool, may_record: bool) -> Line:
    first, last = one.first_day or today, one.last_day or today
    acts: list[tuple[Any, str]] = []
    if may_cancel and first > today:
        acts.append((_("取消"), reverse("fieldservice:cancel_training", args=[one.pk])))
    if may_record and first <= today and not one.recorded_at:
        url = reverse("fieldservice:record_training")
        acts.append((_("登记成绩"), f"{url}?engineer={one.engineer_id}"))
    told = "、".join(filter(None, (str(one.get_result_display()), str(one.get_discipline_display()))))
    return Line(one.engineer, _("返厂培训"), "mute", first, last, (last - first).days + 1,
                "；".join(filter(None, (one.subject, told))), state(first, last, today), 0, tuple(acts))  # fmt: skip


def state(first: date, last: date, today: date) -> str:
    """B.2: planned, running, ended."""
    if today < first:
        return _("未开始")
    return _("进行中") if today <= last else _("已结束")
