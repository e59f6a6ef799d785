"""When a journey has to begin (9.8e) and to be reported at the factory (9.8d), and what judging it needs."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.clock import local_day
from core.journal import Actor
from core.subjects import Subject
from fieldservice.models import Trip
from fieldservice.services import limits
from fieldservice.services.limits import DEPART, REPORT_BACK, Limit


def facts_of(trip: Trip) -> dict[str, Any]:
    """All that a book may ask of a journey; days are counted to the return only (9.8a)."""
    returned = trip.returned_at
    return {
        "title": _("出差 %(number)s %(name)s") % {"number": trip.number, "name": trip.engineer.name},
        "trip": trip.pk, "trip.depart_on": trip.depart_on.isoformat(),
        "trip.days": trip.days_until(local_day(returned)) if returned else None,
        "trip.called_home": trip.called_home_at is not None,
        # 9.8c: permission goes before the return; one given at the same instant is in time.
        "trip.return_allowed": bool(returned and trip.allowed_at and trip.allowed_at <= returned),
    }  # fmt: skip


def departure(trip: Trip, *, reason: str, actor: Actor, now: datetime) -> None:
    """9.8e: until 24:00 of the ordered date, also where the order was changed."""
    facts = facts_of(trip)
    version, due = limits.counted(DEPART, day=trip.depart_on, facts=facts)
    subject = Subject.of(trip)
    wanted = Limit(DEPART, subject, trip.engineer, trip.ordered_at, due, version, facts) if due else None
    limits.settle(DEPART, subject, wanted, reason=reason, actor=actor, now=now)


def report(trip: Trip, *, reason: str, actor: Actor, now: datetime) -> None:
    """9.8d: until 24:00 of the day after the return."""
    if trip.returned_at is None:
        return
    facts, subject, day = facts_of(trip), Subject.of(trip), local_day(trip.returned_at)
    version, due = limits.counted(REPORT_BACK, day=day, start=day, facts=facts)
    wanted = Limit(REPORT_BACK, subject, trip.engineer, trip.returned_at, due, version, facts) if due else None
    limits.settle(REPORT_BACK, subject, wanted, reason=reason, actor=actor, now=now)
