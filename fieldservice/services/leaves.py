"""Leaves at the company (9.8b): contiguous ones are one stay, whose limit runs from its first day (E8).

A stay that fits has no timer at all, so that no sweep can ever fire it; the row exists exactly while the planned stay
is longer than the limit. What makes it longer or shorter settles the row in the same transaction, with the engineer
locked; where the sweep was faster, a breach that no longer holds is withdrawn.
"""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import services as accounts
from accounts.models import Person
from accounts.permissions import authorize, refuse_own_case
from accounts.roles import Role
from accounts.selectors import assignability
from core import journal, transitions
from core.clock import local_day, zone
from core.errors import OutOfRange, WrongState, require
from core.journal import Actor
from core.subjects import Subject
from fieldservice import journeys
from fieldservice.models import Leave
from fieldservice.owing import owe_again
from fieldservice.services import limits
from fieldservice.services.limits import LEAVE, Limit
from notifications.services import notify
from rulebook.acts import clause_of
from rulebook.selectors import in_force

ABOUT = "leave"
QUALITY = Role.QUALITY_SERVICE_SUPERVISOR
# Farther away, before or after, is a slip of the keyboard.
FARTHEST = timedelta(days=366)
ONE_DAY = timedelta(days=1)


@transaction.atomic
def take_leave(
    *, engineer: Person, first_day: date, last_day: date, reason: str = "", actor: Actor, now: datetime
) -> Leave:
    """9.8b: a leave, both days included. Longer than the limit is judged when the limit is over, never prevented."""
    authorize(actor, "take_leave", now=now)
    refuse_own_case(actor, engineer, now=now, roles=[QUALITY])
    engineer = transitions.lock(engineer)
    check_days(engineer, first_day, last_day, now=now)
    absence = accounts.record_absence(
        person=engineer, kind="leave", first_day=first_day, last_day=last_day, reason=reason, actor=actor, now=now
    )
    leave = Leave.objects.create(
        engineer=engineer, first_day=first_day, last_day=last_day, reason=reason.strip()[:200], absence=absence,
        granted_by_id=actor.pk, granted_at=now,
    )  # fmt: skip
    _tell_journal(leave, "take_leave", reason, actor=actor, now=now)
    _settle(leave, reason=_("休假有变"), actor=actor, now=now)
    owe_again(engineer, since=first_day, reason=_("休假"), actor=actor, now=now)
    _tell(leave, _("休假 %(first)s 至 %(last)s，共 %(days)d 天"), now=now)
    return leave


@transaction.atomic
def end_leave(
    *, leave: Leave, last_day: date | None = None, reason: str, actor: Actor, now: datetime
) -> Leave:
    """The leave ends with an earlier day, or, without `last_day`, never takes place."""
    authorize(actor, "end_leave", now=now)
    refuse_own_case(actor, leave.engineer, now=now, roles=[QUALITY])
    engineer = transitions.lock(leave.engineer)
    locked = transitions.lock(leave)
    _still_open(locked, now=now)
    _check_end(locked, last_day, now=now)
    require(reason=(reason, _("原因")))
    stay = journeys.stay_with(engineer, locked)
    planned = locked.last_day
    _shorten(locked, last_day, reason=reason, actor=actor, now=now)
    _tell_journal(locked, "end_leave", reason, actor=actor, now=now, planned=planned)
    for one in stay:
        _settle(locked if one.pk == locked.pk else one, reason=reason, actor=actor, now=now)
    since = last_day + ONE_DAY if last_day else locked.first_day
    owe_again(engineer, since=max(since, local_day(now)), reason=reason, actor=actor, now=now)
    _tell(locked, _("休假改为 %(first)s 至 %(last)s") if last_day else _("休假 %(first)s 至 %(last)s 已取消"), now=now)
    return locked


def check_days(engineer: Person, first: date, last: date, *, now: datetime) -> None:
    """Raise OutOfRange where the days are none, far away, or taken already; who is no engineer has no such leave."""
    if last < first:
        raise OutOfRange(_("结束日期早于开始日期"), details={"last_day": _("早于开始日期")})
    today = local_day(now)
    if not today - FARTHEST <= first <= last <= today + FARTHEST:
        raise OutOfRange(_("日期离今天超过一年，请核对年份"), details={"first_day": _("请核对年份")})
    refusal = assignability(engineer, first)
    if refusal is not None and refusal.code in ("left", "no_engineer"):
        raise OutOfRange(_("%(name)s %(why)s") % {"name": engineer.name, "why": refusal})
    if (taken := journeys.overlapping(engineer, first, last)) is not None:
        what = _("休假") if isinstance(taken, Leave) else _("返厂培训")
        told = {"first": taken.first_day, "last": taken.last_day, "what": what}
        raise OutOfRange(_("%(first)s 至 %(last)s 已安排%(what)s，请错开日期") % told)
    trip = journeys.ordered(engineer)
    if trip is not None and first <= trip.depart_on <= last:
        order = {"day": trip.depart_on, "number": trip.number}
        raise OutOfRange(_("%(day)s 有出发指令 %(number)s，请先改期或取消") % order)


