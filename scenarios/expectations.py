"""What `expect` may say: the checks, their fields, and the names that they use."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.roles import Role
from scenarios.errors import FormatError
from scenarios.times import day, moment
from scenarios.vocabulary import vocabulary

KEYED = ("ticket", "credits", "person", "document", "next_signer")
NOUN_OF = {"ticket": "ticket", "credits": "card"}
# Entries of the cast that stand for themselves where a label is wanted.
BOUND = {"contracts": "contract"}
NEEDED = {
    "deadline": {"of", "kind", "state"}, "penalties": {"are"}, "total": {"person", "month"},
    "month": {"person", "month"}, "obligation": {"kind", "customer", "period", "state"},
    "warning": {"of", "code"}, "notified": {"person", "about"}, "logged": {"of", "do", "times"},
}  # fmt: skip


@dataclass
class Names:
    """The names a scenario may use: its cast, and the labels bound so far with their nouns."""

    groups: Mapping[str, set[str]]
    labels: dict[str, str] = field(default_factory=dict)

    def bound(self, name: Any) -> bool:
        return str(name) in self.labels or self.is_part(str(name))

    def is_part(self, name: str) -> bool:
        claim, slash, part = name.partition("/")
        return bool(slash) and self.labels.get(claim) == "claim" and part in self.groups["parts"]

    def is_a(self, noun: str, name: str) -> bool:
        return self.is_part(name) if noun == "part" else self.labels.get(name) == noun

    def is_person(self, name: Any) -> bool:
        return name in self.groups["people"]


def problems_of(expect: Mapping[str, Any], names: Names) -> Iterator[str]:
    """What is wrong with the expectations of one step."""
    for check, content in expect.items():
        if check not in vocabulary().checks:
            yield f"unknown check {check}"
        elif not isinstance(content, dict):
            yield f"{check} is not a mapping"
        else:
            yield from _keyed(check, content, names) if check in KEYED else _plain(check, content, names)


def _keyed(check: str, content: Mapping[str, Any], names: Names) -> Iterator[str]:
    allowed = vocabulary().checks[check]
    for key, expected in content.items():
        known = names.is_person(key) if check == "person" else names.bound(key)
        if not known or (check in NOUN_OF and names.labels.get(key) != NOUN_OF[check]):
            yield f"{check}: {key} is not bound"
        if allowed and not isinstance(expected, dict):
            yield f"{check}: {key} is not a mapping"
        elif allowed:
            yield from _unknown(check, expected, allowed)


def _plain(check: str, content: Mapping[str, Any], names: Names) -> Iterator[str]:
    yield from _unknown(check, content, vocabulary().checks[check])
    if missing := NEEDED[check] - set(content):
        yield f"{check} needs {', '.join(sorted(missing))}"
        return
    if "of" in content and not names.bound(content["of"]) and not names.is_person(content["of"]):
        yield f"{check}: {content['of']} is not bound"
    if "customer" in content and content["customer"] not in names.groups["customers"]:
        yield f"{check}: {content['customer']} is not one of the customers"
    role = check == "notified" and content.get("person") in Role.values
    if "person" in content and not role and not names.is_person(content["person"]):
        yield f"{check}: unknown person {content['person']}"
    yield from _quoted(check, content)
    if check == "deadline":
        yield from _deadline(content)
    if check == "penalties":
        yield from _penalties(content["are"], names)


def _unknown(check: str, content: Mapping[str, Any], allowed: frozenset[str]) -> Iterator[str]:
    if unknown := set(content) - allowed:
        yield f"{check} has no field {', '.join(sorted(map(str, unknown)))}"


def _quoted(check: str, content: Mapping[str, Any]) -> Iterator[str]:
    for key in ("clause", "month", "period"):
        if not isinstance(content.get(key, ""), str):
            yield f"{check}: {key} is not quoted"
    if "day" in content:
        yield from _refused(day, content["day"])


def _deadline(content: Mapping[str, Any]) -> Iterator[str]:
    if content["kind"] not in vocabulary().kinds or content["state"] not in vocabulary().states:
        yield f"deadline: unknown kind or state in {content['kind']}, {content['state']}"
    if "due" in content:
        yield from _refused(moment, content["due"])


def _penalties(entries: Any, names: Names) -> Iterator[str]:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        yield "penalties: `are` is not a list of mappings"
        return
    for entry in entries:
        yield from _unknown("penalties", entry, vocabulary().penalty)
        if not isinstance(entry.get("clause"), str) or "state" not in entry:
            yield f"penalties: {entry} names no quoted clause or no state"
        if not names.is_person(entry.get("person")):
            yield f"penalties: unknown person {entry.get('person')}"


def _refused(parse: Any, value: Any) -> Iterator[str]:
    try:
        parse(value)
    except FormatError as error:
        yield str(error)
