"""Who is off post (下岗) and why, what he still has in hand, and who could take it over; reads only (X10)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, QuerySet

from accounts.models import Person
from accounts.selectors import candidates
from accounts.states import PersonState
from accounts.timeline import Told, timeline
from core.models import JournalEntry
from customers.models import Customer
from judgement.models import Proposal
from judgement.states import COUNTED
from tickets.models import Ticket
from tickets.states import IN_HAND, TicketState

PERSON = "accounts.person"
STEPS = ("take_off_post", "reinstate")
MOST_PAST = 50
MOST_VISITS = 20
# While repairs run nobody else is sent: the one who began finishes, or gives the job back first.
MOVABLE = tuple(state for state in IN_HAND if state != TicketState.WORKING)


@dataclass(frozen=True)
class Suspended:
    """One person off post: since when, by which decision, and what waits for others."""

    person: Person
    entry: JournalEntry | None = None
    proposal: Proposal | None = None
    jobs: Sequence[Ticket] = ()
    visits: Sequence[Customer] = ()

    @property
    def movable(self) -> list[Ticket]:
        return [ticket for ticket in self.jobs if ticket.state in MOVABLE]


def off_post() -> QuerySet[Person]:
    return Person.objects.filter(state=PersonState.OFF_POST, is_active=True).order_by("name", "pk")


def suspended() -> list[Suspended]:
    """Everybody off post; five statements however many."""
    people = list(off_post().select_related("office", "department"))
    ids = [person.pk for person in people]
    jobs, visits = _jobs_of(ids), _visits_of(ids)
    entries, causes = _entries_of(ids), _causes_of(ids)
    return [
        Suspended(one, entries.get(one.pk), causes.get(one.pk), jobs.get(one.pk, ()), visits.get(one.pk, ()))
        for one in people
    ]


def suspension_of(person: Person) -> Suspended:
    """One person's; four statements."""
    ids = [person.pk]
    return Suspended(
        person, _entries_of(ids).get(person.pk), _causes_of(ids).get(person.pk), _jobs_of(ids).get(person.pk, ()),
        _visits_of(ids).get(person.pk, ()),
    )  # fmt: skip


def _jobs_of(ids: Sequence[int]) -> dict[int, list[Ticket]]:
    found: dict[int, list[Ticket]] = {}
    for row in Ticket.objects.filter(engineer__in=ids, state__in=IN_HAND).order_by("notified_at", "pk"):
        found.setdefault(row.engineer_id or 0, []).append(row)
    return found


def _visits_of(ids: Sequence[int]) -> dict[int, list[Customer]]:
    """Customers whose periodic visits he owes (7.8)."""
    found: dict[int, list[Customer]] = {}
    for row in Customer.objects.filter(visited_by__in=ids).order_by("name", "pk"):
        found.setdefault(row.visited_by_id or 0, []).append(row)
    return {pk: rows[:MOST_VISITS] for pk, rows in found.items()}


def _entries_of(ids: Sequence[int]) -> dict[int, JournalEntry]:
    """The newest step off post of each."""
    rows = JournalEntry.objects.filter(subject_type=PERSON, subject_id__in=ids, act="take_off_post").order_by("pk")
    return {row.subject_id: row for row in rows}


def _causes_of(ids: Sequence[int]) -> dict[int, Proposal]:
    rows = Proposal.objects.filter(charged_to__in=ids, off_post=True, state__in=COUNTED)
    rows = rows.select_related("fact", "version", "charged_to").order_by("pk")
    return {row.charged_to_id: row for row in rows}


@dataclass(frozen=True)
class Past:
    """A step of somebody's history: off post, or back."""

    person: Person
    told: Told


def history() -> list[Past]:
    """Who went off post and came back, the newest first; three statements.

    The journal is asked by person only: it has no index by act, and is the longest table of all.
    """
    ids = list(Proposal.objects.filter(off_post=True).order_by().values_list("charged_to", flat=True).distinct())
    steps = JournalEntry.objects.filter(subject_type=PERSON, subject_id__in=ids, act__in=STEPS)
    rows = list(steps.order_by("-pk")[:MOST_PAST])
    people = Person.objects.in_bulk([row.subject_id for row in rows])
    return [Past(people[row.subject_id], told) for row, told in zip(rows, timeline(rows), strict=True)]


@dataclass(frozen=True)
class Option:
    """Somebody who could take a job, as a list offers him."""

    person: Person
    in_region: bool
    jobs: int


@dataclass(frozen=True)
class Handover:
    """A job to be handed over, who could take it, the fittest first, and who is proposed."""

    ticket: Ticket
    options: Sequence[Option] = field(default_factory=list)

    @property
    def best(self) -> Person | None:
        return self.options[0].person if self.options else None


def handovers(tickets: Sequence[Ticket], *, now: datetime) -> list[Handover]:
    """For each job who can be sent, by region and load; what is proposed for one counts as load for the next."""
    people = [one.person for one in candidates(now=now) if one.refusal is None]
    rows = Ticket.objects.filter(state__in=IN_HAND, engineer__isnull=False).order_by().values_list("engineer")
    load = Counter(dict(rows.annotate(jobs=Count("pk"))))
    return proposed(tickets, people, load)


def proposed(tickets: Sequence[Ticket], people: Sequence[Person], load: Mapping[int, int]) -> list[Handover]:
    """The same of values: spread over those of the region, fewest jobs first."""
    counted, found = Counter(load), []
    for ticket in tickets:
        options = [Option(one, ticket.province in one.regions, counted[one.pk]) for one in people]
        options.sort(key=lambda one: (not one.in_region, one.jobs, one.person.name))
        found.append(Handover(ticket, options))
        if options:
            counted[options[0].person.pk] += 1
    return found
