"""Published and drafted versions of the company's regulation."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from rulebook.states import VersionState

if TYPE_CHECKING:
    from rulebook.book import Book


class RulebookVersion(models.Model):
    """One version of a book. Published ones never change: the database refuses it."""

    slug = models.SlugField(_("制度"), max_length=60)
    number = models.PositiveIntegerField(_("版本"))
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    effective_from = models.DateField(_("生效日期"))
    state = FSMField(
        _("状态"), max_length=12, choices=VersionState.choices, default=VersionState.DRAFT, protected=True
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    publisher = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("制度版本")
        ordering = ["slug", "number"]
        constraints = [models.UniqueConstraint(fields=["slug", "number"], name="rulebook_version_number")]
        indexes = [models.Index(fields=["slug", "state", "effective_from"])]

    def __str__(self) -> str:
        return f"{self.slug} v{self.number}"

    @property
    def book(self) -> "Book":
        """The parsed document, cached for the life of the process by its digest."""
        from rulebook.book import parsed

        return parsed(self.digest, self.document)

    @transition(field=state, source=VersionState.DRAFT, target=VersionState.PUBLISHED)
    def publish(self, *, publisher: settings.AUTH_USER_MODEL, effective_from: date, now) -> None:  # type: ignore[name-defined]
        """Domain 0.8 and rulebook.md: from now on immutable."""
        self.publisher, self.effective_from, self.published_at = publisher, effective_from, now
