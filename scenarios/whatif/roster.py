"""Everybody, and who held which role when, read once: a year of facts asks no database about people."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from accounts.models import Person, RoleAssignment
from judgement.verdicts import Targets

Tenures = Mapping[str, Sequence[tuple[datetime, datetime | None, int]]]


class Roster(Targets):
    """The targets of any fact, as `judge` asks for them."""

    def __init__(self, people: Mapping[int, Person], tenures: Tenures, *, now: datetime) -> None:
        self.tenures = tenures
        super().__init__(people, {})
        self.holders = {role: self._holders_at(now, role) for role in tenures}

    @classmethod
    def read(cls, *, now: datetime) -> "Roster":
        """Two statements."""
        people = {one.pk: one for one in Person.objects.only("pk", "name", "username")}
        tenures: dict[str, list[tuple[datetime, datetime | None, int]]] = defaultdict(list)
        rows = RoleAssignment.objects.exclude(role="field_engineer").filter(person__is_active=True)
        for role, since, until, person in rows.order_by("person_id").values_list("role", "since", "until", "person_id"):
            tenures[role].append((since, until, person))
        return cls(people, tenures, now=now)

    def _holders_at(self, instant: datetime, role: str) -> list[Person]:
        held = [
            self.people[person]
            for since, until, person in self.tenures.get(role, ())
            if since <= instant and (until is None or instant < until)
        ]
        return held or self.holders.get(role, [])

    def name(self, person: int) -> str:
        found = self.people.get(person)
        return found.name if found else str(person)
