"""Permission to return before returning (9.8c), and being called home by the company (9.8a)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.roles import Role
from core.device import DeviceClaim
from core.errors import WrongState, require
from core.journal import Actor
from core.subjects import Subject
from fieldservice.models import Trip
from fieldservice.services.trips import advance_trip, by_supervisor, claimed, own_trip, tell_engineer
from notifications.services import notify

ABOUT = "return_asked"


@transaction.atomic
def ask_return(
    *, trip: Trip, reason: str, actor: Actor, now: datetime, device: DeviceClaim | None = None
) -> Trip:
    """9.8c: the engineer asks the quality service supervisor before he sets out for the factory."""
    locked = own_trip(trip, "ask_return", actor=actor, now=now)
    require(reason=(reason, _("返厂事由")))
    reason = reason.strip()[:300]
    data = claimed(device)
    advance_trip(locked, "ask_return", at=now, why=reason, reason=reason, data=data, actor=actor, now=now)
    title = _("%(name)s 申请返厂：%(why)s") % {"name": locked.engineer.name, "why": reason}
    notify(about=ABOUT, title=title, subject=Subject.of(locked), url=locked.get_absolute_url(),
           roles=[Role.QUALITY_SERVICE_SUPERVISOR], now=now)  # fmt: skip
    return locked


@transaction.atomic
def allow_return(*, trip: Trip, note: str = "", actor: Actor, now: datetime) -> Trip:
    """9.8c: counts for a return at this instant or later."""
    locked = by_supervisor(trip, "allow_return", actor=actor, now=now)
    advance_trip(locked, "allow_return", at=now, by=actor, reason=note.strip(), actor=actor, now=now)
    tell_engineer(locked, _("返厂申请已批准（%(number)s）") % {"number": locked.number}, now=now)
    return locked


@transaction.atomic
def deny_return(*, trip: Trip, reason: str, actor: Actor, now: datetime) -> Trip:
    """9.8c: the journey goes on; the engineer reads why and may ask again."""
    locked = by_supervisor(trip, "deny_return", actor=actor, now=now)
    require(reason=(reason, _("不批准原因")))
    reason = reason.strip()[:300]
    advance_trip(locked, "deny_return", answer=reason, reason=reason, actor=actor, now=now)
    tell_engineer(locked, _("返厂申请未批准：%(why)s") % {"why": reason}, now=now)
    return locked


@transaction.atomic
def call_home(*, trip: Trip, reason: str = "", actor: Actor, now: datetime) -> Trip:
    """9.8a: the company itself ends the journey early, which is then no breach; permission is still asked (9.8c)."""
    locked = by_supervisor(trip, "call_home", actor=actor, now=now)
    if locked.called_home_at is not None:
        raise WrongState(_("%(name)s 已被召回，不必再次召回") % {"name": locked.engineer.name})
    advance_trip(locked, "call_home", at=now, reason=reason.strip(), actor=actor, now=now)
    tell_engineer(locked, _("公司召回，请在手机上申请返厂后动身（%(number)s）") % {"number": locked.number}, now=now)
    return locked
