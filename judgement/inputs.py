"""What an app tells the judgement about something that happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from accounts.models import Person
from core.subjects import Subject
from rulebook.models import RulebookVersion


@dataclass(frozen=True)
class FactInput:
    """One event of the book's registry, complete: judging it needs nothing else.

    `at` is when it happened (for a missed deadline its due instant, never when that was noticed); `person` is
    whom it is about, if anybody; `facts` are flat, with the dotted keys of the event registry.
    """

    event: str
    subject: Subject
    version: RulebookVersion
    at: datetime
    person: Person | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    occurrence: str = ""
    epoch: int = 1
    thread: Subject | None = None

    def as_epoch(self, epoch: int) -> "FactInput":
        return replace(self, epoch=epoch)
