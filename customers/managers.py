"""Queries on customers and machines."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from customers.models import Customer, Machine  # noqa: F401 -- named in the base classes below


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Customers, found by what a caller tells."""

    def told(self, *, name: str, number: str, phone: str | None) -> Self:
        """Those whose name or number begins so, or whose phone it is: each condition has its index."""
        if not (name and number):
            return self.none()
        found = Q(name__startswith=name) | Q(number__startswith=number)
        return self.filter(found | Q(phone=phone) if phone else found)


class MachineQuerySet(models.QuerySet["Machine"]):
    """Machines, found by what a caller tells."""

    def told(self, *, serial: str) -> Self:
        """Those whose serial number begins so."""
        return self.filter(serial__startswith=serial)

    def with_owner(self) -> Self:
        """Joined with what every list of machines shows."""
        return self.select_related("customer", "model", "site")
