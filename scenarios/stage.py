"""Keeps a loaded cast for the scenarios that share it; loading takes longer than most stories."""

from contextlib import ExitStack
from pathlib import Path

from django.db import transaction

from scenarios.cast import load
from scenarios.format import Scenario
from scenarios.world import World


class Stage:
    """A cast in a transaction that is rolled back when another one is wanted, or at the end.

    Each scenario plays in a savepoint of its own on top of it and never sees another.
    """

    def __init__(self, *, book: Path | None = None) -> None:
        self.book = book
        self._open = ExitStack()
        self._key = ""
        self._world: World | None = None

    def __enter__(self) -> "Stage":
        return self

    def __exit__(self, *_error: object) -> None:
        self._strike()

    def set_for(self, scenario: Scenario) -> World:
        """The scenario's cast, loaded unless it stands already."""
        if self._world is None or not self.stands_for(scenario):
            self._strike()
            self._open.enter_context(transaction.atomic())
            self._open.callback(transaction.set_rollback, True)
            self._world = load(scenario, book=self.book)
            self._key = key_of(scenario)
        return self._world.for_scenario()

    def stands_for(self, scenario: Scenario) -> bool:
        """Whether the scenario's cast is the one that stands."""
        return key_of(scenario) == self._key

    def _strike(self) -> None:
        self._key, self._world = "", None
        self._open.close()


def key_of(scenario: Scenario) -> str:
    """Equal for scenarios with the same cast, parameters and book; those that change nothing sort first."""
    changes = [scenario.document.get(key) or None for key in ("given", "params")]
    return repr((scenario.rulebook, *changes, str(scenario.file.resolve().parent)))
