"""What few things make most of the cost: the largest first, with their cumulative share and the 80 % mark."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, Protocol, TypeVar

from figures.ratios import percent

MARK = Decimal(80)


class Costing(Protocol):
    @property
    def amount(self) -> Decimal: ...

    @property
    def label(self) -> str: ...


T = TypeVar("T", bound=Costing)


@dataclass(frozen=True)
class Ranked(Generic[T]):
    """One thing in its place; shares in per cent of the whole, to a tenth."""

    rank: int
    item: T
    share: Decimal
    cumulative: Decimal
    # Whether it is needed to reach the mark: the first whose cumulative share reaches it still is.
    vital: bool


def pareto(items: Iterable[T]) -> Sequence[Ranked[T]]:
    """`items` by amount, the largest first; cumulative shares are of sums, so that roundings do not add up."""
    ordered = sorted(items, key=lambda item: (-item.amount, item.label))
    total = sum((item.amount for item in ordered), Decimal(0))
    found, before = [], Decimal(0)
    for rank, item in enumerate(ordered, 1):
        reached = before + item.amount
        vital = item.amount > 0 and before * 100 < total * MARK
        found.append(Ranked(rank, item, percent(item.amount, total), percent(reached, total), vital))
        before = reached
    return found
