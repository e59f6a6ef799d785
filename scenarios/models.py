"""Rehearsals of drafts: asked for by a person, played by a worker, read on the draft's page."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rulebook.models import BookDocument, RulebookVersion
from scenarios.managers import RehearsalQuerySet
from scenarios.rehearsals.states import Phase, Scope
from scenarios.whatif.models import WhatIf

__all__ = ["Rehearsal", "WhatIf"]

# Without a sign of life for so long, whoever played is gone and another may begin anew.
PATIENCE = timedelta(minutes=5)


class Rehearsal(models.Model):
    """One run of stories by a draft. Like an import it is told by its instants; nothing that it plays is kept.

    `results` holds one entry a story: scenario, clause, file, step, message, and, where the draft failed it, `before`:
    whether the version in force plays it as told.
    """

    version = models.ForeignKey(RulebookVersion, models.PROTECT, related_name="rehearsals", verbose_name=_("制度版本"))
    # The text that is played: the draft may be written on meanwhile.
    content = models.ForeignKey(BookDocument, models.PROTECT, related_name="+")
    against = models.ForeignKey(RulebookVersion, models.PROTECT, related_name="+", verbose_name=_("对照版本"))
    scope = models.CharField(_("案例范围"), max_length=12, choices=Scope.choices)
    # The clauses whose stories are played; empty for all.
    clauses = models.JSONField(default=list)
    # Files of one's own, by name.
    uploads = models.JSONField(default=dict)
    stories = models.PositiveIntegerField(_("案例数"))
    results = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("操作人"))
    asked_at = models.DateTimeField(_("开始时间"))
    finished_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)
    # Who plays it, and when he was last heard of.
    claim = models.UUIDField(null=True)
    beat_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = RehearsalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("案例试算")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["id"], name="rehearsal_waiting", condition=Q(finished_at=None, broken_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.version} · {self.pk}"

    @property
    def phase(self) -> Phase:
        if self.broken_at:
            return Phase.BROKEN
        if self.finished_at:
            return Phase.DONE
        return Phase.RUNNING if self.claim else Phase.WAITING

    @property
    def working(self) -> bool:
        return self.phase in (Phase.RUNNING, Phase.WAITING)

    @property
    def failed(self) -> list[dict[str, Any]]:
        """The stories that the draft does not play as they are told."""
        return [row for row in self.results if row["message"]]
