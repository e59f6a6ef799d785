"""Queries on rehearsals."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from scenarios.models import Rehearsal  # noqa: F401 -- named in the base class


class RehearsalQuerySet(models.QuerySet["Rehearsal"]):
    """Rehearsals, by what is to be done with them."""

    def open(self) -> Self:
        """Those that are not through."""
        return self.filter(finished_at=None, broken_at=None)

    def free(self, heard_before: datetime) -> Self:
        """Those that nobody plays, or whose player was last heard of before then."""
        return self.filter(Q(claim=None) | Q(beat_at__lt=heard_before))

    def of(self, version_id: int) -> Self:
        """Those of one draft, newest first."""
        return self.filter(version=version_id).select_related("by", "against").order_by("-pk")
