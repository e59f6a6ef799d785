"""`notified`: a notice about something lies in the inbox of a person, or of somebody who holds a role."""

from collections.abc import Iterator, Mapping
from typing import Any

from notifications.models import Notice
from scenarios.checks.registry import check
from scenarios.world import World


@check
def notified(world: World, expected: Mapping[str, Any]) -> Iterator[str]:
    name, about = expected["person"], expected["about"]
    if name in world.people:
        notices = Notice.objects.filter(person_id=world.people[name])
    else:
        notices = Notice.objects.filter(person__assignments__role=name)
    if not notices.filter(about=about).exists():
        got = ", ".join(sorted(set(notices.values_list("about", flat=True)))) or "nothing"
        yield f"expected {name} notified about {about} got {got}"
