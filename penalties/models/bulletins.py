"""Service bulletins (服务通报): what was published inside the company, and who has read it (9.9, 9.12)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from judgement.models import Proposal
from penalties.states import BulletinState
from rulebook.models import RulebookVersion
from tickets.models import Complaint

PERSON = settings.AUTH_USER_MODEL


class Bulletin(models.Model):
    """One publication; its words are never changed: what was wrong is withdrawn and said anew."""

    number = models.CharField(_("编号"), max_length=20, unique=True)
    title = models.CharField(_("标题"), max_length=200)
    text = models.TextField(_("内容"))
    clause = models.CharField(_("条款"), max_length=20)
    version = models.ForeignKey(RulebookVersion, models.PROTECT, related_name="+", verbose_name=_("制度版本"))
    persons: Any = models.ManyToManyField(PERSON, blank=True, related_name="bulletins", verbose_name=_("涉及人员"))
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, null=True, related_name="bulletins", verbose_name=_("考核")
    )
    complaint = models.ForeignKey(
        Complaint, models.PROTECT, null=True, related_name="bulletins", verbose_name=_("投诉")
    )
    state = FSMField(
        _("状态"), max_length=10, choices=BulletinState.choices, default=BulletinState.PUBLISHED, protected=True
    )
    published_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("发布人"))
    published_at = models.DateTimeField(_("发布时间"))
    withdrawn_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("撤回人"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)
    withdrawal = models.TextField(_("撤回理由"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("服务通报")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(state="published"), name="one_bulletin_stands_per_penalty"
            ),
            models.CheckConstraint(
                condition=Q(state="published", withdrawn_at=None) | Q(state="withdrawn", withdrawn_at__isnull=False),
                name="bulletin_withdrawn_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("penalties:bulletin", args=[self.number])

    @transition(field=state, source=BulletinState.PUBLISHED, target=BulletinState.WITHDRAWN)
    def withdraw(self, *, by: Any, at: datetime, words: str) -> None:
        """It stays readable, with the reason; everybody who was told is told again."""
        self.withdrawn_by, self.withdrawn_at, self.withdrawal = by, at, words


class BulletinReceipt(models.Model):
    """Somebody has read a bulletin. Append-only."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="receipts")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("确认时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("通报阅读确认")
        constraints = [models.UniqueConstraint(fields=["bulletin", "by"], name="bulletin_read_once")]
