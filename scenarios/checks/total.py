"""`total`: a person's month, of what is confirmed or settled."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from penalties import selectors
from scenarios.checks.registry import check
from scenarios.world import World


@check
def total(world: World, expected: Mapping[str, Any]) -> Iterator[str]:
    name, month = expected["person"], expected["month"]
    sums = selectors.month_total(world.person(name), month)
    for column in ("penalties", "debits", "reimbursed"):
        got = getattr(sums, column)
        if column in expected and got != Decimal(expected[column]):
            yield f"expected total {column} of {name} in {month} {expected[column]} got {got}"
