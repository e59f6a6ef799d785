"""The one scoped query on papers of a ticket: who sees the ticket sees them, and everybody his own."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from tickets.models import Ticket


class TicketPapers(models.QuerySet[Any]):
    """Papers with a `ticket`; `own` names the columns of people whose own they are."""

    own: tuple[str, ...] = ("author",)

    def visible_to(self, person: Any, *, now: datetime) -> Self:
        """Papers of visible tickets, and one's own whatever became of the ticket."""
        seen = Q(ticket__in=Ticket.objects.visible_to(person, now=now))
        for name in self.own:
            seen |= Q(**{name: person.pk})
        return self.filter(seen)


class ClaimPapers(TicketPapers):
    """Claims: their own are the engineer's who receives the parts."""

    own = ("engineer",)


class OldParts(TicketPapers):
    """Old parts: their own are the handler's."""

    own = ("handler",)
