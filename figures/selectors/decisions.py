"""What deciders made of proposals in a period, and what became of it; one statement (0.9, E5, E6)."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from figures.query import Query
from figures.selectors.monthly import month_of, within
from judgement.managers import EVERYTHING, concerning
from penalties.models import Appeal, Decision
from penalties.states import AppealState, DecisionKind

K = TypeVar("K", bound=Hashable)
# What stands behind each figure, by the word in its address.
OUTCOMES = ("confirmed", "waived", "appealed", "revoked", "granted")


@dataclass(frozen=True)
class Verdicts:
    """Decisions: confirmed or waived; of the confirmed some were `appealed` against (E6).

    `revoked` were taken back later, for whatever reason, `granted` of them because an appeal was granted.
    """

    confirmed: int = 0
    waived: int = 0
    appealed: int = 0
    revoked: int = 0
    granted: int = 0

    def __add__(self, other: "Verdicts") -> "Verdicts":
        return Verdicts(
            self.confirmed + other.confirmed, self.waived + other.waived, self.appealed + other.appealed,
            self.revoked + other.revoked, self.granted + other.granted,
        )  # fmt: skip

    @property
    def count(self) -> int:
        return self.confirmed + self.waived

    @property
    def overturned(self) -> int:
        return self.waived + self.revoked


@dataclass(frozen=True)
class Decided:
    """The decisions of one person about one clause in one month."""

    month: str
    clause: str
    decider: int
    name: str
    verdicts: Verdicts


def decisions(query: Query) -> QuerySet[Decision]:
    """Confirmed or waived in the period, of whom the reader may know; with `appealed`, `revoked` and `granted`."""
    later = Decision.objects.filter(proposal=OuterRef("proposal"), kind=DecisionKind.REVOKE)
    appeal = Appeal.objects.filter(proposal=OuterRef("proposal"))
    rows = Decision.objects.filter(within("at", query.period), kind__in=[DecisionKind.CONFIRM, DecisionKind.WAIVE])
    return rows.filter(_known(query)).annotate(
        revoked=Exists(later), appealed=Exists(appeal), granted=Exists(appeal.filter(state=AppealState.GRANTED))
    )


def _known(query: Query) -> Q:
    """By scope, and whatever one decided oneself."""
    seen = concerning(query.person, "charged_to", "proposal__person", now=query.now)
    return seen if seen == EVERYTHING else seen | Q(by=query.person)


def narrowed(outcome: str) -> Q:
    """The decisions behind one of OUTCOMES."""
    return {
        "confirmed": Q(kind=DecisionKind.CONFIRM), "waived": Q(kind=DecisionKind.WAIVE),
        **{name: Q(kind=DecisionKind.CONFIRM, **{name: True}) for name in OUTCOMES[2:]},
    }[outcome]  # fmt: skip


def decided(query: Query) -> Sequence[Decided]:
    """By month, clause and decider."""
    rows = decisions(query).annotate(month=month_of("at", query.period)).order_by()
    told = rows.values_list("month", "proposal__clause", "by", "by__name").annotate(
        **{f"so_many_{name}": Count("pk", filter=narrowed(name)) for name in OUTCOMES}
    )
    return [Decided(month, clause, by, name, Verdicts(*counts)) for month, clause, by, name, *counts in told]


def summed(told: Iterable[Decided], by: Callable[[Decided], K]) -> Mapping[K, Verdicts]:
    """The sums of what `by` calls the same."""
    found: dict[K, Verdicts] = {}
    for one in told:
        found[by(one)] = found.get(by(one), Verdicts()) + one.verdicts
    return found
