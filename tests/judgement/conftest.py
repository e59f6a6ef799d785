"""A company with a head, two engineers and the shipped book, and facts as the product writes them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from accounts.models import Person
from core.subjects import Subject
from judgement.inputs import FactInput

TICKET = Subject("tickets.ticket", 41)


@pytest.fixture
def eight(at) -> datetime:
    return at("2026-03-02 08:00:00")


@pytest.fixture
def late(version, wang, at) -> Callable[..., FactInput]:
    """`late(urgent=True)` is the fact that Wang missed the arrival limit of ticket 41 at 20:00."""

    def build(
        *, person: Person | None = wang, due: str = "2026-03-02 20:00:00", epoch: int = 1, **more: Any
    ) -> FactInput:
        facts = {
            "ticket.engineer": person and person.pk, "ticket.urgent": more.get("urgent", False),
            "ticket.zone": "in_province", "ticket.cycle": more.get("cycle", 1),
            "ticket_cycle": f"41:{more.get('cycle', 1)}", "deadline.by_hand": more.get("by_hand", False),
        }  # fmt: skip
        return FactInput(
            event="sla.arrival.missed", subject=more.get("subject", TICKET), version=version, at=at(due), person=person,
            facts=facts, occurrence=str(more.get("cycle", 1)), epoch=epoch,
        )  # fmt: skip

    return build


@pytest.fixture
def incident(version, at) -> Callable[..., FactInput]:
    """`incident("conduct", wang, 7)` is a recorded breach; `on` is when it happened."""

    def build(kind: str, person: Person, number: int, *, on: str = "2026-03-02 10:00:00", **facts: Any) -> FactInput:
        known = {"incident.person": person.pk, "incident.person_kind": person.kind, "incident.claim": True,
                 "incident.proceeds": None, "incident.assessed_loss": None, **facts}  # fmt: skip
        return FactInput(
            event=f"incident.{kind}", subject=Subject("penalties.incident", number), version=version, at=at(on),
            person=person, facts=known,
        )  # fmt: skip

    return build
