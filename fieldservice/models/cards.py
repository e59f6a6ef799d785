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
from fieldservice.states import CardState, CreditKind
from tickets.models import Ticket

S = CardState


class ServiceCard(models.Model):
    """What was done in one cycle of a ticket, in the engineer's words, and the customer's signature under it.

    From the signature on the database refuses every change of the sealed columns (6.11, 7.7).
    """

    SEALED = (
        "ticket_id", "cycle", "engineer_id", "number", "work_done", "cause_analysis", "result", "training_done",
        "training_reason", "cleaned_up", "site_supplement", "signed_at", "completed_at", "signer_name",
        "customer_signature", "stamped", "signature_id", "seal",
    )  # fmt: skip

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="cards", verbose_name=_("工单"))
    cycle = models.PositiveSmallIntegerField(_("轮次"))
    engineer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="cards", verbose_name=_("服务人员")
    )
    number = models.CharField(_("卡号"), max_length=20, unique=True)
    state = FSMField(_("状态"), max_length=10, choices=S.choices, default=S.DRAFT, protected=True)
    work_done = models.TextField(_("工作内容"), blank=True)
    cause_analysis = models.TextField(_("原因分析"), blank=True)
    result = models.TextField(_("处理结果"), blank=True)
    training_done = models.BooleanField(_("已培训用户"), default=False)
    training_reason = models.CharField(_("未培训原因"), max_length=200, blank=True)
    cleaned_up = models.BooleanField(_("已清理现场"), default=False)
    site_supplement = models.TextField(_("现场补充"), blank=True)
    saved_at = models.DateTimeField()
    signed_at = models.DateTimeField(_("签字时间"), null=True)
    completed_at = models.DateTimeField(_("完工时间"), null=True)
    received_at = models.DateTimeField(_("收到时间"), null=True)
    signer_name = models.CharField(_("签字人"), max_length=80, blank=True)
    customer_signature = models.BooleanField(_("用户签字"), default=False)
    stamped = models.BooleanField(_("用户盖章"), default=False)
    signature = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("签名"))
    seal = models.CharField(max_length=64, blank=True)
    # What the clerk found on receipt; null until then (9.3g, 9.4f).
    consistent = models.BooleanField(_("与异常报告一致"), null=True)
    clear = models.BooleanField(_("填写清楚"), null=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("现场服务卡")
        constraints = [
            models.UniqueConstraint(fields=["ticket", "cycle"], condition=~Q(state=S.VOID), name="one_card_per_cycle"),
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
    def receive(self, *, at: datetime, consistent: bool, clear: bool) -> None:
        """6.12a: the clerk has it, and has compared it with the report."""
        self.received_at, self.consistent, self.clear = at, consistent, clear

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
