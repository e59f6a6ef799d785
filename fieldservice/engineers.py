"""Where the engineers are and who is in trouble: everybody in one page, a fixed number of statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from accounts.models import Absence, Person
from accounts.selectors import engineers
from accounts.states import PersonState
from core.clock import local_day
from deadlines.models import Deadline
from fieldservice.models import ContactAttempt, ContactWatch, DailyReport, Trip
from fieldservice.states import TRAVELLING, TripState
from fieldservice.trip_list import limits_of, ordered_by_person
from rulebook import obligations
from rulebook.book import Book
from tickets.models import Arrival, Ticket
from tickets.states import IN_HAND

SENT = "daily_report.sent"
PERSON = "accounts.person"
# Of a journey without any sign of life for so long nobody knows where the engineer is.
SILENT = timedelta(hours=36)
STATES = ("trouble", "away", "here", "absent")


@dataclass(frozen=True)
class Place:
    """Where somebody was last, and how that is known: arrived or reported."""

    text: str
    at: datetime
    arrived: bool


@dataclass(frozen=True)
class Whereabouts:
    """One engineer as the office sees him now."""

    person: Person
    place: Place | None
    sign_of_life: datetime | None
    jobs: Sequence[Ticket]
    trip: Trip | None
    limit: Deadline | None
    missing: Sequence[str]
    watch: ContactWatch | None
    absence: Absence | None
    days: int | None
    troubles: Sequence[str] = field(default_factory=tuple)

    @property
    def is_away(self) -> bool:
        return self.trip is not None and self.trip.state in TRAVELLING


# The worst first.
TROUBLES = ("unreachable", "limit_missed", "reports_missing", "silent", "return_asked")


def overview(book: Book, *, now: datetime, region: str = "", state: str = "") -> list[Whereabouts]:
    """Everybody who is an engineer now, trouble first; nine statements however many there are."""
    people = list(engineers(now).annotate(**_newest()))
    known = _Known.of(people, book, now=now)
    found = [known.of_person(person, now) for person in people if not region or region in _regions(person)]
    return sorted((one for one in found if in_state(one, state)), key=_rank)


def _regions(person: Person) -> list[str]:
    return list(person.regions or [])


def in_state(one: Whereabouts, state: str) -> bool:
    """Whether the filter `state` shows him; blank shows everybody."""
    if state == "trouble":
        return bool(one.troubles)
    if state == "away":
        return one.is_away
    if state == "absent":
        return one.absence is not None or one.person.state == PersonState.OFF_POST
    if state == "here":
        return not one.is_away and one.absence is None and one.person.state != PersonState.OFF_POST
    return True


def _rank(one: Whereabouts) -> tuple[Any, ...]:
    worst = min((TROUBLES.index(trouble) for trouble in one.troubles), default=len(TROUBLES))
    return worst, -len(one.missing), not one.is_away, one.absence is not None, one.person.name


def _newest() -> dict[str, Subquery]:
    """The keys of each one's newest traces, found by index."""
    of = {"engineer": OuterRef("pk")}
    answered = Q(answered=True) | Q(by_engineer=True)
    return {
        "arrival": Subquery(Arrival.objects.filter(**of).order_by("-received_at").values("pk")[:1]),
        "report": Subquery(DailyReport.objects.filter(**of).order_by("-day", "-pk").values("pk")[:1]),
        "answered_at": Subquery(
            ContactAttempt.objects.filter(answered, **of).order_by("-at").values("at")[:1]
        ),
    }  # fmt: skip


