"""The chapters of 三包 together: each machine fails in one of them only."""

from collections.abc import Callable

from scenarios.demo import money, returns, store, turns
from scenarios.demo.parts import Fleet, waiting
from scenarios.demo.story import Story

CHAPTERS = (
    waiting,
    turns.reports,
    turns.requests,
    returns.owed,
    returns.exempt,
    returns.returned,
    money.fees,
    money.purchases,
)


def flow(tell: Callable[[], Story]) -> list[Story]:
    """Every repair that has a paper, and the repairs that came back."""
    fleet = Fleet()
    told = [repair.story for chapter in CHAPTERS for repair in chapter(tell, fleet)]
    return told + list(returns.repeats(tell, fleet))


ALL = (store.opened, flow)
