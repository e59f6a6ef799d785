"""The checks that are built, by name."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from scenarios.world import World

Check = Callable[[World, Mapping[str, Any]], Iterator[str]]
CHECKS: dict[str, Check] = {}


def check(function: Check) -> Check:
    """Register `function` under its own name; it yields what is not as expected."""
    CHECKS[function.__name__] = function
    return function
