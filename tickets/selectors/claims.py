"""Claimed arrivals: which wait for the supervisor, and what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import Person
from core.models import StoredFile
from core.subjects import Subject
from deadlines.models import Deadline
from deadlines.selectors import current
from tickets.claims import Place
from tickets.models import Arrival, ArrivalDecision, Ticket, WaitingClaim
from tickets.selectors.scope import may_read_file

PAGE = 50
WAITING = Q(settled_at=None)


@dataclass(frozen=True)
class ClaimsPage:
    """Claims that wait, the longest first, and the key of the next page; empty at the end."""

    rows: Sequence[WaitingClaim]
    after: str = ""


def waiting_claims(*, after: str = "", size: int = PAGE) -> ClaimsPage:
    """One statement, however many arrivals there are."""
    rows = WaitingClaim.objects.filter(WAITING).select_related(
        "arrival__engineer", "arrival__decision", "arrival__ticket__machine__site"
    )
    found = list(_behind(rows, after).order_by("since", "id")[: size + 1])
    shown = found[:size]
    return ClaimsPage(shown, f"{shown[-1].since.isoformat()}|{shown[-1].pk}" if len(found) > size else "")


def _behind(rows: QuerySet[WaitingClaim], after: str) -> QuerySet[WaitingClaim]:
    written, _sep, pk = after.rpartition("|")
    try:
        since = datetime.fromisoformat(written)
    except ValueError:
        return rows
    if since.tzinfo is None or not pk.isdecimal():
        return rows
    return rows.filter(Q(since__gt=since) | Q(since=since, pk__gt=int(pk)))


def count_waiting(most: int) -> int:
    """How many claims wait, counted up to `most`."""
    return WaitingClaim.objects.filter(WAITING)[:most].count()


def waits(ticket: Ticket) -> bool:
    return WaitingClaim.objects.filter(WAITING, arrival__ticket=ticket).exists()


def waiting_arrival(ticket: Ticket) -> Arrival | None:
    """The claimed arrival of the ticket that waits longest for a decision."""
    rows = WaitingClaim.objects.filter(WAITING, arrival__ticket=ticket, arrival__decision=None)
    row = rows.select_related("arrival__engineer").order_by("since", "id").first()
    return row.arrival if row else None


def claimed_arrivals(ticket: Ticket) -> list[Arrival]:
    """The arrivals of the ticket that stopped a clock, claim an earlier time and were not decided."""
    rows = Arrival.objects.filter(ticket=ticket, first=True, claimed_at__isnull=False, decision=None)
    return list(rows.select_related("engineer").order_by("pk"))


def last_arrival(ticket: Ticket, engineer_id: int) -> Arrival | None:
    """The newest check-in of an engineer on a ticket."""
    return Arrival.objects.filter(ticket=ticket, engineer_id=engineer_id).order_by("-pk").first()


def photos_of(arrivals: Sequence[Arrival]) -> dict[int, list[StoredFile]]:
    """The photos taken at each check-in; one statement."""
    found: dict[int, list[StoredFile]] = {}
    rows = StoredFile.objects.filter(
        subject_type=Arrival._meta.label_lower, subject_id__in=[row.pk for row in arrivals]
    )
    for stored in rows.order_by("id"):
        found.setdefault(stored.subject_id, []).append(stored)
    return found


def may_read_photo(arrival_id: int, *, person: Person, now: datetime) -> bool:
    """Who may see the ticket sees what was photographed there."""
    row = Arrival.objects.filter(pk=arrival_id).only("ticket_id").first()
    return row is not None and may_read_file(row.ticket_id, person=person, now=now)


def decision_of(ticket: Ticket) -> ArrivalDecision | None:
    """The newest decision on an arrival of the ticket."""
    rows = ArrivalDecision.objects.filter(arrival__ticket=ticket).select_related("by")
    return rows.order_by("-at", "-pk").first()


def limit_of(arrival: Arrival) -> Deadline | None:
    """The limit that the arrival stopped, as it stands after every correction."""
    return current(Subject.of(arrival.ticket), "arrival", str(arrival.cycle))


def missed_due(limit: Deadline | None) -> datetime | None:
    """The due instant of a limit that an arrival stopped too late; one that stood still or ended it did not miss."""
    return limit.due_at if limit is not None and limit.stopped_at and limit.fired_at else None


def place_before(engineer_id: int) -> tuple[Place, datetime] | None:
    """Where and when the engineer last checked in with a position; the claimed time where there is one."""
    row = Arrival.objects.filter(engineer_id=engineer_id, latitude__isnull=False, longitude__isnull=False)
    last = row.order_by("-received_at").first()
    if last is None or last.latitude is None or last.longitude is None:
        return None
    return Place(last.latitude, last.longitude, last.accuracy), last.claimed_at or last.received_at


def site_place(ticket: Ticket) -> Place | None:
    """Where the machine stands, if anybody has said so and the ticket was not sent elsewhere."""
    site = ticket.machine.site if ticket.machine else None
    if site is None or site.latitude is None or site.longitude is None:
        return None
    moved = (ticket.country, ticket.province) != (site.country, site.province)
    return None if moved else Place(site.latitude, site.longitude)
