"""`next_signer`: the role whose act a paper waits for; none where nothing is open."""

from collections.abc import Iterator, Mapping
from typing import Any

from approvals import selectors
from scenarios.checks.registry import check
from scenarios.world import World


@check
def next_signer(world: World, expected: Mapping[str, Any]) -> Iterator[str]:
    for label, role in expected.items():
        got = selectors.next_signer(world.subject(label)) or "none"
        if got != role:
            yield f"expected next signer of {label} {role} got {got}"
