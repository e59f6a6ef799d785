"""Rounds of floor and work one after the other, and what comes out of them."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

Measure = Callable[[], float]


@dataclass(frozen=True)
class Goal:
    """A bound: on the ratio to the floor where `of_floor`, else on the value itself; `least` turns it round."""

    bound: float
    of_floor: bool = True
    least: bool = False

    def met(self, value: float) -> bool:
        return value >= self.bound if self.least else value <= self.bound


@dataclass(frozen=True)
class Result:
    """One line of the table. `values` are ours, `floors` those of the same rounds, both in `unit`."""

    line: str
    what: str
    unit: str
    values: Sequence[float]
    floors: Sequence[float]
    goal: Goal | None
    told: str
    note: str = ""

    @property
    def median(self) -> float:
        return median(self.values)

    @property
    def floor(self) -> float | None:
        return median(self.floors) if self.floors else None

    @property
    def ratio(self) -> float | None:
        """The median of the rounds' own ratios: what slowed a round slowed both."""
        pairs = zip(self.values, self.floors, strict=True)
        return median(value / floor for value, floor in pairs) if self.floors else None

    @property
    def met(self) -> bool | None:
        if self.goal is None:
            return None
        value = self.ratio if self.goal.of_floor else self.median
        return None if value is None else self.goal.met(value)

    def as_json(self) -> dict[str, Any]:
        derived = {"median": self.median, "floor": self.floor, "ratio": self.ratio, "met": self.met}
        return asdict(self) | derived


def interleaved(rounds: int, *measures: Measure) -> list[list[float]]:
    """`rounds` times each measure in turn; the first round warms up and is not kept."""
    for measure in measures:
        measure()
    kept: list[list[float]] = [[] for _ in measures]
    for _ in range(rounds):
        for values, measure in zip(kept, measures, strict=True):
            values.append(measure())
    return kept
