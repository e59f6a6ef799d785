"""`logged`: how often an act stands in the journal of an object."""

from collections.abc import Iterator, Mapping
from typing import Any

from core.models import JournalEntry
from scenarios.checks.registry import check
from scenarios.world import World


@check
def logged(world: World, expected: Mapping[str, Any]) -> Iterator[str]:
    subject = world.subject(expected["of"])
    rows = JournalEntry.objects.filter(subject_type=subject.type, subject_id=subject.id, act=expected["do"])
    if rows.count() != expected["times"]:
        yield f"expected {expected['do']} of {expected['of']} logged {expected['times']} times got {rows.count()}"
