"""The one scoped query on service cards: who sees the ticket sees its cards."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from accounts.models import Person
from tickets.models import Ticket

if TYPE_CHECKING:
    from fieldservice.models import ServiceCard  # noqa: F401 -- named in the base class below


class CardQuerySet(models.QuerySet["ServiceCard"]):
    def visible_to(self, person: Person, *, now: datetime) -> Self:
        """Cards of visible tickets, and the engineer's own whatever became of the ticket."""
        tickets = Ticket.objects.visible_to(person, now=now)
        return self.filter(Q(ticket__in=tickets) | Q(engineer=person))
