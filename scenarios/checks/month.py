"""`month`: which papers of a month are in, and how many cards count in the workload."""

from collections.abc import Iterator, Mapping
from typing import Any

from fieldservice import months
from fieldservice.states import DocumentKind
from scenarios.checks.registry import check
from scenarios.world import World


@check
def month(world: World, expected: Mapping[str, Any]) -> Iterator[str]:
    name, accounted = expected["person"], expected["month"]
    person = world.person(name)
    documents = months.documents_of(person, accounted)
    for kind in DocumentKind.values:
        got = months.state_of(documents, kind)
        if kind in expected and got != expected[kind]:
            yield f"expected {kind} of {name} in {accounted} {expected[kind]} got {got}"
    if "cards_counted" in expected:
        counted = len(months.counted_cards(person, accounted))
        if counted != expected["cards_counted"]:
            yield f"expected cards_counted of {name} in {accounted} {expected['cards_counted']} got {counted}"
