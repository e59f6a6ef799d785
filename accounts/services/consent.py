"""Whether check-ins may keep where somebody is: his own to give and to take back, at any time (reliability S15)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Person
from accounts.permissions import authorize
from core import journal
from core.transitions import lock


@transaction.atomic
def consent_to_position(*, given: bool, actor: Any, now: datetime) -> Person:
    """From now on a check-in keeps the position, or keeps none; what was said before changes nothing."""
    authorize(actor, "consent_to_position", now=now)
    person: Person = lock(actor)
    if (person.position_consent_at is not None) == given:
        return person
    person.position_consent_at = actor.position_consent_at = now if given else None
    person.save(update_fields=["position_consent_at"])
    journal.record(person, "consent_to_position", actor=actor, now=now, data={"given": given})
    return person
