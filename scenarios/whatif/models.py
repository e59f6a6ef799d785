"""Replays that were asked for on a page: the question, how far it is, the answer."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rulebook.models import RulebookVersion
from scenarios.whatif.states import Phase

# Without a sign of life for so long, whoever worked on it is gone and another may begin anew.
PATIENCE = timedelta(minutes=3)


class WhatIfQuerySet(models.QuerySet["WhatIf"]):
    """Replays, by what is to be done with them."""

    def open(self) -> Self:
        """Those that are not through."""
        return self.filter(finished_at=None, broken_at=None)

    def told(self) -> Self:
        """For lists: without the text of the book and the answer."""
        return self.defer("book", "report").select_related("by", "version").order_by("-pk")


class WhatIf(models.Model):
    """One question: this text of a book, these days. `report` is the answer in plain values, empty until then."""

    name = models.CharField(_("试算的制度"), max_length=200)
    version = models.ForeignKey(
        RulebookVersion, models.SET_NULL, null=True, related_name="+", verbose_name=_("制度版本")
    )
    # The text itself: a draft may be written on or given up meanwhile.
    book = models.TextField()
    first = models.DateField(_("开始日期"))
    last = models.DateField(_("结束日期"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("操作人"))
    asked_at = models.DateTimeField(_("提出时间"))
    finished_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    report = models.JSONField(default=dict)
    # Who works on it, how far he is, and when he was last heard of.
    claim = models.UUIDField(null=True)
    beat_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    looked_at = models.PositiveIntegerField(default=0)
    whole = models.PositiveIntegerField(default=0)

    objects = WhatIfQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("以往记录试算")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["id"], name="what_if_waiting", condition=Q(finished_at=None, broken_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.first} – {self.last}"

    @property
    def phase(self) -> Phase:
        if self.broken_at:
            return Phase.BROKEN
        if self.finished_at:
            return Phase.DONE
        return Phase.RUNNING if self.claim else Phase.WAITING

    @property
    def working(self) -> bool:
        """Whether a worker has it, or will have it."""
        return self.phase in (Phase.RUNNING, Phase.WAITING)
