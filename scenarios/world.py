"""What a running scenario knows: its clock, its cast by name, and the objects behind its labels."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import models

from accounts.models import DEFAULT_RULEBOOK, Office, Person
from core.clock import local_day, travel
from core.subjects import Subject
from customers.models import Customer, Machine
from scenarios.errors import FormatError
from warranty.models import OldPart

M = TypeVar("M", bound=models.Model)


@dataclass
class World:
    """The cast as rows of the scratch database. Rows are read anew for every step, as a page would."""

    now: datetime
    slug: str = DEFAULT_RULEBOOK
    people: Mapping[str, int] = field(default_factory=dict)
    offices: Mapping[str, int] = field(default_factory=dict)
    customers: Mapping[str, int] = field(default_factory=dict)
    labels: dict[str, Subject] = field(default_factory=dict)
    clock: ExitStack = field(default_factory=ExitStack)
    # The local day of the first step: what periods before it owed is not part of the story.
    begins: date | None = None

    def move_to(self, instant: datetime) -> None:
        """Set the clock; it stays until it is moved again or the scenario ends."""
        self.begins = self.begins or local_day(instant)
        self.clock.close()
        self.clock.enter_context(travel(instant))
        self.now = instant

    def for_scenario(self) -> "World":
        """The same cast with a clock of its own, and of labels only those that the cast itself binds."""
        return World(self.now, self.slug, self.people, self.offices, self.customers, dict(self.labels))

    def person(self, name: str) -> Person:
        return _row(Person, self.people[name])

    def office(self, name: str) -> Office:
        return _row(Office, self.offices[name])

    def customer(self, name: str) -> Customer:
        return _row(Customer, self.customers[name])

    def machine(self, serial: str) -> Machine:
        return Machine.objects.get(serial=serial)

    def bind(self, label: str, obj: models.Model) -> None:
        self.labels[label] = Subject.of(obj)

    def subject(self, label: str) -> Subject:
        """The stored reference of a label, or of a person of the cast."""
        if label in self.labels:
            return self.labels[label]
        if label in self.people:
            return Subject.of(self.person(label))
        if "/" in label:
            return self._old_part(*label.split("/", 1))
        raise FormatError(f"{label} is not bound")

    def _old_part(self, claim: str, part: str) -> Subject:
        """`K1/motor`: what the motor of claim K1 replaced; its first lot where it comes back in several."""
        rows = OldPart.objects.filter(claim=self.subject(claim).id, part__code=part).order_by("lot")
        found = rows.first()
        if found is None:
            raise FormatError(f"{claim}/{part} is owed by nobody yet")
        return Subject.of(found)

    def object(self, label: str) -> Any:
        """The row behind a label as it stands now."""
        return self.subject(label).fetch()

    def name_of(self, person_id: int | None) -> str | None:
        """The cast's name of a person, for comparing and for transcripts."""
        return next((name for name, pk in self.people.items() if pk == person_id), None)


def _row(model: type[M], pk: int) -> M:
    found: M = model._base_manager.get(pk=pk)
    return found
