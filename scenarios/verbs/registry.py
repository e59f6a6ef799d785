"""The verbs that are built, by name."""

from collections.abc import Callable
from typing import Any

from scenarios.acting import Act

Verb = Callable[[Act], Any]
VERBS: dict[str, Verb] = {}


def verb(function: Verb) -> Verb:
    """Register `function` under its own name."""
    VERBS[function.__name__] = function
    return function
