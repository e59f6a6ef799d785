"""`document`: the state of a paper of the regulation."""

from collections.abc import Iterator, Mapping
from typing import Any

from scenarios.checks.registry import check
from scenarios.world import World


@check
def document(world: World, expected: Mapping[str, Any]) -> Iterator[str]:
    for label, state in expected.items():
        got = str(world.object(label).state)
        if got != state:
            yield f"expected document {label} {state} got {got}"
