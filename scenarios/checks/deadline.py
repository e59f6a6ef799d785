"""`deadline`: the current limit of a kind that runs for an object."""

from collections.abc import Iterator, Mapping
from typing import Any

from core.errors import NotBuilt
from deadlines import selectors
from scenarios.checks.registry import check
from scenarios.times import limit, written
from scenarios.world import World

WAITING = {"reachable", "reply", "monthly", "report_back", "depart"}


@check
def deadline(world: World, expected: Mapping[str, Any]) -> Iterator[str]:
    kind, label = expected["kind"], expected["of"]
    if kind in WAITING:
        raise NotBuilt(f"deadline {kind}")
    row = selectors.current(world.subject(label), kind)
    state = row.state.value if row else "none"
    if state != expected["state"]:
        yield f"expected deadline {kind} of {label} {expected['state']} got {state}"
    due = row.due_at if row else None
    if "due" in expected and due != limit(expected["due"]):
        yield f"expected deadline {kind} of {label} due {expected['due']} got {written(due) if due else 'none'}"
