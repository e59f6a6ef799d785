"""`credits`: what a service card counts for."""

from collections.abc import Iterator, Mapping
from typing import Any

from fieldservice import selectors
from scenarios.checks.registry import check
from scenarios.world import World


@check
def credits(world: World, expected: Mapping[str, Any]) -> Iterator[str]:
    for label, wanted in expected.items():
        counted = selectors.credits(world.object(label))
        for name, value in wanted.items():
            got = counted[name][0]
            if got is not value:
                yield f"expected credit {name} of {label} {value} got {got}"
