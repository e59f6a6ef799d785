"""Scoped queries: who sees the ticket sees its cards; an engineer sees his own journeys, the office all."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from accounts.models import Person
from accounts.permissions import scopes_of
from tickets.models import Ticket

if TYPE_CHECKING:
    from fieldservice.models import ServiceCard, Trip  # noqa: F401 -- named in the base classes below


class CardQuerySet(models.QuerySet["ServiceCard"]):
    def visible_to(self, person: Person, *, now: datetime) -> Self:
        """Cards of visible tickets, and the engineer's own whatever became of the ticket."""
        tickets = Ticket.objects.visible_to(person, now=now)
        return self.filter(Q(ticket__in=tickets) | Q(engineer=person))


class TripQuerySet(models.QuerySet["Trip"]):
    def visible_to(self, person: Person, *, now: datetime) -> Self:
        """Nothing by default."""
        scopes = scopes_of(person, "trips", now=now)
        if "all" in scopes:
            return self
        return self.filter(engineer=person) if "own" in scopes else self.none()
