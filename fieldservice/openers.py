"""What a round opens before it judges: each takes the instant and, in a story that begins later, its first day."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time
from typing import Protocol

from accounts.models import Absence, Person, RoleAssignment
from core.clock import zone
from core.subjects import Subject
from customers import services as customers
from customers.services.owing import SOURCES as OF_CUSTOMERS
from customers.services.owing import batches_of
from deadlines import services as deadlines
from deadlines.owing import Candidate, Source


class Opener(Protocol):
    def __call__(self, now: datetime, *, since: date | None = None) -> int: ...


class People(Source):
    """Whoever holds a role on the first day, with what is known of where he is."""

    fields = frozenset({"person.on_leave", "person.in_training"})

    def batches(
        self, first: date, last: date, *, role: str = "", only: Collection[int] | None = None, after: int = 0
    ) -> Iterator[Sequence[Candidate]]:
        begins = datetime.combine(first, time(), tzinfo=zone())
        held = RoleAssignment.objects.lasting(begins).filter(role=role).values("person")
        for batch in batches_of(Person.objects.filter(pk__in=held, is_active=True), only, after):
            away = {
                (absence.person_id, absence.kind)
                for absence in Absence.objects.filter(person__in=batch, first_day__lte=first, last_day__gte=first)
            }
            yield [_person(person, away) for person in batch]


def _person(person: Person, away: set[tuple[int, str]]) -> Candidate:
    facts = {
        "person.on_leave": (person.pk, "leave") in away, "person.in_training": (person.pk, "training") in away,
    }  # fmt: skip
    return Candidate(Subject.of(person), person.name, facts, facts, person=person.pk)


SOURCES: dict[str, Source] = {**OF_CUSTOMERS, "person": People()}

A_ROUND = 5_000


def open_duties(now: datetime, *, since: date | None = None) -> int:
    """What the book has people owe per period."""
    # A story is told in one go; the product's sweep has deadlines to judge as well.
    return deadlines.open_duties(SOURCES, now=now, since=since, limit=None if since else A_ROUND)


def open_contract_limits(now: datetime, *, since: date | None = None) -> int:
    """What must be done before contracts end."""
    return customers.open_missing(now)


OPENERS: tuple[Opener, ...] = (open_duties, open_contract_limits)
