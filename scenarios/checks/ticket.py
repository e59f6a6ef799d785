"""`ticket`: state, zone, cycle, coverage and engineer of a ticket."""

from collections.abc import Iterator, Mapping
from typing import Any

from scenarios.checks.registry import check
from scenarios.world import World


@check
def ticket(world: World, expected: Mapping[str, Any]) -> Iterator[str]:
    for label, fields in expected.items():
        row = world.object(label)
        for name, value in fields.items():
            got = SAID[name](world, row)
            if got != (str(value) if name == "warranty_ends" else value):
                yield f"expected ticket {label} {name} {value} got {got}"


def _answer(value: bool | None) -> bool | str:
    return "unknown" if value is None else value


SAID = {
    "state": lambda _world, row: row.state,
    "zone": lambda _world, row: row.zone,
    "cycle": lambda _world, row: row.cycle,
    "in_warranty": lambda _world, row: _answer(row.in_warranty),
    "warranty_ends": lambda _world, row: str(row.warranty_ends),
    "area": lambda _world, row: row.area,
    "service_class": lambda _world, row: row.service_class,
    "free": lambda _world, row: _answer(row.free),
    "engineer": lambda world, row: world.name_of(row.engineer_id),
}
