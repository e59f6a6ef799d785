"""Journeys: the order to leave, leaving, and the report at the factory (clauses 9.8a, c, d and e)."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize, refuse_own_case
from accounts.roles import Role
from accounts.selectors import assignability
from core import journal, transitions
from core.clock import local_day
from core.device import DeviceClaim
from core.errors import NotAllowed, NotAssignable, OutOfRange, TooLate, WrongState, require
from core.journal import Actor
from core.numbering import next_number
from core.subjects import Subject
from fieldservice import journeys
from fieldservice.models import Trip
from fieldservice.owing import owe_again
from fieldservice.services import limits, trip_limits
from judgement.inputs import FactInput
from judgement.services import record_fact
from notifications.services import notify
from rulebook.acts import clause_of
from rulebook.selectors import in_force

PREFIX, ABOUT = "D", "trip"
RETURNED = "trip.returned"
# Farther away is a slip of the keyboard.
FARTHEST = timedelta(days=366)


@transaction.atomic
def order_departure(
    *, engineer: Person, depart_on: date, region: str = "", note: str = "", actor: Actor, now: datetime
) -> Trip:
    """9.8e: the order (出发指令单) to leave on a date, on which the engineer must be at work and free to go."""
    authorize(actor, "order_departure", now=now)
    refuse_own_case(actor, engineer, now=now, roles=[Role.QUALITY_SERVICE_SUPERVISOR])
    # Two orders at once for the same person come one after the other.
    engineer = transitions.lock(engineer)
    _free(engineer)
    _check_date(engineer, depart_on, now=now)
    version = in_force(now=now)
    trip = Trip.objects.create(
        number=next_number(PREFIX, now=now), engineer=engineer, depart_on=depart_on, region=region.strip()[:80],
        note=note.strip()[:300], ordered_by_id=actor.pk, ordered_at=now, version=version,
    )  # fmt: skip
    journal.record(
        trip, "order_departure", actor=actor, now=now, target=trip.state,
        clause=clause_of(version.book, "order_departure"),
        data={"engineer": engineer.name, "depart_on": depart_on, "region": trip.region},
    )  # fmt: skip
    trip_limits.departure(trip, reason="", actor=actor, now=now)
    tell_engineer(trip, _("出发指令 %(number)s：%(day)s 出发") % {"number": trip.number, "day": depart_on}, now=now)
    return trip


@transaction.atomic
def change_departure(
    *, trip: Trip, depart_on: date, reason: str, actor: Actor, now: datetime
) -> Trip:
    """9.8e: an order changed before its date is over has a new date; after it the breach stands."""
    locked = by_supervisor(trip, "change_departure", actor=actor, now=now)
    _still_ahead(locked, now=now)
    require(reason=(reason, _("改期原因")))
    if depart_on == locked.depart_on:
        raise OutOfRange(_("新日期与原指令相同"), details={"depart_on": _("与原指令相同")})
    _check_date(locked.engineer, depart_on, now=now)
    data, reason = {"from": locked.depart_on, "depart_on": depart_on}, reason.strip()
    advance_trip(locked, "change_departure", depart_on=depart_on, reason=reason, data=data, actor=actor, now=now)
    trip_limits.departure(locked, reason=reason, actor=actor, now=now)
    tell_engineer(locked, _("出发指令 %(number)s 改为 %(day)s 出发") % {"number": locked.number, "day": depart_on}, now=now)
    return locked


@transaction.atomic
def cancel_departure(*, trip: Trip, reason: str, actor: Actor, now: datetime) -> Trip:
    """The order is taken back; where its date is over already, the breach stands until somebody decides it."""
    locked = by_supervisor(trip, "cancel_departure", actor=actor, now=now)
    require(reason=(reason, _("取消原因")))
    advance_trip(locked, "cancel_departure", reason=reason.strip(), actor=actor, now=now)
    limits.end(limits.DEPART, Subject.of(locked), actor=actor, now=now)
    tell_engineer(locked, _("出发指令 %(number)s 已取消") % {"number": locked.number}, now=now)
    return locked


@transaction.atomic
def depart(*, trip: Trip, actor: Actor, now: datetime, device: DeviceClaim | None = None) -> Trip:
    """9.8e: on the ordered date or earlier; from this day on the engineer reports where he is every day (9.1a)."""
    locked = own_trip(trip, "depart", actor=actor, now=now)
    if (other := journeys.travelling(locked.engineer)) is not None:
        raise WrongState(_("出差 %(number)s 还没有返厂，请先登记返厂") % {"number": other.number})
    advance_trip(locked, "depart", at=now, actor=actor, now=now, data=claimed(device))
    limits.stop(limits.DEPART, Subject.of(locked), actor=actor, now=now)
    _owes_again(locked, _("出发"), actor=actor, now=now)
    return locked


@transaction.atomic
def report_back(*, trip: Trip, actor: Actor, now: datetime, device: DeviceClaim | None = None) -> Trip:
    """9.8d: by 24:00 of the day after the return; on the day of return complies too."""
    locked = own_trip(trip, "report_back", actor=actor, now=now)
    advance_trip(locked, "report_back", at=now, actor=actor, now=now, data=claimed(device))
    limits.stop(limits.REPORT_BACK, Subject.of(locked), actor=actor, now=now)
    return locked


@transaction.atomic
def return_to_factory(*, trip: Trip, actor: Actor, now: datetime, device: DeviceClaim | None = None) -> Trip:
    """9.8a, 9.8c: too early or without permission is judged, never prevented; the report is due the next day."""
    locked = own_trip(trip, "return_to_factory", actor=actor, now=now)
    advance_trip(locked, "return_to_factory", at=now, actor=actor, now=now, data=claimed(device))
    fact = FactInput(
        event=RETURNED, subject=Subject.of(locked), version=in_force(now=now), at=now, person=locked.engineer,
        facts=trip_limits.facts_of(locked),
    )  # fmt: skip
    record_fact(fact, actor=actor, now=now)
    trip_limits.report(locked, reason="", actor=actor, now=now)
    _owes_again(locked, _("返厂"), actor=actor, now=now)
    return locked


def own_trip(trip: Trip, act: str, *, actor: Actor, now: datetime) -> Trip:
    """The locked journey for the engineer whose it is, from a state in which the act is possible."""
    authorize(actor, act, now=now)
    if actor.pk is None or trip.engineer_id != actor.pk:
        raise NotAllowed(_("只有出差本人可以执行此操作"))
    return transitions.claim(trip, act)


def by_supervisor(trip: Trip, act: str, *, actor: Actor, now: datetime) -> Trip:
    """The locked journey for a supervisor whose own it is not."""
    authorize(actor, act, now=now)
    refuse_own_case(actor, trip.engineer, now=now, roles=[Role.QUALITY_SERVICE_SUPERVISOR])
    return transitions.claim(trip, act)


def advance_trip(trip: Trip, act: str, *, actor: Actor, now: datetime, **given: Any) -> Trip:
    clause = clause_of(in_force(now=now).book, act)
    return transitions.advance(trip, act, clause=clause, actor=actor, now=now, **given)


def _owes_again(trip: Trip, why: str, *, actor: Actor, now: datetime) -> None:
    owe_again(trip.engineer, since=local_day(now), reason=why, actor=actor, now=now)


def claimed(device: DeviceClaim | None) -> dict[str, Any]:
    """What the phone says about the moment of the tap: kept for whoever decides, never judged by itself."""
    return {"device_time": device.device_time} if device and device.device_time else {}


def _free(engineer: Person) -> None:
    if (away := journeys.travelling(engineer)) is not None:
        raise WrongState(_("%(name)s 正在出差（%(number)s），返厂后再下指令") % _told(away))
    if (waiting := journeys.ordered(engineer)) is not None:
        told = {**_told(waiting), "day": waiting.depart_on}
        raise WrongState(_("%(name)s 已有 %(day)s 的出发指令 %(number)s，请改期或取消原指令") % told)


def _told(trip: Trip) -> dict[str, Any]:
    return {"name": trip.engineer.name, "number": trip.number}


def _check_date(engineer: Person, day: date, *, now: datetime) -> None:
    today = local_day(now)
    if day < today:
        raise OutOfRange(_("出发日期不能早于今天"), details={"depart_on": _("不能早于今天")})
    if day > today + FARTHEST:
        raise OutOfRange(_("出发日期在一年以后，请核对年份"), details={"depart_on": _("请核对年份")})
    if (refusal := assignability(engineer, day)) is not None:
        told = {"name": engineer.name, "day": day, "why": refusal}
        raise NotAssignable(_("%(name)s 在 %(day)s 不能出发：%(why)s。请换日期或人员") % told)


def _still_ahead(trip: Trip, *, now: datetime) -> None:
    if local_day(now) > trip.depart_on:
        raise TooLate(_("指令日期 %(day)s 已过，不能再改期；请取消后重新下达") % {"day": trip.depart_on})


def tell_engineer(trip: Trip, title: str, *, now: datetime) -> None:
    notify(about=ABOUT, title=title, subject=trip, url=trip.get_absolute_url(), to=[trip.engineer], now=now)
