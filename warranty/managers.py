"""The one scoped query on papers of a ticket: who sees the ticket sees them, and everybody his own."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.permissions import scopes_of
from accounts.roles import Role
from accounts.selectors import departments_of
from tickets.models import Ticket
from warranty.states import LARGE


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
    """Claims: their own are the engineer's who receives the parts, and his whose job it is now."""

    own = ("engineer",)

    def visible_to(self, person: Any, *, now: datetime) -> Self:
        """The store sees what it handles: reviewers the claims of their department, freight the large ones."""
        scopes = scopes_of(person, "claims", now=now)
        if "all" in scopes:
            return self
        seen = Q(pk__in=super().visible_to(person, now=now).order_by().values("pk"))
        if "department" in scopes:
            seen |= Q(loss_department__in=departments_of(person, Role.LOSS_DEPARTMENT_REVIEWER, now=now))
        if "papers" in scopes:
            seen |= Q(mode__in=LARGE)
        return self.filter(seen)


class OldParts(TicketPapers):
    """Old parts: their own are the handler's."""

    own = ("handler",)

    def visible_to(self, person: Any, *, now: datetime) -> Self:
        """Who takes in, draws and inspects sees all; a reviewer what his department bears the loss of."""
        scopes = scopes_of(person, "old_parts", now=now)
        if "all" in scopes:
            return self
        seen = Q(pk__in=super().visible_to(person, now=now).order_by().values("pk"))
        if "department" in scopes:
            departments = departments_of(person, Role.LOSS_DEPARTMENT_REVIEWER, now=now)
            seen |= Q(claim__loss_department__in=departments)
        return self.filter(seen)
