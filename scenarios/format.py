"""A scenario as it was read, its cast merged with `given`; `validation` says what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from accounts.models import DEFAULT_RULEBOOK
from scenarios.errors import FormatError
from scenarios.reading import companion, documents
from scenarios.times import moment
from scenarios.vocabulary import vocabulary

TOP = {"scenario", "clause", "rulebook", "params", "given", "steps"}
STEP = {"at", "by", "do", "with", "refused", "expect"}
ENTRIES = ("offices", "people", "customers", "products", "parts", "contracts")


@dataclass(frozen=True)
class Step:
    """One step: an act, expectations, or both; `number` counts from one."""

    number: int
    written: Mapping[str, Any]

    @property
    def verb(self) -> str | None:
        return self.written.get("do")

    @property
    def actor(self) -> str:
        return self.written["by"]

    @property
    def fields(self) -> Mapping[str, Any]:
        return self.written.get("with") or {}

    @property
    def expect(self) -> Mapping[str, Any]:
        return self.written.get("expect") or {}

    @property
    def refused(self) -> bool | str | None:
        """None where the act must succeed, True or a code where it must be refused."""
        return self.written.get("refused")

    @property
    def at(self) -> datetime | None:
        return moment(self.written["at"]) if "at" in self.written else None

    def label(self, *nouns: str) -> str:
        """The label that stands under one of `nouns`."""
        return next(self.written[noun] for noun in nouns if noun in self.written)

    @property
    def binds(self) -> tuple[str, str] | None:
        """Noun and label of the object that the verb creates."""
        for label in vocabulary().verbs[self.verb or ""].labels:
            if label.binds:
                return label.nouns[0], self.label(*label.nouns)
        return None


@dataclass(frozen=True)
class Scenario:
    """One document of a file; `problem` is why it could not even be read."""

    file: Path
    document: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""

    @property
    def name(self) -> str:
        return str(self.document.get("scenario") or self.file)

    @property
    def clause(self) -> str:
        return str(self.document.get("clause", ""))

    @property
    def rulebook(self) -> str:
        """The slug of its book: its own word, else that of its cast, else the first one shipped."""
        return str(self.document.get("rulebook") or self._filed.get("rulebook") or DEFAULT_RULEBOOK)

    @cached_property
    def steps(self) -> list[Step]:
        return [Step(number, written) for number, written in enumerate(self.document["steps"], 1)]

    @property
    def _filed(self) -> Mapping[str, Any]:
        """The cast as it is written in the file's folder, or the nearest above it."""
        return companion("cast.yaml", beside=self.file.resolve().parent)

    @cached_property
    def cast(self) -> dict[str, Any]:
        """The cast beside the file, with the scenario's `given` and `params` laid over it."""
        cast = dict(self._filed)
        given = self.document.get("given") or {}
        for group in ENTRIES:
            cast[group] = overlaid(cast.get(group) or {}, given.get(group) or {})
        cast["company"] = {**cast["company"], **(given.get("company") or {})}
        cast["departments"] = [*cast["departments"], *(given.get("departments") or [])]
        cast["params"] = {
            **cast["params"],
            **(given.get("params") or {}),
            **(self.document.get("params") or {}),
        }
        return cast


def overlaid(entries: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The entries of a group with those of `given` added, single fields overridden."""
    return {**entries, **{name: {**entries.get(name, {}), **(given[name] or {})} for name in given}}


def read(file: Path) -> list[Scenario]:
    """The scenarios of a file; one that cannot be read is a scenario that says why."""
    try:
        found = documents(file)
    except FormatError as error:
        return [Scenario(file, problem=str(error))]
    return [
        Scenario(file, document) if isinstance(document, dict) else Scenario(file, problem="a scenario is a mapping")
        for document in found
    ]
