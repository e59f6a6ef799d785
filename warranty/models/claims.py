"""The claim (三包单): parts released for a machine, signed by the department that bears the loss, drawn and sent."""

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from accounts.models import Department
from tickets.models import Ticket
from warranty.managers import ClaimPapers
from warranty.models.catalogue import Part, Warehouse
from warranty.models.requests import PartsRequest
from warranty.states import LARGE, ClaimState, ShippingMode

S = ClaimState
PERSON = settings.AUTH_USER_MODEL


class Claim(models.Model):
    """三包单 (6.5 to 6.7): lines equal to the approval, one living claim a request."""

    number = models.CharField(_("三包单号"), max_length=20, unique=True)
    state = FSMField(_("状态"), max_length=12, choices=S.choices, default=S.OPEN, protected=True)
    request = models.ForeignKey(PartsRequest, models.PROTECT, related_name="claims", verbose_name=_("发件申请"))
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="claims", verbose_name=_("工单"))
    # Copied: the slip is for this machine whatever is corrected later.
    serial = models.CharField(_("出厂编号"), max_length=60)
    loss_department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name=_("损失责任部门")
    )
    # Who receives the parts and answers for the old ones (9.2f: 经办人).
    engineer = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("服务人员"))
    total = models.DecimalField(_("金额"), max_digits=12, decimal_places=2)
    content_hash = models.CharField(max_length=64)
    issued_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("开单人"))
    issued_at = models.DateTimeField(_("开单时间"))
    signed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("责任部门签字"))
    signed_at = models.DateTimeField(_("签字时间"), null=True)
    refused_reason = models.TextField(_("拒签理由"), blank=True)
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, null=True, related_name="+", verbose_name=_("库房"))
    drawn_at = models.DateTimeField(_("领料时间"), null=True)
    mode = models.CharField(_("发运方式"), max_length=10, choices=ShippingMode.choices, blank=True)
    # 发运通知单: a number of its own, only for freight and coach (6.6b).
    notice_number = models.CharField(_("发运通知单号"), max_length=20, blank=True)
    consignee = models.CharField(_("收货人"), max_length=80, blank=True)
    consignee_phone = models.CharField(_("收货电话"), max_length=40, blank=True)
    consignee_address = models.CharField(_("收货地址"), max_length=300, blank=True)
    handed_over_at = models.DateTimeField(_("交运时间"), null=True)
    waybill = models.CharField(_("运单号"), max_length=60, blank=True)
    expected_on = models.DateField(_("预计到达"), null=True)
    shipped_at = models.DateTimeField(_("发运时间"), null=True)
    informed_at = models.DateTimeField(_("通知时间"), null=True)
    received_at = models.DateTimeField(_("收件时间"), null=True)

    objects = ClaimPapers.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("三包单")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="claim_state_known"),
            models.UniqueConstraint(
                fields=["request"], condition=~Q(state=S.REFUSED), name="one_living_claim_per_request"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[S.OPEN, S.REFUSED]) | Q(signed_by__isnull=False), name="claim_left_was_signed"
            ),
            models.CheckConstraint(
                condition=~Q(state=S.REFUSED) | ~Q(refused_reason=""), name="claim_refused_says_why"
            ),
            models.CheckConstraint(
                condition=Q(handed_over_at=None) | ~Q(mode=""), name="claim_handed_over_says_how"
            ),
        ]
        indexes = [
            models.Index(fields=["ticket"], name="claim_by_ticket"),
            models.Index(fields=["state", "issued_at"], name="claim_by_state"),
            models.Index(fields=["engineer", "-issued_at"], name="claim_by_engineer"),
            models.Index(fields=["issued_at"], name="claim_by_issue"),
            models.Index(fields=["signed_at"], name="claim_by_signature", condition=Q(signed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("warranty:claim", args=[self.number])

    @property
    def large(self) -> bool:
        """Whether it goes by freight or coach, with a shipping notice and a limit of its own (6.6b)."""
        return self.mode in LARGE

    @transition(state, S.OPEN, S.SIGNED)
    def sign(self, *, by: int | None, at: datetime) -> None:
        """6.5b: the department that bears the loss has reviewed it."""
        self.signed_by_id, self.signed_at = by, at

    @transition(state, S.OPEN, S.REFUSED)
    def refuse(self, *, why: str) -> None:
        """6.5b: back to the supervisor, who judges again."""
        self.refused_reason = why

    @transition(state, S.SIGNED, S.DRAWN)
    def draw(self, *, at: datetime, warehouse: Warehouse) -> None:
        """6.6a: the statistician has the parts from the warehouse."""
        self.drawn_at, self.warehouse = at, warehouse

    @transition(state, S.DRAWN, S.HANDED_OVER)
    def hand_over(self, *, at: datetime, mode: str, notice_number: str) -> None:
        """6.6: to the courier's desk, or with a shipping notice to the spare-parts team."""
        self.handed_over_at, self.mode, self.notice_number = at, mode, notice_number

    @transition(state, S.HANDED_OVER, S.SHIPPED)
    def ship(self, *, at: datetime, waybill: str) -> None:
        """6.6: on its way."""
        self.shipped_at, self.waybill = at, waybill

    @transition(state, S.SHIPPED, S.INFORMED)
    def inform(self, *, at: datetime) -> None:
        """6.7: the engineer knows what comes when."""
        self.informed_at = at

    # An engineer may hold the parcel in his hands before the office has told him of it.
    @transition(state, [S.SHIPPED, S.INFORMED], S.RECEIVED)
    def receive(self, *, at: datetime, engineer: int | None) -> None:
        """6.10: the work may begin; who receives them answers for the old ones."""
        self.received_at, self.engineer_id = at, engineer


class ClaimLine(models.Model):
    """A part on the slip; its price is the 原价 of 9.2."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="lines")
    part = models.ForeignKey(Part, models.PROTECT, related_name="+", verbose_name=_("配件"))
    quantity = models.PositiveIntegerField(_("数量"))
    price = models.DecimalField(_("单价"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = _("三包单明细")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["claim", "part"], name="part_once_per_claim")]

    @property
    def amount(self) -> Decimal:
        return self.price * self.quantity
