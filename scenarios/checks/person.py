"""`person`: whether somebody is active, away or off post."""

from collections.abc import Iterator, Mapping
from typing import Any

from accounts.models import Absence
from accounts.states import PersonState
from core.clock import local_day
from scenarios.checks.registry import check
from scenarios.world import World

ABSENT = {"leave": PersonState.ON_LEAVE, "training": PersonState.TRAINING}


@check
def person(world: World, expected: Mapping[str, Any]) -> Iterator[str]:
    for name, fields in expected.items():
        got = _status(world, name)
        if got != fields["status"]:
            yield f"expected person {name} {fields['status']} got {got}"


def _status(world: World, name: str) -> str:
    row, today = world.person(name), local_day(world.now)
    absence = Absence.objects.filter(person=row, first_day__lte=today, last_day__gte=today).first()
    if row.state == PersonState.ACTIVE and absence:
        return ABSENT[absence.kind].value
    return str(row.state)
