"""Whether an engineer is on his post: off post, back, away."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Absence, Person
from accounts.permissions import authorize, refuse_own_case
from accounts.states import PersonState
from core import journal
from core.errors import OutOfRange
from core.transitions import advance, claim, lock

ACT_OF_KIND = {"leave": "take_leave", "training": "plan_training"}
ENDING = {"leave": "end_leave", "training": "cancel_training"}


@transaction.atomic
def take_off_post(*, person: Person, actor: Any, now: datetime, reason: str = "", clause: str = "") -> Person:
    """Suspend `person` from his post (9.5, 9.10, 9.11); a step of confirming a penalty, which has asked for the right.

    Who is off post already stays so, without a second entry. Roles and open tickets are the caller's to look after.
    """
    current = lock(person)
    if current.state == PersonState.OFF_POST:
        return current
    return advance(current, "take_off_post", actor=actor, now=now, reason=reason, clause=clause)


@transaction.atomic
def put_back_on_post(*, person: Person, actor: Any, now: datetime, reason: str) -> Person:
    """Bring somebody back (X10); a step of reinstating, which has asked for the right."""
    return advance(claim(person, "reinstate"), "reinstate", actor=actor, now=now, reason=reason)


@transaction.atomic
def record_absence(
    *, person: Person, kind: str, first_day: date, last_day: date, actor: Any, now: datetime, reason: str = ""
) -> Absence:
    """Write down a leave or a training at the factory, both days included; dispatch reads it."""
    if kind not in ACT_OF_KIND:
        raise OutOfRange(_("没有缺勤类别 %(kind)s") % {"kind": kind})
    authorize(actor, ACT_OF_KIND[kind], now=now)
    refuse_own_case(actor, person, now=now)
    if last_day < first_day:
        raise OutOfRange(_("结束日期早于开始日期"))
    absence = Absence.objects.create(person=person, kind=kind, first_day=first_day, last_day=last_day)
    journal.record(
        absence, ACT_OF_KIND[kind], actor=actor, now=now, reason=reason, thread=person,
        data={"first_day": first_day, "last_day": last_day},
    )  # fmt: skip
    return absence


@transaction.atomic
def shorten_absence(
    *, absence: Absence, last_day: date | None, actor: Any, now: datetime, reason: str = ""
) -> Absence | None:
    """He is back after `last_day`, or, without one, was never away; dispatch reads it at once."""
    act, person = ENDING[absence.kind], absence.person
    authorize(actor, act, now=now)
    refuse_own_case(actor, person, now=now)
    data = {"first_day": absence.first_day, "last_day": last_day, "planned": absence.last_day}
    journal.record(absence, act, actor=actor, now=now, reason=reason, thread=person, data=data)
    if last_day is None:
        absence.delete()
        return None
    absence.last_day = last_day
    absence.save(update_fields=["last_day"])
    return absence
