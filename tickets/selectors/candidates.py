"""Engineers from the dispatcher's side: the facts about each, in five statements however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, OuterRef, Q, Subquery

from accounts.models import Person
from accounts.selectors import candidates as people_by_region
from customers.models import Machine, MachineService
from tickets.models import Arrival, Ticket
from tickets.selectors.ranking import Candidate, Seen, ranked
from tickets.states import IN_HAND

# What somebody did longer ago than this says little about what he can do today.
REMEMBERED = timedelta(days=730)


@dataclass(frozen=True)
class Load:
    jobs: int = 0
    next_visit: datetime | None = None


@dataclass(frozen=True)
class Experience:
    machine: int = 0
    model: int = 0


def candidates(ticket: Ticket, *, now: datetime) -> list[Candidate]:
    """Every engineer but the one who has the job, the fittest first, those who cannot go last."""
    province = ticket.province if ticket.country == "CN" else ticket.country
    people = [one for one in people_by_region(now=now, province=province) if one.person.pk != ticket.engineer_id]
    load, known = _load(now), _experience(ticket.machine, now)
    seen = _last_seen([one.person for one in people], ticket.province)
    return ranked(
        Candidate(
            one.person, one.in_region or _in_area(one.person, ticket), load.get(one.person.pk, Load()).jobs,
            one.refusal,
            on_machine=known.get(one.person.pk, Experience()).machine,
            on_model=known.get(one.person.pk, Experience()).model,
            seen=seen.get(one.person.pk), next_visit=load.get(one.person.pk, Load()).next_visit,
        )
        for one in people
    )  # fmt: skip


def _in_area(person: Person, ticket: Ticket) -> bool:
    """A region may also be an area of the book in force."""
    return bool(ticket.area) and ticket.area in person.regions


def _load(now: datetime) -> dict[int, Load]:
    ahead = Min("appointments__visit_at", filter=Q(appointments__visit_at__gte=now))
    rows = Ticket.objects.filter(state__in=IN_HAND, engineer__isnull=False).order_by().values_list("engineer")
    told = rows.annotate(jobs=Count("pk", distinct=True), ahead=ahead)
    return {engineer: Load(jobs, visit) for engineer, jobs, visit in told}


def _experience(machine: Machine | None, now: datetime) -> dict[int, Experience]:
    if machine is None:
        return {}
    same = Q(machine=machine)
    alike = same | Q(machine__model=machine.model_id) if machine.model_id else same
    rows = MachineService.objects.filter(alike, completed_at__gte=now - REMEMBERED).order_by().values_list("engineer")
    told = rows.annotate(on_machine=Count("pk", filter=same), on_model=Count("pk"))
    return {engineer: Experience(on_machine, on_model) for engineer, on_machine, on_model in told}


def _last_seen(people: Sequence[Person], province: str) -> dict[int, Seen]:
    """The last check-in of each: the index by engineer is asked once for everybody."""
    newest = Arrival.objects.filter(engineer=OuterRef("pk")).order_by("-received_at", "-pk").values("pk")[:1]
    last = Person.objects.filter(pk__in=[person.pk for person in people]).order_by().values(last=Subquery(newest))
    rows = Arrival.objects.filter(pk__in=last).values_list(
        "engineer", "received_at", "ticket__province", "ticket__customer_name"
    )
    return {
        engineer: Seen(at, customer or where, bool(province) and where == province)
        for engineer, at, where, customer in rows
    }
