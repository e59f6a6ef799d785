"""Queries on customers and machines."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from customers.models import Contract, Customer, ImportUpload, Machine  # noqa: F401 -- named in the base classes


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


class ContractQuerySet(models.QuerySet["Contract"]):
    """Contracts, by the day on which they hold."""

    def holding(self, on: date) -> Self:
        """Those that hold on `on`, first and last day included."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)

    def covering(self, machine_id: int | None) -> Self:
        """Those of all machines, and those that name this one."""
        named = Q(named__machine=machine_id) if machine_id is not None else Q(pk=None)
        return self.filter(named | Q(named=None))


class UploadQuerySet(models.QuerySet["ImportUpload"]):
    """Uploaded files, by what is to be done with them."""

    def waiting(self) -> Self:
        """Those on which a worker has something to do: check what is mapped, run what is confirmed."""
        unchecked = Q(checked_at=None, mapped_at__isnull=False) | Q(confirmed_at__isnull=False)
        return self.filter(unchecked, finished_at=None, broken_at=None)

    def free(self, heard_before: datetime) -> Self:
        """Those that nobody works on, or whose worker was last heard of before then."""
        return self.filter(Q(claim=None) | Q(beat_at__lt=heard_before))

    def left_lying(self, before: datetime) -> Self:
        """Those that nobody confirmed in time, and those that are done long since."""
        return self.filter(
            Q(confirmed_at=None, uploaded_at__lt=before) | Q(finished_at__lt=before) | Q(broken_at__lt=before)
        )
