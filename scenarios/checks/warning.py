"""`warning`: the product warned, and did not refuse."""

from collections.abc import Iterator, Mapping
from typing import Any

from core.errors import NotBuilt
from scenarios.checks.registry import check
from scenarios.world import World


@check
def warning(world: World, expected: Mapping[str, Any]) -> Iterator[str]:
    label, code = expected["of"], expected["code"]
    row = world.object(label)
    if not hasattr(row, "warnings"):
        raise NotBuilt(f"warning {code}")
    if code not in row.warnings:
        yield f"expected warning {code} of {label} got {', '.join(map(str, row.warnings)) or 'none'}"
