"""Queries on people by what they hold at an instant."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import UserManager
from django.db import models
from django.db.models import F, Q

if TYPE_CHECKING:
    from accounts.models import Delegation, Person


def lasting(prefix: str, at: datetime) -> Q:
    """The span of an assignment behind `prefix` contains `at`; its end no longer belongs to it."""
    open_end = Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gt": at})
    return open_end & Q(**{f"{prefix}since__lte": at})


class PersonQuerySet(models.QuerySet["Person"]):
    def holding(self, *roles: str, at: datetime) -> Self:
        """People who hold one of `roles` themselves at the instant `at`; deputies are not among them."""
        return self.filter(lasting("assignments__", at), is_active=True, assignments__role__in=roles).distinct()

    def deputising(self, *roles: str, at: datetime) -> Self:
        """People who exercise one of `roles` at `at` in the name of its holder."""
        held = Q(delegations_held__principal__assignments__role=F("delegations_held__role"))
        return self.filter(
            lasting("delegations_held__", at) & lasting("delegations_held__principal__assignments__", at) & held,
            is_active=True,
            delegations_held__principal__is_active=True,
            delegations_held__role__in=roles,
            delegations_held__revoked_at=None,
        ).distinct()


class PersonManager(UserManager["Person"]):
    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db)

    def holding(self, *roles: str, at: datetime) -> PersonQuerySet:
        return self.get_queryset().holding(*roles, at=at)

    def deputising(self, *roles: str, at: datetime) -> PersonQuerySet:
        return self.get_queryset().deputising(*roles, at=at)


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def involving(self, person: "Person") -> Self:
        return self.filter(Q(principal=person) | Q(deputy=person))

    def running(self, at: datetime) -> Self:
        """Neither over nor revoked at `at`."""
        return self.filter(revoked_at=None, until__gt=at)
