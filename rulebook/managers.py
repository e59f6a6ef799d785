"""Queries over versions."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models

from rulebook.states import VersionState

if TYPE_CHECKING:
    from rulebook.models import RulebookVersion


class VersionQuerySet(models.QuerySet["RulebookVersion"]):
    """Versions of books."""

    def published(self, slug: "str | models.Subquery") -> "VersionQuerySet":
        return self.filter(slug=slug, state=VersionState.PUBLISHED)

    def in_force_on(self, slug: "str | models.Subquery", day: date) -> "VersionQuerySet":
        """The published version with the latest effective date up to `day`, or none; of two, the higher number."""
        begun = self.published(slug).filter(effective_from__lte=day)
        return begun.order_by("-effective_from", "-number")[:1]

    def newest(self, slug: str) -> "RulebookVersion | None":
        """The published version that takes effect last: what a later one changes."""
        return self.published(slug).order_by("-effective_from", "-number").first()
