"""Old parts that are owed, by engineer and age, and what became of those of a period; one statement each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Sum

from core.money import yuan
from figures.period import Period
from figures.selectors.papers import owed_parts, replaced_parts
from warranty.states import OldPartState

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Pile:
    """So many old parts with the prices of their slips, in yuan."""

    count: int = 0
    price: Decimal = NOTHING

    def __add__(self, other: "Pile") -> "Pile":
        return Pile(self.count + other.count, self.price + other.price)


@dataclass
class Owing:
    """What one engineer owes, by age (`running`, `week`, `month`, `older`)."""

    key: int
    name: str
    ages: dict[str, Pile] = field(default_factory=dict)

    @property
    def whole(self) -> Pile:
        return sum(self.ages.values(), Pile())

    @property
    def late(self) -> Decimal:
        return self.whole.price - self.ages.get("running", Pile()).price


def owing(*, now: datetime) -> Sequence[Owing]:
    """Engineers with old parts that are not back, who is overdue with the most first."""
    rows = owed_parts(now).values_list("handler", "handler__name", "age")
    found: dict[int, Owing] = {}
    for key, name, age, count, price in rows.annotate(count=Count("pk"), price=Sum("slip_price")).order_by():
        found.setdefault(key, Owing(key, name)).ages[age] = Pile(count, yuan(price))
    return sorted(found.values(), key=lambda one: (-one.late, -one.whole.price, one.name))


def outcomes(period: Period) -> Mapping[str, Pile]:
    """By state, every state named: what became of the old parts of the work completed in the period."""
    rows = replaced_parts(period).values_list("state").annotate(count=Count("pk"), price=Sum("slip_price")).order_by()
    found = {state: Pile(count, yuan(price)) for state, count, price in rows}
    return {state: found.get(state, Pile()) for state in OldPartState.values}
