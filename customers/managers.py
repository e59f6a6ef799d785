"""Queries on customers and machines."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from customers.models import Customer, Machine


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Customers; scope and search are added by selectors."""


class MachineQuerySet(models.QuerySet["Machine"]):
    """Machines; scope and search are added by selectors."""
