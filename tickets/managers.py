"""The one scoped query on tickets: who may see which (default: none)."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Person
from accounts.permissions import scopes_of
from tickets.states import FINAL, OPEN

if TYPE_CHECKING:
    from tickets.models import Ticket  # noqa: F401 -- named in the base class below


class TicketQuerySet(models.QuerySet["Ticket"]):
    def visible_to(self, person: Person, *, now: datetime) -> Self:
        """The desk, managers and the auditor see all; an engineer his jobs; an office head those of his office."""
        scopes = scopes_of(person, "tickets", now=now)
        if "all" in scopes:
            return self
        seen = Q(pk__in=[])
        if "own" in scopes:
            seen |= Q(engineer=person) | (Q(state__in=FINAL) & self._served_by(person))
        if "office" in scopes and person.office_id:
            seen |= Q(office=person.office_id)
        # Scope "papers" of the store opens with the papers themselves; until then it shows nothing.
        return self.filter(seen)

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def _served_by(self, person: Person) -> Q:
        from tickets.models import Assignment  # the models import this module

        return Q(Exists(Assignment.objects.filter(ticket=OuterRef("pk"), engineer=person)))
