"""Where within the clause's bounds deciders chose the amount: one statement, read row by row (0.9, 9.9, 9.10)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from figures.query import Query
from figures.selectors.decisions import decisions
from penalties.states import DecisionKind
from rulebook.amounts import RANGES
from rulebook.book import Book
from rulebook.models import RulebookVersion
from rulebook.schema.amounts import Amount
from rulebook.selectors import timeline

FREE = "free"
# The bounds themselves and three thirds between them: where most choices lie says how a range is used.
PLACES = ("low", "lower", "middle", "upper", "high")
HUNDRED, THIRD = Decimal(100), Decimal(100) / 3


@dataclass(frozen=True)
class Choice:
    """One amount that somebody chose; `place` from 0 (the lower bound) to 100, None where there are no bounds."""

    decision: int
    decider: int
    name: str
    clause: str
    amount: Decimal
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def place(self) -> Decimal | None:
        if self.low is None or self.high is None or self.high <= self.low:
            return None
        return (self.amount - self.low) * HUNDRED / (self.high - self.low)

    @property
    def where(self) -> str:
        """One of PLACES, or empty where there are no bounds."""
        place = self.place
        if place is None:
            return ""
        if place in (0, HUNDRED):
            return PLACES[0] if place == 0 else PLACES[-1]
        return PLACES[1 + min(2, int(place // THIRD))]


@dataclass
class Usage:
    """The choices of one decider under one clause."""

    decider: int
    name: str
    clause: str
    amounts: list[Decimal] = field(default_factory=list)
    places: list[Decimal] = field(default_factory=list)
    where: dict[str, int] = field(default_factory=dict)
    bounds: set[tuple[Decimal, Decimal]] = field(default_factory=set)

    def add(self, choice: Choice) -> None:
        self.amounts.append(choice.amount)
        if choice.place is not None and choice.low is not None and choice.high is not None:
            self.places.append(choice.place)
            self.where[choice.where] = self.where.get(choice.where, 0) + 1
            self.bounds.add((choice.low, choice.high))

    @property
    def mean(self) -> Decimal | None:
        """The mean place in per cent of the way from the lower to the upper bound."""
        return _tenth(sum(self.places, Decimal(0)) / len(self.places)) if self.places else None


def usage(query: Query) -> Sequence[Usage]:
    """By clause and decider."""
    found: dict[tuple[str, int], Usage] = {}
    for one in choices(query):
        found.setdefault((one.clause, one.decider), Usage(one.decider, one.name, one.clause)).add(one)
    return sorted(found.values(), key=lambda one: (one.clause, one.name))


def choices(query: Query) -> Iterator[Choice]:
    """Every amount of the period that was a decider's to choose, the newest decision first."""
    rows = decisions(query).filter(kind=DecisionKind.CONFIRM, proposal__consequence__in=open_consequences())
    told = rows.order_by("-at", "-pk").values_list("pk", "by", "by__name", "proposal__clause", "amounts")
    for decision, by, name, clause, effects in told.iterator(chunk_size=2000):
        for effect in effects:
            if effect.get("mode") in (*RANGES, FREE) and effect.get("amount") is not None:
                yield Choice(decision, by, name, clause, *_bounds(effect))


def _bounds(effect: Mapping[str, Any]) -> tuple[Decimal, Decimal | None, Decimal | None]:
    low, high = effect.get("low"), effect.get("high")
    return Decimal(effect["amount"]), Decimal(low) if low else None, Decimal(high) if high else None


def open_consequences() -> set[str]:
    """The consequences of every version that leave an amount to the decider."""
    return {name for version in timeline().versions for name in _open(version)}


def _open(version: RulebookVersion) -> Iterator[str]:
    book: Book = version.book
    for name, consequence in book.consequences.items():
        effects = [*consequence.effects(), *(effect for share in consequence.split for effect in share.effects())]
        if any(_left_open(effect.amount) for effect in effects):
            yield name
    for name, escalation in book.escalations.items():
        if any(_left_open(effect.amount) for effect in escalation.effects()):
            yield f"escalation.{name}"


def _left_open(amount: Amount | None) -> bool:
    return amount is not None and amount.kind in (*RANGES, FREE)


def _tenth(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
