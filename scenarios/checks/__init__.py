"""The checks of scenario/1: each compares what the scenario expects with what the product says now."""

from collections.abc import Iterator, Mapping
from typing import Any

from core.errors import NotBuilt
from scenarios.checks import (
    credits,
    deadline,
    document,
    logged,
    month,
    next_signer,
    notified,
    obligation,
    penalties,
    person,
    ticket,
    total,
    warning,
)
from scenarios.checks.registry import CHECKS
from scenarios.world import World

__all__ = [
    "CHECKS", "answer", "credits", "deadline", "document", "logged", "month", "next_signer", "notified", "obligation",
    "penalties", "person", "ticket", "total", "warning",
]  # fmt: skip


def answer(world: World, check: str, expected: Mapping[str, Any]) -> Iterator[str]:
    """What is not as expected; a check whose part of the product is missing says that it is not built."""
    if check not in CHECKS:
        raise NotBuilt(check)
    yield from CHECKS[check](world, expected)
