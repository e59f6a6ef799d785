"""The objection of the person concerned to a penalty that was confirmed (申诉, reading E6)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from judgement.models import Proposal
from penalties.states import AppealState

PERSON = settings.AUTH_USER_MODEL


class Appeal(models.Model):
    """One objection to one penalty, decided once; what was written and what was decided stay as they are."""

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="appeal", verbose_name=_("考核"))
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="appeals", verbose_name=_("申诉人"))
    reason = models.TextField(_("申诉理由"))
    filed_at = models.DateTimeField(_("提出时间"))
    state = FSMField(
        _("状态"), max_length=10, choices=AppealState.choices, default=AppealState.SUBMITTED, protected=True
    )
    # Where the general manager confirmed himself: who decides in his place, for this case only.
    deputy = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("本案代理人"))
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("裁定人"))
    decided_at = models.DateTimeField(_("裁定时间"), null=True)
    decision = models.TextField(_("裁定理由"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("考核申诉")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["filed_at"], name="appeal_waiting", condition=Q(state="submitted")),
            models.Index(fields=["person", "-id"], name="appeal_by_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["submitted", "closed"], decided_by=None)
                | Q(state__in=["upheld", "granted"], decided_by__isnull=False, decided_at__isnull=False),
                name="appeal_decided_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.filed_at:%Y-%m-%d}"

    @transition(field=state, source=AppealState.SUBMITTED, target=AppealState.UPHELD)
    def uphold(self, *, by: Any, at: datetime, words: str) -> None:
        """The penalty stands."""
        self.decided_by, self.decided_at, self.decision = by, at, words

    @transition(field=state, source=AppealState.SUBMITTED, target=AppealState.GRANTED)
    def grant(self, *, by: Any, at: datetime, words: str) -> None:
        """The penalty is revoked by a counter-entry."""
        self.decided_by, self.decided_at, self.decision = by, at, words

    @transition(field=state, source=AppealState.SUBMITTED, target=AppealState.CLOSED)
    def close(self) -> None:
        """The penalty fell without the appeal: nothing is left to decide."""
