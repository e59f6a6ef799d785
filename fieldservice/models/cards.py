"""The service card (现场服务卡): sealed when the customer signs, counted when the department has it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from core.errors import WrongState
from core.models import StoredFile
from fieldservice.managers import CardQuerySet
from fieldservice.states import STANDING, CardState, CreditKind
from tickets.models import Ticket

S = CardState


class ServiceCard(models.Model):
    """What was done in one cycle of a ticket, in the engineer's words, and the customer's signature under it.

    From the signature on the database refuses every change of the sealed columns (6.11, 7.7). What has to be put
    right is a further revision with a signature of its own.
    """

    # Of the seals of version 1, which still verify; a column once in a list stays there.
    SEALED_1 = (
        "ticket_id", "cycle", "engineer_id", "number", "work_done", "cause_analysis", "result", "training_done",
        "training_reason", "cleaned_up", "site_supplement", "signed_at", "completed_at", "signer_name",
        "customer_signature", "stamped", "signature_id", "seal",
    )  # fmt: skip
    SEALED = (
        *SEALED_1, "seal_version", "revision", "amends_id", "amend_reason", "cause", "conduct", "parts",
        "claimed_completed_at", "claim_age_ms", "stamp_id", "strokes", "on_phone",
    )  # fmt: skip

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="cards", verbose_name=_("工单"))
    cycle = models.PositiveSmallIntegerField(_("轮次"))
    engineer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="cards", verbose_name=_("服务人员")
    )
    number = models.CharField(_("卡号"), max_length=20, unique=True)
    revision = models.PositiveSmallIntegerField(_("版次"), default=1)
    amends = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="amendments", verbose_name=_("修订自")
    )
    amend_reason = models.CharField(_("修订原因"), max_length=400, blank=True)
    state = FSMField(_("状态"), max_length=10, choices=S.choices, default=S.DRAFT, protected=True)
    work_done = models.TextField(_("工作内容"), blank=True)
    # One of the causes of the book; empty on a card that was typed in from paper.
    cause = models.CharField(_("原因类别"), max_length=60, blank=True)
    cause_analysis = models.TextField(_("原因分析"), blank=True)
    result = models.TextField(_("处理结果"), blank=True)
    training_done = models.BooleanField(_("已培训用户"), default=False)
    training_reason = models.CharField(_("未培训原因"), max_length=200, blank=True)
    cleaned_up = models.BooleanField(_("已清理现场"), default=False)
    site_supplement = models.TextField(_("现场补充"), blank=True)
    # By the key of the book's line: {"done": bool, "why": text}.
    conduct = models.JSONField(_("现场行为规范"), default=dict)
    # Per line of a claim that was in the bag: {"claim", "code", "name", "unit", "used", "left"}.
    parts = models.JSONField(_("用件"), default=list)
    on_phone = models.BooleanField(_("在手机上填写"), default=False)
    saved_at = models.DateTimeField()
    signed_at = models.DateTimeField(_("签字时间"), null=True)
    completed_at = models.DateTimeField(_("完工时间"), null=True)
    # What the phone said of the completion when the card came late, and how old the act was by its counter (W8).
    claimed_completed_at = models.DateTimeField(_("手机所报完工时间"), null=True)
    claim_age_ms = models.BigIntegerField(null=True)
    received_at = models.DateTimeField(_("收到时间"), null=True)
    signer_name = models.CharField(_("签字人"), max_length=80, blank=True)
    customer_signature = models.BooleanField(_("用户签字"), default=False)
    stamped = models.BooleanField(_("用户盖章"), default=False)
    signature = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("签名"))
    stamp = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("盖章照片"))
    # The strokes of the finger as [[[x, y, ms], …], …] in JSON, as they were drawn.
    strokes = models.TextField(blank=True)
    seal = models.CharField(max_length=64, blank=True)
    seal_version = models.PositiveSmallIntegerField(default=1)
    # What the clerk found on receipt; null until then (9.3g, 9.4f).
    consistent = models.BooleanField(_("与异常报告一致"), null=True)
    clear = models.BooleanField(_("填写清楚"), null=True)
    inconsistent_reason = models.CharField(_("不一致之处"), max_length=400, blank=True)
    unclear_reason = models.CharField(_("不清楚之处"), max_length=400, blank=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("现场服务卡")
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "cycle"], condition=Q(state__in=STANDING), name="one_card_per_cycle"
            ),
            models.UniqueConstraint(fields=["ticket", "cycle"], condition=Q(state=S.DRAFT), name="one_draft_per_cycle"),
            models.CheckConstraint(
                condition=Q(revision=1, amends=None) | (Q(revision__gt=1, amends__isnull=False) & ~Q(amend_reason="")),
                name="card_amendment_says_why",
            ),
            models.CheckConstraint(condition=Q(state__in=S.values), name="card_state_known"),
            models.CheckConstraint(
                condition=Q(state=S.DRAFT)
                | (Q(signed_at__isnull=False, completed_at__isnull=False) & ~Q(seal="") & ~Q(cause_analysis="")),
                name="card_signed_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(state=S.DRAFT) | Q(customer_signature=True) | Q(stamped=True),
                name="card_has_signature",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.RECEIVED) | Q(received_at__isnull=False), name="card_received_has_time"
            ),
            models.CheckConstraint(
                condition=Q(completed_at=None) | Q(completed_at__lte=F("signed_at")),
                name="card_completed_before_signed",
            ),
        ]
        indexes = [
            models.Index(fields=["engineer", "-signed_at"], name="card_by_engineer"),
            models.Index(fields=["signed_at"], name="cards_to_receive", condition=Q(state=S.SIGNED)),
            models.Index(fields=["signed_at", "engineer"], name="cards_by_month"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return self.ticket.get_absolute_url()

    @property
    def done_at(self) -> datetime:
        """When the work was done; a draft says nothing about it yet."""
        if self.completed_at is None:
            raise WrongState(_("服务卡尚未签字"))
        return self.completed_at

    @transition(state, S.DRAFT, S.SIGNED)
    def sign(self, *, signed_at: datetime, completed_at: datetime, seal: str) -> None:
        """6.11b: sealed from now on."""
        self.signed_at, self.completed_at, self.seal = signed_at, completed_at, seal

    @transition(state, S.SIGNED, S.RECEIVED)
    def receive(self, *, at: datetime, consistent: bool | None, clear: bool | None) -> None:
        """6.12a: the department has it; compared with the report, or with the month's papers not yet."""
        self.received_at, self.consistent, self.clear = at, consistent, clear

    @transition(state, [S.RECEIVED, S.VOID], None)
    def compare(
        self, *, consistent: bool, clear: bool, inconsistent_reason: str = "", unclear_reason: str = ""
    ) -> None:
        """9.3g, 9.4f: compared with the report, after it came with the month's papers."""
        self.consistent, self.clear = consistent, clear
        self.inconsistent_reason, self.unclear_reason = inconsistent_reason, unclear_reason

    @transition(state, [S.SIGNED, S.RECEIVED], S.SUPERSEDED)
    def supersede(self) -> None:
        """A further revision has been signed: this one stays readable and counts no more."""

    @transition(state, [S.SIGNED, S.RECEIVED], S.VOID)
    def void(self, *, at: datetime) -> None:
        """9.4b: what comes after the limit is taken in and counts for nothing."""
        self.received_at = self.received_at or at

    @transition(state, S.VOID, S.RECEIVED)
    def revoke_void(self) -> None:
        """By the general manager only (9.4b)."""


class CreditLoss(models.Model):
    """One credit taken away from a card, with clause and reason. Append-only; a correction is another row above."""

    card = models.ForeignKey(ServiceCard, models.PROTECT, related_name="losses")
    credit = models.CharField(max_length=12, choices=CreditKind.choices)
    clause = models.CharField(max_length=20)
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    # The confirmed penalty that took it, where one did.
    proposal = models.ForeignKey("judgement.Proposal", models.PROTECT, null=True, related_name="+")
    # A row that gives back what another one took.
    reverses = models.ForeignKey("self", models.PROTECT, null=True, related_name="reversals")

    class Meta:
        verbose_name = verbose_name_plural = _("不计项")
        indexes = [models.Index(fields=["card"], name="losses_by_card")]
        # With a condition: SQLite then adds an index and does not rebuild the table, which would lose its guards.
        constraints = [
            models.UniqueConstraint(
                fields=["reverses"], condition=Q(reverses__isnull=False), name="credit_given_back_once"
            )
        ]
