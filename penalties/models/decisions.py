"""What people report and decide: incidents, written proofs, decisions and the ledger they end in."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from core.subjects import SubjectFields
from judgement.models import Proposal
from penalties.states import DecisionKind, EntryKind, IncidentKind, IncidentState, ProofState


class Incident(models.Model):
    """A breach that only a person can report (违规事实); evidence is required (regulation B.2)."""

    number = models.CharField(_("编号"), max_length=20, unique=True)
    kind = models.CharField(_("类别"), max_length=30, choices=IncidentKind.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("当事人"))
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True)
    happened_at = models.DateTimeField(_("发生时间"))
    facts = models.TextField(_("事实"))
    claim = models.BooleanField(_("用户提出索赔"), default=True)
    proceeds = models.DecimalField(_("所得金额"), max_digits=12, decimal_places=2, null=True, blank=True)
    assessed_loss = models.DecimalField(_("核定损失"), max_digits=12, decimal_places=2, null=True, blank=True)
    state = FSMField(
        _("状态"), max_length=10, choices=IncidentState.choices, default=IncidentState.RECORDED, protected=True
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("违规事实")
        ordering = ["-id"]
        indexes = [models.Index(fields=["person", "-id"], name="incident_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(proceeds=None) | Q(proceeds__gte=0)) & (Q(assessed_loss=None) | Q(assessed_loss__gte=0)),
                name="incident_amounts_not_negative",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"

    @transition(field=state, source="*", target=IncidentState.AMENDED)
    def amend(self, *, proceeds: Any = None, assessed_loss: Any = None) -> None:
        """Amounts that were unknown when it was recorded (9.11b, 9.3e)."""
        self.proceeds = self.proceeds if proceeds is None else proceeds
        self.assessed_loss = self.assessed_loss if assessed_loss is None else assessed_loss


class WrittenProof(SubjectFields):
    """The written proof (书面证明) of special circumstances behind a missed limit (regulation 6.2c)."""

    deadline_kind = models.CharField(max_length=30)
    occurrence = models.CharField(max_length=60)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提交人"))
    reason = models.TextField(_("特殊情况"))
    filed_at = models.DateTimeField(_("提交时间"))
    state = FSMField(
        _("状态"), max_length=10, choices=ProofState.choices, default=ProofState.SUBMITTED, protected=True
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("裁决时间"), null=True)
    decision_reason = models.TextField(_("裁决理由"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("书面证明")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "deadline_kind", "occurrence"],
                condition=Q(state="submitted"), name="one_proof_waiting_per_limit",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person} {self.filed_at:%Y-%m-%d}"

    @transition(field=state, source=ProofState.SUBMITTED, target=ProofState.ACCEPTED)
    def accept(self, *, by: Any, at: datetime, words: str) -> None:
        """The linked penalties are waived, the limit reads "missed, excused"."""
        self.decided_by, self.decided_at, self.decision_reason = by, at, words

    @transition(field=state, source=ProofState.SUBMITTED, target=ProofState.REFUSED)
    def refuse(self, *, by: Any, at: datetime, words: str) -> None:
        self.decided_by, self.decided_at, self.decision_reason = by, at, words


class Decision(models.Model):
    """One human decision on one proposal. Append-only."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=DecisionKind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=80)
    charged_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    amounts = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("裁决")
        indexes = [models.Index(fields=["at"], name="decisions_by_time")]


class LedgerEntry(models.Model):
    """One amount on a person's account in a month. Append-only; a revocation is a row with the opposite sign."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="ledger")
    month = models.CharField(max_length=7)
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    clause = models.CharField(max_length=20)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="entries")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="entries")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("台账")
        indexes = [
            models.Index(fields=["person", "month"], name="ledger_by_person_month"),
            models.Index(fields=["month"], name="ledger_by_month"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses=None, amount__gte=0) | Q(reverses__isnull=False, amount__lte=0),
                name="ledger_sign_tells_reversal",
            )
        ]
