"""`obligation`: what a customer is owed in a period, or by the turn that runs now."""

from collections.abc import Iterator, Mapping
from typing import Any

from core.subjects import Subject
from deadlines.models import Deadline
from deadlines.selectors import of_subject
from deadlines.states import DeadlineState
from rulebook.book import Book
from rulebook.selectors import in_force
from scenarios.checks.registry import check
from scenarios.times import limit, written
from scenarios.world import World

# The turn of an obligation in spans that was opened last; the others are told by their calendar period.
RUNNING = "running"
TOLD = {DeadlineState.MET: "done", DeadlineState.ENDED: "none"}


@check
def obligation(world: World, expected: Mapping[str, Any]) -> Iterator[str]:
    kind, customer, period = expected["kind"], expected["customer"], expected["period"]
    row = _row(world, kind, customer, period)
    state = TOLD.get(row.state, row.state.value) if row else "none"
    if state != expected["state"]:
        yield f"expected obligation {kind} of {customer} in {period} {expected['state']} got {state}"
    due = row.due_at if row else None
    if "due" in expected and due != limit(expected["due"]):
        yield f"expected obligation {kind} of {customer} due {expected['due']} got {written(due) if due else 'none'}"


def _row(world: World, kind: str, customer: str, period: str) -> Deadline | None:
    ids = _ids(in_force(now=world.now).book, kind)
    rows = [row for row in of_subject(Subject.of(world.customer(customer))) if row.kind in ids]
    found = [row for row in rows if period in (RUNNING, row.occurrence)]
    return found[-1] if found else None


def _ids(book: Book, kind: str) -> set[str]:
    """The obligations that are called so, or that are fulfilled by a survey called so (visit: visit_a, visit_b)."""
    return {name for name, owed in book.obligations.items() if kind in (name, owed.survey)}
