"""Which proposals `penalties`, `confirm_penalty` and their like mean."""

from collections.abc import Mapping
from typing import Any

from judgement import selectors
from judgement.models import Proposal
from scenarios.times import day
from scenarios.world import World


def matching(world: World, wanted: Mapping[str, Any]) -> list[Proposal]:
    """The proposals with the object, person, clause, day and month that are named, oldest fact first."""
    return list(
        selectors.proposals(
            of=world.subject(wanted["of"]) if "of" in wanted else None,
            person=world.person(wanted["person"]) if "person" in wanted else None,
            clause=wanted.get("clause"),
            day=day(wanted["day"]) if "day" in wanted else None,
            month=wanted.get("month"),
        )
    )
