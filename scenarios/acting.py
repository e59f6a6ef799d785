"""What a verb is given: the step's fields, translated into rows and instants on request."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import Person
from core.errors import Incomplete
from scenarios import times
from scenarios.errors import FormatError
from scenarios.evidence import papers
from scenarios.format import Step
from scenarios.texts import filled
from scenarios.vocabulary import vocabulary
from scenarios.world import World


@dataclass(frozen=True)
class Act:
    """One verb about to be done in a world."""

    world: World
    step: Step

    @cached_property
    def fields(self) -> Mapping[str, Any]:
        return filled(self.step)

    @cached_property
    def by(self) -> dict[str, Any]:
        """The keyword arguments that every service takes: who acts, and when."""
        return {"actor": self.world.person(self.step.actor), "now": self.world.now}

    def papers(self, name: str) -> list["ContentFile[bytes]"]:
        """As many files as the field `name` says, one where it is left out."""
        return papers(int(self.fields.get(name, 1)))

    def given(self, *names: str) -> dict[str, Any]:
        """Those of the fields that are given or were filled, as they are; one that the verb needs is never left out."""
        for name in names:
            if name in vocabulary().verbs[self.step.verb or ""].required:
                self.needed(name)
        return {name: self.fields[name] for name in names if name in self.fields}

    def needed(self, name: str) -> Any:
        """A field without which the verb cannot be tried; only an act that is to be refused may leave it out."""
        if self.fields.get(name) is None:
            raise Incomplete(f"{self.step.verb} {name}")
        return self.fields[name]

    def object(self, *nouns: str) -> Any:
        """The row whose label stands under one of `nouns`."""
        return self.world.object(self.step.label(*nouns))

    def person(self, name: str) -> Person:
        return self.world.person(self.needed(name))

    def person_if_given(self, name: str) -> Person | None:
        return self.person(name) if self.fields.get(name) is not None else None

    def day(self, name: str) -> date:
        return times.day(self.needed(name))

    def moment(self, name: str) -> datetime:
        return times.moment(self.needed(name))

    def moment_if_given(self, name: str) -> datetime | None:
        return self.moment(name) if self.fields.get(name) is not None else None

    def amounts(self, *names: str) -> dict[str, Any]:
        """The amounts among the fields, None where one is left out."""
        return {name: self._amount(name) for name in names}

    def _amount(self, name: str) -> Decimal | None:
        value = self.fields.get(name)
        try:
            return Decimal(value) if value is not None else None
        except (InvalidOperation, TypeError, ValueError):
            raise FormatError(f"{name} {value!r} is no amount") from None