@dataclass(frozen=True)
class _Known:
    """Everything that is shown, by the person's key."""

    arrivals: Mapping[int, Arrival]
    reports: Mapping[int, DailyReport]
    jobs: Mapping[int, list[Ticket]]
    trips: Mapping[int, Trip]
    limits: Mapping[int, Deadline]
    missing: Mapping[int, list[str]]
    watches: Mapping[int, ContactWatch]
    absences: Mapping[int, Absence]

    @classmethod
    def of(cls, people: Sequence[Any], book: Book, *, now: datetime) -> "_Known":
        ids, today = [person.pk for person in people], local_day(now)
        trips = ordered_by_person(ids)
        arrivals = Arrival.objects.filter(pk__in=[one.arrival for one in people if one.arrival])
        reports = DailyReport.objects.filter(pk__in=[one.report for one in people if one.report])
        return cls(
            {row.engineer_id: row for row in arrivals.select_related("ticket")},
            {row.engineer_id: row for row in reports},
            _jobs(ids), trips, limits_of(trips.values()), missing_reports(ids, book, today, now=now),
            {row.engineer_id: row for row in ContactWatch.objects.filter(engineer__in=ids, reached_at=None)},
            _absences(ids, today),
        )  # fmt: skip

    def of_person(self, person: Any, now: datetime) -> Whereabouts:
        key, today = person.pk, local_day(now)
        trip, arrival, report = self.trips.get(key), self.arrivals.get(key), self.reports.get(key)
        limit = self.limits.get(trip.pk) if trip else None
        found = Whereabouts(
            person, _place(arrival, report), _sign(trip, arrival, report, person.answered_at),
            self.jobs.get(key, []), trip, limit, self.missing.get(key, []), self.watches.get(key),
            self.absences.get(key), trip.days_until(today) if trip and trip.state in TRAVELLING else None,
        )  # fmt: skip
        return Whereabouts(**{**vars(found), "troubles": tuple(_troubles(found, now))})


def _jobs(ids: Sequence[int]) -> dict[int, list[Ticket]]:
    found: dict[int, list[Ticket]] = {}
    for ticket in Ticket.objects.filter(engineer__in=ids, state__in=IN_HAND).order_by("notified_at"):
        found.setdefault(ticket.engineer_id or 0, []).append(ticket)
    return found


def _absences(ids: Sequence[int], today: date) -> dict[int, Absence]:
    rows = Absence.objects.filter(person__in=ids, first_day__lte=today, last_day__gte=today)
    return {row.person_id: row for row in rows.order_by("last_day")}


def missing_reports(ids: Iterable[int], book: Book, today: date, *, now: datetime) -> dict[int, list[str]]:
    """The days of the running week for which a report was owed and none came; excused ones are left out."""
    kinds = list(obligations.stopped_by(book, SENT))
    monday = today - timedelta(days=today.weekday())
    days = [(monday + timedelta(days=day)).isoformat() for day in range(7)]
    rows = Deadline.objects.filter(
        kind__in=kinds, subject_type=PERSON, subject_id__in=list(ids), occurrence__in=days, superseded_at=None,
        stopped_at=None, ended_at=None, excused_at=None, due_at__lt=now,
    )  # fmt: skip
    found: dict[int, list[str]] = {}
    for key, day in rows.order_by("occurrence").values_list("subject_id", "occurrence"):
        found.setdefault(key, []).append(day)
    return found


def _place(arrival: Arrival | None, report: DailyReport | None) -> Place | None:
    """The newer of the last check-in and the last report."""
    if report and (arrival is None or report.sent_at >= arrival.received_at):
        text = " · ".join(filter(None, (report.place, report.customer)))
        return Place(text, report.sent_at, arrived=False)
    if arrival is None:
        return None
    ticket = arrival.ticket
    text = " · ".join(filter(None, (ticket.province, ticket.customer_name)))
    return Place(text, arrival.received_at, arrived=True)


def _sign(
    trip: Trip | None, arrival: Arrival | None, report: DailyReport | None, answered: datetime | None
) -> datetime | None:
    """The last that was heard of him, however it came."""
    told = [
        arrival and arrival.received_at, report and report.sent_at, answered,
        *((trip.departed_at, trip.asked_at, trip.returned_at) if trip else ()),
    ]  # fmt: skip
    return max((at for at in told if at), default=None)


def _troubles(one: Whereabouts, now: datetime) -> Iterable[str]:
    if one.watch is not None:
        yield "unreachable"
    limit = one.limit
    if limit is not None and limit.stopped_at is None and limit.ended_at is None and limit.due_at < now:
        yield "limit_missed"
    if one.missing:
        yield "reports_missing"
    if one.is_away and one.absence is None and (one.sign_of_life is None or one.sign_of_life < now - SILENT):
        yield "silent"
    if one.trip is not None and one.trip.state == TripState.RETURN_ASKED:
        yield "return_asked"

