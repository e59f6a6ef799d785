"""The one scoped query on tickets: who may see which (default: none)."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Person
from accounts.permissions import roles_of
from accounts.roles import Role
from tickets.states import FINAL, OPEN

if TYPE_CHECKING:
    from tickets.models import Ticket

SEE_ALL = frozenset({
    Role.LIAISON, Role.CLERK, Role.SERVICE_SUPERVISOR, Role.QUALITY_SERVICE_SUPERVISOR,
    Role.DEPT_HEAD, Role.GENERAL_MANAGER, Role.AUDITOR,
})  # fmt: skip


class TicketQuerySet(models.QuerySet["Ticket"]):
    def visible_to(self, person: Person, *, now: datetime) -> Self:
        """The desk, managers and the auditor see all; an engineer his jobs; an office head those of his office."""
        roles = roles_of(person, now=now)
        if roles & SEE_ALL:
            return self
        scope = Q(pk__in=[])
        if Role.FIELD_ENGINEER in roles:
            scope |= Q(engineer=person) | (Q(state__in=FINAL) & self._served_by(person))
        if Role.OFFICE_HEAD in roles and person.office_id:
            scope |= Q(office=person.office_id)
        return self.filter(scope)

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def _served_by(self, person: Person) -> Q:
        assignments = self.model._meta.get_field("assignments").related_model._base_manager
        return Q(Exists(assignments.filter(ticket=OuterRef("pk"), engineer=person)))
