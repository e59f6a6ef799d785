"""What the book makes of one fact: for whom, how much, decided by whom. Values in, values out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts.models import Person
from accounts.roles import NEXT_HIGHER
from judgement.inputs import FactInput
from judgement.selectors import role_holders
from rulebook import amounts, consequences, groups
from rulebook.book import Book
from rulebook.consequences import Match
from rulebook.events import EVENTS


@dataclass(frozen=True)
class Verdict:
    """One consequence for one person; `person` is None where the book names nobody who is there."""

    consequence: str
    clause: str
    person: Person | None
    decider_role: str
    detect: str
    proof_only: bool
    effects: tuple[dict[str, Any], ...]
    quantity: int
    group_key: str
    title: str = ""
    tier_key: str = ""
    at_once: bool = False

    @property
    def waits(self) -> bool:
        """Whether somebody decides it: what takes effect at once and moves no money is done by the act itself."""
        done = self.at_once and all(effect["mode"] == "none" for effect in self.effects)
        return bool(self.effects) and not done

    @property
    def weight(self) -> Decimal:
        """What counts when only the highest of a group is kept (E1)."""
        return weight_of(self.effects)

    @property
    def off_post(self) -> bool:
        return any(effect["do"] == "off_post" for effect in self.effects)

    def told(self) -> dict[str, Any]:
        """The verdict as the journal tells it."""
        return {
            "consequence": self.consequence,
            "clause": self.clause,
            "person": str(self.person or ""),
            "effects": list(self.effects),
        }


def weight_of(effects: Iterable[Mapping[str, Any]]) -> Decimal:
    """The sum of the upper bounds; a free amount counts as nothing (E1)."""
    return sum((Decimal(effect.get("amount") or effect.get("high") or 0) for effect in effects), Decimal(0))


class Targets:
    """The people that the verdicts of a batch may name: by id, loaded once, and by role, as held when it happened."""

    def __init__(self, people: Mapping[int, Person], holders: Mapping[str, list[Person]]) -> None:
        self.people, self.holders = people, holders
        self._held: dict[datetime, dict[str, list[Person]]] = {}

    @classmethod
    def of(cls, told: Mapping[Any, FactInput], *, now: datetime) -> "Targets":
        ids = {value for given in told.values() for value in _ids(given.facts)}
        people = {person.pk: person for person in Person.objects.filter(pk__in=ids)}
        people |= {given.person.pk: given.person for given in told.values() if given.person}
        return cls(people, role_holders(now=now) if told else {})

    def named(self, who: str, given: FactInput) -> list[Person | None]:
        """Whom `who` of a consequence means for this fact: a fact's field, the fact's own person, or role holders."""
        if "." in who:
            value = given.facts.get(who)
            found = [self.people.get(pk) for pk in (value if isinstance(value, list) else [value]) if pk]
            return [person for person in found if person] or [None]
        if EVENTS[given.event].person_role == who:
            # Of a duty that nobody had, nobody answers: never everyone who holds the role.
            return [given.person]
        return list(self._holders_at(given.at, who)) or [None]

    def _holders_at(self, instant: datetime, role: str) -> list[Person]:
        """Reading 0.8: who held the role when it happened; who holds it now only where nobody is known for then."""
        if instant not in self._held:
            self._held[instant] = role_holders(now=instant)
        return self._held[instant].get(role) or self.holders.get(role, [])

    def hold(self, people: Iterable[Person | None], role: str) -> bool:
        holders = {person.pk for person in self.holders.get(role, [])}
        return any(person is not None and person.pk in holders for person in people)


def _ids(facts: Mapping[str, Any]) -> Iterable[int]:
    for key, value in facts.items():
        if key.endswith((".engineer", ".person", ".persons", ".handler", ".visited_by")):
            yield from (pk for pk in (value if isinstance(value, list) else [value]) if pk)


def judge(given: FactInput, *, targets: Targets) -> list[Verdict]:
    """Every verdict of the fact's own rulebook version.

    The decider is the next higher role where a target holds his.
    """
    book = given.version.book
    found = [
        (match, person)
        for match in consequences.matching(book, given.event, given.facts)
        for person in targets.named(match.who, given)
    ]
    return [_verdict(book, given, match, person, targets, [who for _, who in found]) for match, person in found]


def _verdict(
    book: Book, given: FactInput, match: Match, person: Person | None, targets: Targets, case: list[Person | None]
) -> Verdict:
    quantity = int(given.facts.get("quantity") or 1)
    resolved = [amounts.resolve(effect, given.facts, quantity=quantity) for effect in match.effects]
    group, tier = groups.group_of(book, match.id), groups.tier_of(book, match.id)
    return Verdict(
        consequence=match.id,
        clause=match.clause,
        person=person,
        decider_role=decider(match.decide, case, targets),
        detect=match.detect,
        proof_only=book.excuse_for(given.event) is not None,
        effects=tuple(effect for effect in resolved if not effect.get("unresolved")),
        quantity=quantity,
        group_key=groups.key(group, given.facts, person.pk) if group and person else "",
        tier_key=groups.key(tier, given.facts, person.pk) if tier and person else "",
        title=match.title,
        at_once=match.takes_effect == "at_once",
    )


def decider(role: str, case: list[Person | None], targets: Targets) -> str:
    """`role`, or the next higher one as long as somebody who holds it is a target of the case (X6)."""
    while role in NEXT_HIGHER and targets.hold(case, role):
        role = NEXT_HIGHER[role]
    return role
