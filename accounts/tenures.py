"""The spans in which a person holds a role or stands in for its holder."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from django.db.models import BigIntegerField, DateTimeField, F, Q, Value

from accounts.models import Delegation, RoleAssignment
from core import prepared

_steps = count(1)
_generation = [0]


@dataclass(frozen=True)
class Tenure:
    """One role from `since` up to but without `until`; `principal` is the holder's id where it is delegated.

    A delegation lasts no longer than its principal's own tenure, `held_since` to `held_until`.
    """

    role: str
    since: datetime
    until: datetime | None
    principal: int | None = None
    held_since: datetime | None = None
    held_until: datetime | None = None

    def covers(self, now: datetime) -> bool:
        begun = self.since <= now and (self.held_since is None or self.held_since <= now)
        return begun and all(end is None or now < end for end in (self.until, self.held_until))


def tenures_of(person: Any) -> list[Tenure]:
    """All tenures of `person`, past ones too, in one statement."""
    return [Tenure(*row.values()) for row in prepared.rows("tenures", _tenures, person=person.pk)]


def _tenures(given: Mapping[str, Any]) -> Any:
    nothing = Value(None, output_field=DateTimeField())
    own = RoleAssignment.objects.filter(person_id=given["person"]).values(
        "role", "since", "until", principal=Value(None, output_field=BigIntegerField()), held_since=nothing,
        held_until=nothing,
    )  # fmt: skip
    delegated = Delegation.objects.filter(
        Q(revoked_at=None),
        deputy_id=given["person"], principal__is_active=True, principal__assignments__role=F("role"),
    ).values(
        "role", "since", "until", "principal_id", "principal__assignments__since", "principal__assignments__until"
    )  # fmt: skip
    return own.order_by().union(delegated.order_by(), all=True)


def generation() -> int:
    """Counts the changes of roles in this process: what was remembered under another number is stale."""
    return _generation[0]


def changed() -> None:
    """Roles were given, ended or delegated."""
    _generation[0] = next(_steps)
