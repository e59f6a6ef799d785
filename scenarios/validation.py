"""Everything that a scenario may say, checked before anything of it runs."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from accounts.roles import Role
from scenarios.errors import FormatError
from scenarios.expectations import BOUND, Names, problems_of
from scenarios.format import ENTRIES, STEP, TOP, Scenario, Step
from scenarios.vocabulary import Label, VerbWords, vocabulary

QUOTED = ("clause", "month")
NAMED = {
    "engineer": "people", "person": "people", "charge_to": "people", "serial": "products", "office": "offices",
}  # fmt: skip


ABOUT_A_CUSTOMER = ("visit_customer", "add_contract")


def validate(scenario: Scenario) -> None:
    """Raise FormatError with everything that is wrong with the scenario."""
    if scenario.problem:
        raise FormatError(scenario.problem)
    if problems := list(_top(scenario.document)):
        raise FormatError("; ".join(problems))
    try:
        found = list(Walk(scenario).problems())
    except (TypeError, AttributeError, KeyError, ValueError, IndexError) as problem:
        raise FormatError(f"a value has the wrong shape: {problem}") from None
    if found:
        first = found[0][0]
        told = (text if number == first else f"step {number}: {text}" for number, text in found)
        raise FormatError("; ".join(told), step=first)


def _top(document: Mapping[str, Any]) -> Iterator[str]:
    if unknown := set(document) - TOP:
        yield f"unknown key {_listed(unknown)}"
    if missing := {"scenario", "clause", "steps"} - set(document):
        yield f"missing key {_listed(missing)}"
    if not isinstance(document.get("clause", ""), str):
        yield "the clause is not quoted"
    for key in ("given", "params"):
        if not isinstance(document.get(key) or {}, dict):
            yield f"{key} is not a mapping"
            return
    yield from _given(document.get("given") or {})
    steps = document.get("steps")
    if not isinstance(steps, list) or not steps or not all(isinstance(step, dict) for step in steps):
        yield "the steps are not a list of mappings"


def _given(given: Mapping[str, Any]) -> Iterator[str]:
    if unknown := set(given) - {*ENTRIES, "company", "params", "departments"}:
        yield f"given has an unknown key {_listed(unknown)}"
    for group in set(given) & set(ENTRIES):
        if not isinstance(given[group], dict) or not all(isinstance(v, dict) for v in given[group].values()):
            yield f"given.{group} is not a mapping of mappings"


def _listed(words: Any) -> str:
    return ", ".join(sorted(map(str, words)))


class Walk:
    """Goes through the steps in order, knowing which labels are bound so far and what the clock says."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        groups = {group: set(scenario.cast[group]) for group in ENTRIES}
        self.names = Names(groups, {name: noun for group, noun in BOUND.items() for name in groups[group]})
        self.clock: datetime | None = None

    def problems(self) -> Iterator[tuple[int, str]]:
        """What is wrong, with the number of its step."""
        for step in self.scenario.steps:
            for problem in self._step(step):
                yield step.number, problem

    def _step(self, step: Step) -> Iterator[str]:
        if unknown := set(step.written) - vocabulary().nouns - STEP:
            yield f"unknown key {_listed(unknown)}"
        if not {"do", "expect"} & set(step.written):
            yield "neither acts nor expects"
        if not isinstance(step.fields, dict) or not isinstance(step.expect, dict):
            yield "`with` and `expect` are mappings"
            return
        yield from self._time(step)
        if "do" in step.written:
            yield from self._act(step)
        elif stray := set(step.written) - {"at", "expect"}:
            yield f"{_listed(stray)} without an act"
        yield from problems_of(step.expect, self.names)

    def _time(self, step: Step) -> Iterator[str]:
        try:
            at = step.at
        except FormatError as error:
            yield str(error)
            return
        if at is None and self.clock is None:
            yield "the first step has no time"
        if at and self.clock and at < self.clock:
            yield "goes back in time"
        self.clock = at or self.clock

    def _act(self, step: Step) -> Iterator[str]:
        words = vocabulary().verbs.get(step.verb or "")
        if words is None:
            yield f"unknown verb {step.verb}"
            return
        if step.refused is not None and step.refused not in vocabulary().refusals:
            yield f"unknown error code {step.refused}"
        if unknown := set(step.fields) - words.fields:
            yield f"{step.verb} has no field {_listed(unknown)}"
        if step.refused is None and (missing := words.required - set(step.fields) - vocabulary().texts):
            yield f"{step.verb} needs {_listed(missing)}"
        yield from self._values(step)
        yield from self._people(step)
        yield from self._labels(step, words)

    def _values(self, step: Step) -> Iterator[str]:
        for key, value in step.fields.items():
            allowed = vocabulary().values.get(f"{step.verb}.{key}")
            if allowed is not None and value not in allowed:
                yield f"{step.verb} does not know {key} {value}"
            if key in QUOTED and not isinstance(value, str):
                yield f"{key} is not quoted"
            if key in ("of", "about", "same_as") and not self.names.bound(value):
                yield f"{value} is not bound"
        if step.verb == "delegate" and step.fields.get("role") not in Role.values:
            yield f"unknown role {step.fields.get('role')}"

    def _people(self, step: Step) -> Iterator[str]:
        fields = step.fields
        named = [("people", step.written.get("by"))]
        named += [(group, fields[key]) for key, group in NAMED.items() if key in fields]
        named += [("people", person) for person in fields.get("persons") or []]
        named += [("people", fields[key]) for key in ("from", "to") if step.verb == "delegate" and key in fields]
        named += [("customers", fields["customer"])] if step.verb in ABOUT_A_CUSTOMER and "customer" in fields else []
        named += [("products", serial) for serial in fields.get("serials") or []]
        named += [("parts", line["part"]) for line in fields.get("lines") or [] if "part" in line]
        for group, name in named:
            if name not in self.names.groups[group]:
                yield f"{name} is not one of the {group}"

    def _labels(self, step: Step, words: VerbWords) -> Iterator[str]:
        wanted = {noun for label in words.labels for noun in label.nouns}
        if stray := (set(step.written) & vocabulary().nouns) - wanted:
            yield f"{step.verb} takes no {_listed(stray)}"
        for label in words.labels:
            yield from self._label(step, label)

    def _label(self, step: Step, label: Label) -> Iterator[str]:
        present = [noun for noun in label.nouns if noun in step.written]
        if len(present) != 1:
            yield f"{step.verb} needs a label for {'/'.join(label.nouns)}"
            return
        noun, name = present[0], str(step.written[present[0]])
        if label.binds and name in self.names.labels:
            yield f"{name} is bound twice"
        elif label.binds and step.refused is None:
            self.names.labels[name] = noun
        elif not label.binds and not self.names.is_a(noun, name):
            yield f"{name} is no {noun} yet"