def _still_open(leave: Leave, *, now: datetime) -> None:
    if leave.cancelled_at is not None:
        raise WrongState(_("这次休假已经取消"))
    if leave.last_day < local_day(now):
        raise WrongState(_("这次休假已经结束，不能再改；有异议的考核由部长裁定"))


def _check_end(leave: Leave, last_day: date | None, *, now: datetime) -> None:
    if last_day is None and leave.first_day < local_day(now):
        raise OutOfRange(_("休假已经开始，请填写实际的最后一天"), details={"last_day": _("请填写实际的最后一天")})
    if last_day is not None and not leave.first_day <= last_day < leave.last_day:
        told = {"first": leave.first_day, "last": leave.last_day - ONE_DAY}
        raise OutOfRange(
            _("最后一天须在 %(first)s 至 %(last)s 之间；延长请另行安排休假") % told,
            details={"last_day": _("不在原休假之内，或没有缩短")},
        )


def _shorten(leave: Leave, last_day: date | None, *, reason: str, actor: Actor, now: datetime) -> None:
    if leave.absence is not None:
        absence, leave.absence = leave.absence, leave.absence if last_day else None
        if last_day is None:
            leave.save(update_fields=["absence"])
        accounts.shorten_absence(absence=absence, last_day=last_day, reason=reason, actor=actor, now=now)
    leave.last_day, leave.cancelled_at = last_day or leave.last_day, None if last_day else now
    leave.save(update_fields=["last_day", "cancelled_at"])


def _settle(leave: Leave, *, reason: str, actor: Actor, now: datetime) -> None:
    """The limit of the stay that `leave` is part of now: on its first leave, and on no other."""
    if leave.cancelled_at is not None:
        limits.settle(LEAVE, Subject.of(leave), None, reason=reason, actor=actor, now=now)
        return
    stay = journeys.stay_with(leave.engineer, leave)
    settle_stay(stay, reason=reason, actor=actor, now=now)


def settle_stay(stay: list[Leave], *, reason: str, actor: Actor, now: datetime) -> None:
    """One stay, its leaves in the order of their days: the limit of its first leave and of no other."""
    head = stay[0]
    for one in stay:
        if one.stay_id != head.pk:
            one.stay = head
            one.save(update_fields=["stay"])
        wanted = limit_of(stay) if one is head else None
        limits.settle(LEAVE, Subject.of(one), wanted, reason=reason, actor=actor, now=now)


def limit_of(stay: list[Leave]) -> Limit | None:
    """The limit that the stay as it is planned will break; None while it fits, or where the book has no such limit."""
    head, last = stay[0], max(leave.last_day for leave in stay)
    facts = {
        "title": _("休假 %(name)s %(first)s 至 %(last)s")
        % {"name": head.engineer.name, "first": head.first_day, "last": last},
        "leave.days": (last - head.first_day).days + 1,
    }
    version, due = limits.counted(LEAVE, day=head.first_day, start=head.first_day, facts=facts)
    if due is None or last <= local_day(due.at):
        return None
    begins = datetime.combine(head.first_day, time(), tzinfo=zone())
    return Limit(LEAVE, Subject.of(head), head.engineer, begins, due, version, facts)


def _tell_journal(leave: Leave, act: str, reason: str, *, actor: Actor, now: datetime, **more: date) -> None:
    data = {"first_day": leave.first_day, "last_day": leave.last_day, "cancelled": bool(leave.cancelled_at), **more}
    clause = clause_of(in_force(now=now).book, act)
    journal.record(leave, act, actor=actor, now=now, reason=reason.strip(), clause=clause, data=data)


def _tell(leave: Leave, text: str, *, now: datetime) -> None:
    title = text % {"first": leave.first_day, "last": leave.last_day, "days": leave.days}
    notify(about=ABOUT, title=title, subject=leave, to=[leave.engineer], now=now)
