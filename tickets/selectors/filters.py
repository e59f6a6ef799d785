"""What the reader of a queue narrows it to, as it stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Self

from django.db.models import Q

NOBODY = "none"
COVERS: Mapping[str, Q] = {"free": Q(free=True), "paid": Q(free=False), "unknown": Q(free=None)}


@dataclass(frozen=True)
class Filters:
    """Every field is the text of its parameter; an empty one narrows nothing, an unknown one finds nothing.

    `engineer` is a person's id or `none`; `cover` one of COVERS; `urgent` and `late` are "1".
    """

    zone: str = ""
    province: str = ""
    engineer: str = ""
    service_class: str = ""
    cover: str = ""
    urgent: str = ""
    late: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """Out of an address; NUL and endless texts are no filters."""
        return cls(**{one.name: str(given.get(one.name, ""))[:80] for one in fields(cls)})

    def __bool__(self) -> bool:
        return bool(self.given())

    def given(self) -> dict[str, str]:
        """The parameters that narrow something."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name))}

    @property
    def common(self) -> bool:
        """Whether many readers ask for the same: it names no person."""
        return self.engineer in ("", NOBODY)

    def condition(self, *, now: datetime) -> Q:
        found = Q(**{name: value for name, value in self.given().items() if name in ("zone", "province")})
        if self.service_class:
            found &= Q(service_class=self.service_class)
        if self.engineer:
            found &= _engineer(self.engineer)
        if self.cover:
            found &= COVERS.get(self.cover, Q(pk__in=[]))
        if self.urgent:
            found &= Q(urgent=True)
        return found & Q(waits_until__lt=now) if self.late else found


def _engineer(told: str) -> Q:
    if told == NOBODY:
        return Q(engineer=None)
    return Q(engineer=int(told)) if told.isdecimal() and len(told) < 19 else Q(pk__in=[])
