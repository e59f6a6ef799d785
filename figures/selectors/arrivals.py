"""How many arrival limits were kept: by month and place, and by engineer; one statement each (5, 6.2)."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from deadlines.models import OPEN, Deadline
from figures.query import Query
from figures.selectors.monthly import month_of, within
from tickets.models import Ticket

KIND = "arrival"
# A limit that was kept, that was not, and that was not but is excused by a written proof (6.2c).
MET = Q(fired_at=None, stopped_at__isnull=False)
EXCUSED = Q(fired_at__isnull=False, excused_at__isnull=False)
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Kept:
    """Limits that came to an end; `late` ones include those excused, for the mark of being late stays."""

    met: int = 0
    late: int = 0
    excused: int = 0

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(self.met + other.met, self.late + other.late, self.excused + other.excused)

    @property
    def count(self) -> int:
        return self.met + self.late


@dataclass(frozen=True)
class Place:
    """The limits of one month in one province and zone of the book."""

    month: str
    province: str
    zone: str
    kept: Kept


@dataclass(frozen=True)
class Engineer:
    """`key` 0 are the limits that nobody was assigned to."""

    key: int
    name: str
    kept: Kept


def missed(query: Query) -> Q:
    """Late limits: judged, or due and not looked at yet."""
    return Q(fired_at__isnull=False) | (OPEN & Q(due_at__lt=query.now))


def limits(query: Query) -> QuerySet[Deadline]:
    """The arrival limits that stand, fell due in the period and were kept or missed, with the ticket's place.

    What ended without arrival (cancelled, solved remotely, handed to an office) or still runs is neither.
    """
    rows = Deadline.objects.filter(within("due_at", query.period), kind=KIND, superseded_at=None)
    ticket = Ticket.objects.filter(pk=OuterRef("subject_id"))
    return rows.filter(MET | missed(query)).annotate(
        province=Subquery(ticket.values("province")), zone=Subquery(ticket.values("zone"))
    )


def arrivals(query: Query) -> Sequence[Place]:
    """By month, province and zone."""
    rows = limits(query).annotate(month=month_of("due_at", query.period))
    counted = _counted(rows.order_by().values_list("month", "province", "zone"), query)
    return [Place(month, province or "", zone or "", Kept(*kept)) for month, province, zone, *kept in counted]


def engineers(query: Query) -> Sequence[Engineer]:
    """By who was responsible at the due instant, who was late most often first."""
    counted = _counted(limits(query).order_by().values_list("person", "person__name"), query)
    found = [Engineer(key or 0, name or "", Kept(*kept)) for key, name, *kept in counted]
    return sorted(found, key=lambda one: (-one.kept.late, -one.kept.count, one.name))


def summed(places: Iterable[Place], by: Callable[[Place], K]) -> Mapping[K, Kept]:
    """The sums of what `by` calls the same."""
    found: dict[K, Kept] = {}
    for place in places:
        found[by(place)] = found.get(by(place), Kept()) + place.kept
    return found


def _counted(rows: Any, query: Query) -> Any:
    return rows.annotate(
        met=Count("pk", filter=MET), late=Count("pk", filter=missed(query)), excused=Count("pk", filter=EXCUSED)
    )
