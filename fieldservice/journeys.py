"""Reading journeys, leaves and trainings (9.8)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Person
from core.clock import local_day
from core.errors import NotFound
from fieldservice.models import Leave, Training, Trip
from fieldservice.states import TRAVELLING, TripState

ONE_DAY = timedelta(days=1)
# Leaves farther back are over and judged: no leave of today is part of their stay.
FAR = timedelta(days=400)


def trips_seen_by(person: Person, *, now: datetime) -> QuerySet[Trip]:
    """Newest first, with what a page tells of each."""
    rows = Trip.objects.visible_to(person, now=now)
    return rows.select_related("engineer", "ordered_by", "allowed_by").order_by("-depart_on", "-pk")


def current_trip(engineer: Person) -> Trip | None:
    """What the engineer is about: the journey he is on, the one to report back from, else the one ordered."""
    rows = {trip.state: trip for trip in Trip.objects.filter(engineer=engineer).exclude(state__in=OVER)}
    return next((rows[state] for state in IN_TURN if state in rows), None)


OVER = (TripState.REPORTED_BACK, TripState.CANCELLED)
IN_TURN = (*TRAVELLING, TripState.RETURNED, TripState.ORDERED)


def travelling(engineer: Person) -> Trip | None:
    return Trip.objects.filter(engineer=engineer, state__in=TRAVELLING).first()


def ordered(engineer: Person) -> Trip | None:
    return Trip.objects.filter(engineer=engineer, state=TripState.ORDERED).first()


def leaves_of(engineer: Person) -> QuerySet[Leave]:
    """Those that were not cancelled, the earliest first."""
    return Leave.objects.filter(engineer=engineer, cancelled_at=None).order_by("first_day", "pk")


def trainings_of(engineer: Person) -> QuerySet[Training]:
    return Training.objects.filter(engineer=engineer, cancelled_at=None).order_by("first_day", "pk")


def overlapping(engineer: Person, first: date, last: date) -> Leave | Training | None:
    """A leave or a training that takes one of the days."""
    days = Q(first_day__lte=last, last_day__gte=first)
    return leaves_of(engineer).filter(days).first() or trainings_of(engineer).filter(days).first()


def stays(leaves: Iterable[Leave]) -> list[list[Leave]]:
    """Leaves without a day between them are one stay (9.8b)."""
    found: list[list[Leave]] = []
    for leave in sorted(leaves, key=lambda one: (one.first_day, one.pk or 0)):
        if found and leave.first_day <= max(one.last_day for one in found[-1]) + ONE_DAY:
            found[-1].append(leave)
        else:
            found.append([leave])
    return found


def stay_with(engineer: Person, leave: Leave) -> list[Leave]:
    """The stay that `leave`, saved or not, is part of or would be."""
    others = leaves_of(engineer).filter(last_day__gte=leave.first_day - FAR).exclude(pk=leave.pk)
    return next(stay for stay in stays([*others, leave]) if leave in stay)


def training_to_record(engineer: Person, now: datetime) -> Training | None:
    """The oldest training that has begun and waits for its result."""
    begun = trainings_of(engineer).filter(recorded_at=None, first_day__lte=local_day(now))
    return begun.first()


def recorded_unplanned(engineer: Person, day: date) -> bool:
    """Whether a training that nobody had planned was recorded on a local day."""
    newest = Training.objects.filter(engineer=engineer, first_day=None).order_by("-pk").first()
    return newest is not None and newest.recorded_at is not None and local_day(newest.recorded_at) == day


def leave(pk: int) -> Leave | None:
    return Leave.objects.filter(pk=pk).select_related("engineer", "absence").first()


def training(pk: int) -> Training | None:
    return Training.objects.filter(pk=pk).select_related("engineer", "absence").first()


def visible_trip(number: str, person: Person, *, now: datetime) -> Trip:
    """Raises NotFound also where it is there and out of sight."""
    found = trips_seen_by(person, now=now).filter(number=number).first()
    if found is None:
        raise NotFound(_("没有找到出差 %(number)s") % {"number": number})
    return found
