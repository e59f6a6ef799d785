"""`deadline`: the current limit of a kind that runs for an object."""

from collections.abc import Iterator, Mapping
from typing import Any

from deadlines import selectors
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from fieldservice import months
from fieldservice.months import LIMIT
from scenarios.checks.registry import check
from scenarios.times import limit, written
from scenarios.world import World

TELLING = {DeadlineState.MISSED: 0, DeadlineState.OPEN: 1}


@check
def deadline(world: World, expected: Mapping[str, Any]) -> Iterator[str]:
    kind, label = expected["kind"], expected["of"]
    row = _papers(world, expected) if kind == LIMIT else selectors.current(world.subject(label), kind)
    state = row.state.value if row else "none"
    if state != expected["state"]:
        yield f"expected deadline {kind} of {label} {expected['state']} got {state}"
    due = row.due_at if row else None
    if "due" in expected and due != limit(expected["due"]):
        yield f"expected deadline {kind} of {label} due {expected['due']} got {written(due) if due else 'none'}"


def _papers(world: World, expected: Mapping[str, Any]) -> Deadline | None:
    """Of the limits of a month's documents the one that tells most: one that was missed, then one that still runs."""
    rows = months.limits([world.subject(expected["of"]).id], [expected["month"]])
    return min(rows, key=lambda row: TELLING.get(row.state, 2), default=None)
