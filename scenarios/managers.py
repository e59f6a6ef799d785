"""Queries on rehearsals, and on all that waits for a worker."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from scenarios.models import Rehearsal  # noqa: F401 -- named in the base class

M = TypeVar("M", bound=models.Model)


def next_to_work_on(
    rows: "models.QuerySet[M]", *, besides: "models.QuerySet[Any]", heard_before: datetime
) -> M | None:
    """Of `rows`, none of them through, the oldest that nobody works on; None while one is, or one of `besides`.

    Each holds a thread of the worker for minutes, and deadlines need one too. A worker last heard of before then is
    gone. To be called in a transaction: all rows are locked first, so that of two workers one sees what the other
    has taken.
    """
    both = sorted((rows, besides), key=lambda one: one.model._meta.label)
    for kind in both:
        list(kind.order_by("pk").select_for_update().values_list("pk"))
    if any(kind.filter(beat_at__gte=heard_before).exclude(claim=None).exists() for kind in both):
        return None
    return rows.filter(Q(claim=None) | Q(beat_at__lt=heard_before)).order_by("pk").first()


class RehearsalQuerySet(models.QuerySet["Rehearsal"]):
    """Rehearsals, by what is to be done with them."""

    def open(self) -> Self:
        """Those that are not through."""
        return self.filter(finished_at=None, broken_at=None)

    def of(self, version_id: int) -> Self:
        """Those of one draft, newest first."""
        return self.filter(version=version_id).select_related("by", "against").order_by("-pk")
