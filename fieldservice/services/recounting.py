"""Limits of 9.8 that run while a version is published: judged by the one in force on their last day (0.8)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from core import transitions
from core.clock import local_day
from core.journal import SYSTEM
from deadlines.services.opening import end_round, round_done
from fieldservice import journeys
from fieldservice.models import Leave, Trip
from fieldservice.services import trip_limits
from fieldservice.services.leaves import settle_stay
from fieldservice.states import TripState
from rulebook.selectors import timeline

ROUND = "journeys"
# A round that came late looks at what has ended meanwhile too.
LATELY = timedelta(days=14)


def recount_journeys(now: datetime) -> int:
    """Once a day and under every newly published version; returns how many journeys and stays were looked at."""
    today = local_day(now)
    if round_done(ROUND, today=today):
        return 0
    known = timeline()
    if known.begin is None:
        return 0
    ordered = Trip.objects.filter(state=TripState.ORDERED)
    back = Trip.objects.filter(state=TripState.RETURNED)
    for trip in [*ordered, *back]:
        _recount(trip, now)
    away = Leave.objects.filter(cancelled_at=None, last_day__gte=today - LATELY).values_list("engineer", flat=True)
    engineers = list(Person.objects.filter(pk__in=away))
    for engineer in engineers:
        _recount_stays(engineer, now)
    end_round(ROUND, known.newest, now=now)
    return len(ordered) + len(back) + len(engineers)


@transaction.atomic
def _recount(trip: Trip, now: datetime) -> None:
    """One journey, locked as its acts lock it, so that the round and an act never wait for each other."""
    locked = transitions.lock(trip)
    if locked.state == TripState.ORDERED:
        trip_limits.departure(locked, reason=_("制度有新版"), actor=SYSTEM, now=now)
    elif locked.state == TripState.RETURNED:
        trip_limits.report(locked, reason=_("制度有新版"), actor=SYSTEM, now=now)


@transaction.atomic
def _recount_stays(engineer: Person, now: datetime) -> None:
    """Stays that last or ended lately: what was judged before stays judged."""
    locked, today = transitions.lock(engineer), local_day(now)
    for stay in journeys.stays(journeys.leaves_of(locked).filter(last_day__gte=today - journeys.FAR)):
        if max(leave.last_day for leave in stay) >= today - LATELY:
            settle_stay(stay, reason=_("制度有新版"), actor=SYSTEM, now=now)
