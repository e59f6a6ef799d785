"""Engineers as those who owe something while they are away (9.1), and what leaving or coming back changes of it."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time

from django.db.models import Q

from accounts.models import Absence, Person, RoleAssignment
from core.clock import local_day, zone
from core.journal import Actor
from core.subjects import Subject
from customers.services.owing import batches_of
from deadlines import services as deadlines
from deadlines.owing import Candidate, Source
from fieldservice.daily import owed_by
from fieldservice.models import DailyReport, Trip
from rulebook.durations import end_of_day
from rulebook.selectors import in_force

LEAVE, TRAINING, AWAY = "person.on_leave", "person.in_training", "trip.away"
FACT_OF_KIND = {"leave": LEAVE, "training": TRAINING}


class People(Source):
    """Whoever holds a role on the first day, with what is known of where he is."""

    fields = frozenset({LEAVE, TRAINING, AWAY})

    def batches(
        self, first: date, last: date, *, role: str = "", only: Collection[int] | None = None, after: int = 0
    ) -> Iterator[Sequence[Candidate]]:
        held = RoleAssignment.objects.lasting(_start(first)).filter(role=role).values("person")
        for batch in batches_of(Person.objects.filter(pk__in=held, is_active=True), only, after):
            begun = where(batch, first)
            ended = begun if last == first else where(batch, last)
            yield [
                Candidate(
                    Subject.of(person), person.name, _facts(person, begun), _facts(person, ended), person=person.pk
                )
                for person in batch
            ]


def where(people: Collection[Person], day: date) -> set[tuple[int, str]]:
    """Which of the facts hold for whom on a local day; the days of departure and of return are days away (9.1a)."""
    absences = Absence.objects.filter(person__in=people, first_day__lte=day, last_day__gte=day)
    found = {(absence.person_id, FACT_OF_KIND[absence.kind]) for absence in absences}
    back = Q(returned_at=None) | Q(returned_at__gte=_start(day))
    trips = Trip.objects.filter(back, engineer__in=people, departed_at__lte=end_of_day(day, zone()))
    return found | {(engineer, AWAY) for engineer in trips.values_list("engineer", flat=True)}


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone())


def _facts(person: Person, held: set[tuple[int, str]]) -> dict[str, bool]:
    return {name: (person.pk, name) in held for name in (LEAVE, TRAINING, AWAY)}


PEOPLE: dict[str, Source] = {"person": People()}


def owe_again(person: Person, *, since: date, reason: str, actor: Actor, now: datetime) -> None:
    """What `person` owes from `since` to today, as it is now: what is not owed is dropped, today's is opened."""
    if since <= local_day(now):
        deadlines.recheck(PEOPLE, "person", [person.pk], since=since, reason=reason, actor=actor, now=now)
        _count_sent(person, actor=actor, now=now)


def _count_sent(person: Person, *, actor: Actor, now: datetime) -> None:
    """What he sent today counts also where it came to be owed only afterwards: he left at noon, or his leave ended."""
    sent = DailyReport.objects.filter(engineer=person, day=local_day(now)).order_by("id")
    for at in sent.values_list("sent_at", flat=True)[:1]:
        names = owed_by(in_force(now=now).book)
        deadlines.fulfil(names=names, subject=Subject.of(person), at=at, actor=actor, now=now)
