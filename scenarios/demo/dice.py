"""Chance that comes out the same every day: the demo of today tells what the demo of yesterday told."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")


class Dice:
    """Draws that depend on nothing but the name they are thrown for."""

    def __init__(self, name: str) -> None:
        self._random = Random(name)  # noqa: S311 -- a story, no secret

    def one(self, things: Sequence[Thing]) -> Thing:
        return self._random.choice(things)

    def weighed(self, things: Mapping[Thing, int]) -> Thing:
        return self._random.choices(list(things), weights=list(things.values()))[0]

    def between(self, low: float, high: float) -> float:
        return self._random.uniform(low, high)
