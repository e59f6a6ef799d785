"""What is on people's accounts in the months of a period: two statements, by clause, office, month and person.

The ledger's months, so that the sums are those of the statements; a reversal counts in the month that it was posted to.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Count, Q, QuerySet, Sum

from core.money import yuan
from figures.query import Query
from judgement.managers import concerning
from penalties.models import LedgerEntry
from penalties.states import EntryKind

NOTHING = Decimal("0.00")
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Charged:
    """What was charged under one name: yuan by kind of entry less what was reversed, and how many entries.

    `label` names it where the database knows its name; `reversed` is negative.
    """

    key: Any
    label: str = ""
    sums: Mapping[str, Decimal] = field(default_factory=dict)
    entries: int = 0
    reversed: Decimal = NOTHING

    @property
    def amount(self) -> Decimal:
        return sum(self.sums.values(), NOTHING)

    @property
    def others(self) -> Decimal:
        """Debits, losses and confiscations."""
        return self.amount - self.sums.get(EntryKind.FINE, NOTHING)

    def __add__(self, other: "Charged") -> "Charged":
        kinds = {*self.sums, *other.sums}
        sums = {kind: self.sums.get(kind, NOTHING) + other.sums.get(kind, NOTHING) for kind in kinds}
        return Charged(self.key, self.label, sums, self.entries + other.entries, self.reversed + other.reversed)


@dataclass(frozen=True)
class Part:
    """What stands under one month, clause and office; `office` is its id, 0 where a person belongs to none."""

    month: str
    clause: str
    office: int
    office_name: str
    charged: Charged


def entries(query: Query) -> QuerySet[LedgerEntry]:
    """The rows of the ledger in the period that the reader may know of."""
    given = query.period.given()
    rows = LedgerEntry.objects.filter(month__gte=given["from"], month__lte=given["to"])
    return rows.filter(concerning(query.person, "person", now=query.now))


def parts(query: Query) -> Sequence[Part]:
    """By month, clause and office, which is that of the person today."""
    rows = entries(query).order_by().values_list("month", "clause", "person__office", "person__office__name", "kind")
    return [
        Part(month, clause, office or 0, name or "", _charged(None, "", kind, told))
        for month, clause, office, name, kind, *told in _sums(rows)
    ]


def people(query: Query) -> Sequence[Charged]:
    """By person."""
    found: dict[int, Charged] = {}
    for key, name, kind, *told in _sums(entries(query).order_by().values_list("person", "person__name", "kind")):
        found[key] = found.get(key, Charged(key, name)) + _charged(key, name, kind, told)
    return list(found.values())


def summed(told: Iterable[Part], by: Callable[[Part], tuple[K, str]]) -> Sequence[Charged]:
    """The sums of what `by` gives the same key; it also tells its name."""
    found: dict[K, Charged] = {}
    for part in told:
        key, label = by(part)
        found[key] = found.get(key, Charged(key, label)) + part.charged
    return list(found.values())


def _sums(rows: Any) -> Any:
    own = Q(reverses=None)
    return rows.annotate(total=Sum("amount"), count=Count("pk", filter=own), back=Sum("amount", filter=~own))


def _charged(key: Any, name: str, kind: str, told: Sequence[Any]) -> Charged:
    total, count, back = told
    return Charged(key, name, {kind: yuan(total)}, count, yuan(back or 0))
