"""A company, many clocks about to run out, and a product to be killed; needs PostgreSQL and its own quiet run."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from core.journal import SYSTEM
from core.subjects import Subject
from deadlines import services
from deadlines.models import Deadline
from tests import factories
from tests.chaos.installation import Installation
from tests.factories import World

# Far beyond the numbers of the tickets that people report meanwhile.
FIRST = 1_000_000


@pytest.fixture
def world(transactional_db: None) -> World:
    return factories.company()


@pytest.fixture
def running_out(world: World) -> Callable[..., list[int]]:
    """`running_out(2000, over=40, first=5)`: so many of Zhang Wei's clocks, due one after the other within 40 s,
    the first in five."""

    def fill(count: int, *, over: float = 0, first: float = -1, start: int = FIRST) -> list[int]:
        now = timezone.now()
        pattern = _clock(world, now, start)
        own = ("id", "subject_id", "facts", "due_at")
        fields = {f.attname: getattr(pattern, f.attname) for f in Deadline._meta.fields if f.attname not in own}
        rows = [
            Deadline(
                **fields, subject_id=start + number, due_at=now + timedelta(seconds=first + over * number / count),
                facts={**pattern.facts, "ticket_cycle": f"{start + number}:1"},
            )
            for number in range(1, count + 1)
        ]  # fmt: skip
        return [row.pk for row in Deadline.objects.bulk_create(rows)]

    return fill


def _clock(world: World, now: datetime, subject: int) -> Deadline:
    """A clock with a day left, started by its act: the pattern of the others."""
    return services.start(
        kind="arrival", event="sla.arrival.missed", subject=Subject("tickets.ticket", subject), occurrence="1",
        clause="5, 6.2", version=world.book, person=world.e1, formula={"within": "12h"}, start_at=now,
        due_at=now + timedelta(days=1), by_hand=False, actor=SYSTEM, now=now,
        facts={"ticket.engineer": world.e1.pk, "ticket.urgent": False, "ticket_cycle": f"{subject}:1"},
    )  # fmt: skip


@pytest.fixture
def product(world: World, tmp_path: Path) -> Iterator[Installation]:
    """Not started yet; killed at the end. What its processes said is printed where a test fails."""
    installation = Installation(tmp_path)
    yield installation
    installation.stop()
    print(installation.logs())  # noqa: T201 -- pytest shows it with a failure
