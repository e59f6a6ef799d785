"""Queries on people by what they hold at an instant."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import UserManager
from django.db import models
from django.db.models import F, Q

if TYPE_CHECKING:
    from accounts.models import Delegation, Person, RoleAssignment  # noqa: F401 -- they type the querysets


def lasting(prefix: str, at: datetime) -> Q:
    """The span of an assignment behind `prefix` contains `at`; its end no longer belongs to it."""
    open_end = Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gt": at})
    return open_end & Q(**{f"{prefix}since__lte": at})


class PersonQuerySet(models.QuerySet["Person"]):
    def holding(self, *roles: str, at: datetime) -> Self:
        """People who hold one of `roles` themselves at the instant `at`; deputies are not among them."""
        return self.filter(lasting("assignments__", at), is_active=True, assignments__role__in=roles).distinct()


class PersonManager(UserManager["Person"]):
    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db)

    def holding(self, *roles: str, at: datetime) -> PersonQuerySet:
        return self.get_queryset().holding(*roles, at=at)


class AssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def lasting(self, at: datetime) -> Self:
        """Tenures that contain `at`, of active people, with them."""
        return self.filter(lasting("", at), person__is_active=True).select_related("person").order_by("pk")


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def involving(self, person: "Person") -> Self:
        return self.filter(Q(principal=person) | Q(deputy=person))

    def running(self, at: datetime) -> Self:
        """Neither over nor revoked at `at`."""
        return self.filter(revoked_at=None, until__gt=at)

    def effective(self, at: datetime) -> Self:
        """Those under which a deputy acts at `at`: running, and its principal still holds the role himself."""
        begun = self.running(at).filter(since__lte=at, principal__is_active=True, deputy__is_active=True)
        held = lasting("principal__assignments__", at) & Q(principal__assignments__role=F("role"))
        return begun.filter(held).select_related("deputy").order_by("pk").distinct()
