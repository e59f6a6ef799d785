from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from core.journal import SYSTEM
from core.subjects import Subject
from deadlines import services
from deadlines.models import Deadline


@pytest.fixture
def clock_of(version, head, wang, at) -> Callable[..., Deadline]:
    """`clock_of(7)` starts Wang's arrival clock of ticket 7 at 08:00, due at 20:00."""

    def start(ticket: int, *, due: str = "2026-03-02 20:00:00", now: datetime | None = None, **more: Any) -> Deadline:
        person = more.get("person", wang)
        eight = at("2026-03-02 08:00:00")
        return services.start(
            kind="arrival", event="sla.arrival.missed", subject=Subject("tickets.ticket", ticket), occurrence="1",
            clause="5, 6.2", version=version, person=person, formula={"within": "12h"}, start_at=eight, due_at=at(due),
            facts={"ticket.engineer": person and person.pk, "ticket.urgent": False, "ticket_cycle": f"{ticket}:1"},
            warn_at=more.get("warn_at"), by_hand=more.get("by_hand", False), actor=SYSTEM, now=now or eight,
        )  # fmt: skip

    return start
