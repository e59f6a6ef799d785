"""The verbs of scenario/1: each a small function that calls exactly one service."""

from typing import Any

from core.errors import NotBuilt
from scenarios.acting import Act
from scenarios.verbs import (
    cards,
    claims,
    contacts,
    customers,
    daily,
    enquiries,
    months,
    offences,
    old_parts,
    penalties,
    people,
    regulation,
    tickets,
    trips,
    warranty,
)
from scenarios.verbs.registry import VERBS

__all__ = [
    "VERBS", "cards", "claims", "contacts", "customers", "daily", "do", "enquiries", "months", "offences", "old_parts",
    "penalties", "people", "regulation", "tickets", "trips", "warranty",
]  # fmt: skip


def do(act: Act) -> Any:
    """Do the step's verb and return what it created; NotBuilt names the verb, wherever it is missing."""
    verb = VERBS.get(act.step.verb or "")
    try:
        if verb is not None:
            return verb(act)
    except NotBuilt:
        pass
    raise NotBuilt(act.step.verb)
