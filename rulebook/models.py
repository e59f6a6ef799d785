"""Published and drafted versions of the company's regulation."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from rulebook.book import kept, parsed
from rulebook.managers import VersionQuerySet
from rulebook.states import VersionState

if TYPE_CHECKING:
    from rulebook.book import Book


class BookDocument(models.Model):
    """The text of a book under its own digest. Append-only, and apart so that joins to a version stay light."""

    digest = models.CharField(max_length=64, primary_key=True)
    document = models.JSONField()

    class Meta:
        verbose_name = verbose_name_plural = _("制度文本")

    def __str__(self) -> str:
        return self.digest


class RulebookVersion(models.Model):
    """One version of a book. Published ones never change: the database refuses it."""

    slug = models.SlugField(_("制度"), max_length=60)
    number = models.PositiveIntegerField(_("版本"))
    content = models.ForeignKey(BookDocument, models.PROTECT, related_name="+")
    effective_from = models.DateField(_("生效日期"))
    state = FSMField(_("状态"), max_length=12, choices=VersionState.choices, default=VersionState.DRAFT, protected=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # Everybody who wrote in the draft: none of them may publish it.
    hands = models.JSONField(default=list)
    publisher = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("制度版本")
        ordering = ["slug", "number"]
        constraints = [models.UniqueConstraint(fields=["slug", "number"], name="rulebook_version_number")]
        indexes = [models.Index(fields=["slug", "state", "effective_from"], name="rulebook_in_force")]

    def __str__(self) -> str:
        return f"{self.slug} v{self.number}"

    @property
    def digest(self) -> str:
        return str(self.content_id)

    @property
    def document(self) -> dict[str, Any]:
        """The document as it was published, parameters by name."""
        document: dict[str, Any] = self.content.document
        return document

    @property
    def book(self) -> "Book":
        """The parsed document, kept for the life of the process by its digest."""
        return kept(self.digest) or parsed(self.digest, self.document)

    @transition(field=state, source=VersionState.DRAFT, target=VersionState.PUBLISHED)
    def publish(self, *, publisher: Any, effective_from: date, at: datetime) -> None:
        """Domain 0.8 and rulebook.md: from now on immutable."""
        self.publisher, self.effective_from, self.published_at = publisher, effective_from, at

    @transition(field=state, source=VersionState.DRAFT, target=VersionState.DISCARDED)
    def discard(self) -> None:
        """Given up; it stays to be read as it was, and its number is not used again."""
