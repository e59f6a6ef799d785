"""The lists of the page 出差与休假: journeys by what they wait for, and who is away when; a fixed number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from core.subjects import Subject
from deadlines.models import Deadline
from fieldservice import journeys
from fieldservice.models import Leave, Training, Trip
from fieldservice.states import TripState

S = TripState
TRIP = "fieldservice.trip"
SHORT, PAGE = 20, 50
# What is over stays in the calendar for a while.
KEPT, AHEAD = timedelta(days=7), timedelta(days=20)
# What waits for somebody stands first.
GROUPS: dict[str, tuple[Any, tuple[str, ...], Any]] = {
    "asked": (_("待批返厂"), (S.RETURN_ASKED,), _("现在没有人申请返厂。")),
    "back": (_("待报到"), (S.RETURNED,), _("返厂的人都已报到。")),
    "ordered": (_("待出发"), (S.ORDERED,), _("没有等待出发的指令；用上面的按钮下达。")),
    "away": (_("出差中"), (S.AWAY, S.RETURN_ALLOWED), _("现在没有人在外出差。")),
}
OVER = ("over", _("已结束"), (S.REPORTED_BACK, S.CANCELLED))


@dataclass(frozen=True)
class Group:
    code: str
    title: str
    rows: Sequence[Trip]
    count: int
    empty: str


def groups(rows: QuerySet[Trip]) -> list[Group]:
    """The open journeys, of each kind the first ones; five statements."""
    counts = rows.order_by().aggregate(
        **{code: Count("pk", filter=Q(state__in=states)) for code, (_title, states, _empty) in GROUPS.items()}
    )
    return [
        Group(code, str(title), list(rows.filter(state__in=states).order_by("depart_on", "pk")[:SHORT]),
              counts[code], str(empty))
        for code, (title, states, empty) in GROUPS.items()
    ]  # fmt: skip


def listed(rows: QuerySet[Trip], code: str, after: str) -> tuple[list[Trip], str]:
    """One kind as a whole, a page of it, and where the next page begins; the newest first where they are over."""
    over = code == OVER[0]
    states = OVER[2] if over else GROUPS[code][1]
    order = ("-depart_on", "-pk") if over else ("depart_on", "pk")
    found = list(_behind(rows.filter(state__in=states), after, over).order_by(*order)[: PAGE + 1])
    shown = found[:PAGE]
    return shown, f"{shown[-1].depart_on}|{shown[-1].pk}" if len(found) > PAGE else ""


def _behind(rows: QuerySet[Trip], after: str, over: bool) -> QuerySet[Trip]:
    day, _bar, number = after.partition("|")
    try:
        last, pk = date.fromisoformat(day), int(number)
    except ValueError:
        return rows
    if over:
        return rows.filter(Q(depart_on__lt=last) | Q(depart_on=last, pk__lt=pk))
    return rows.filter(Q(depart_on__gt=last) | Q(depart_on=last, pk__gt=pk))


def limits_of(trips: Iterable[Trip]) -> dict[int, Deadline]:
    """The newest limit of each journey that still stands."""
    ids = [trip.pk for trip in trips]
    rows = Deadline.objects.filter(
        subject_type=TRIP, subject_id__in=ids, kind__in=("depart", "report_back"), superseded_at=None
    )
    return {row.subject_id: row for row in rows.select_related("version").order_by("start_at", "pk")}


def limits_of_one(trip: Trip) -> list[Deadline]:
    about = Subject.of(trip)
    rows = Deadline.objects.filter(subject_type=about.type, subject_id=about.id, superseded_at=None)
    return list(rows.select_related("version").order_by("start_at", "pk"))


def absences(person: Person | None, today: date) -> tuple[list[Leave], list[Training]]:
    """Leaves and trainings of the last week, of today and to come; of everybody, or of one."""
    since = today - KEPT
    leaves = Leave.objects.filter(cancelled_at=None, last_day__gte=since).select_related("engineer")
    trainings = Training.objects.filter(cancelled_at=None, last_day__gte=since).select_related("engineer")
    if person is not None:
        leaves, trainings = leaves.filter(engineer=person), trainings.filter(engineer=person)
    return list(leaves.order_by("first_day", "pk")), list(trainings.order_by("first_day", "pk"))


def without_result(today: date) -> QuerySet[Training]:
    """Trainings that are over and wait for the head."""
    return Training.objects.filter(cancelled_at=None, recorded_at=None, last_day__lt=today)


def ordered_by_person(engineers: Sequence[int]) -> dict[int, Trip]:
    """The journey that each of the people is about, in one statement."""
    open_ = Trip.objects.filter(engineer__in=engineers).exclude(state__in=journeys.OVER)
    found: dict[int, Trip] = {}
    for trip in sorted(open_, key=lambda one: journeys.IN_TURN.index(TripState(one.state)), reverse=True):
        found[trip.engineer_id] = trip
    return found

