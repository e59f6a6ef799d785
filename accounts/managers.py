"""Queries on people by what they hold at an instant."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import UserManager
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from accounts.models import Person


class PersonQuerySet(models.QuerySet["Person"]):
    def holding(self, *roles: str, at: datetime) -> Self:
        """People who hold one of `roles` themselves at the instant `at`; deputies are not among them."""
        lasting = Q(assignments__until=None) | Q(assignments__until__gt=at)
        return self.filter(lasting, is_active=True, assignments__role__in=roles, assignments__since__lte=at).distinct()


class PersonManager(UserManager["Person"]):
    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db)

    def holding(self, *roles: str, at: datetime) -> PersonQuerySet:
        return self.get_queryset().holding(*roles, at=at)
