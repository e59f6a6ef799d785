"""What must be signed before it is spent: parts (6.4), money on site (6.8), an urgent purchase (6.9)."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from accounts.models import Department
from rulebook.models import RulebookVersion
from tickets.models import Hold, Ticket
from warranty.managers import TicketPapers
from warranty.models.catalogue import Part
from warranty.models.reports import AnomalyReport
from warranty.states import FeeState, PurchaseState, RequestState

PERSON = settings.AUTH_USER_MODEL


class Application(models.Model):
    """What the three have in common; the signature itself is an `approvals.SignOff` about the row."""

    # The name of the sign-off in the book.
    APPROVAL = ""

    number = models.CharField(_("编号"), max_length=20, unique=True)
    author = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("申请人"))
    version = models.ForeignKey(RulebookVersion, models.PROTECT, related_name="+", verbose_name=_("制度版本"))
    submitted_at = models.DateTimeField(_("申请时间"))
    # Copied from the sign-off: what the desk was told when it asked.
    warnings = models.JSONField(default=list)

    objects = TicketPapers.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number


R = RequestState


class PartsRequest(Application):
    """发件申请: priced lines of an accepted report; changed lines are a new revision and void every signature (A9)."""

    APPROVAL = "parts_issue"

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="parts_requests", verbose_name=_("工单"))
    report = models.ForeignKey(
        AnomalyReport, models.PROTECT, related_name="parts_requests", verbose_name=_("异常报告")
    )
    state = FSMField(_("状态"), max_length=10, choices=R.choices, default=R.CHECKED, protected=True)
    revision = models.PositiveSmallIntegerField(_("修订"), default=1)
    total = models.DecimalField(_("金额"), max_digits=12, decimal_places=2)
    loss_department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", verbose_name=_("损失责任部门")
    )
    hold = models.OneToOneField(Hold, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("发件申请")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=R.values), name="request_state_known"),
            models.CheckConstraint(condition=Q(total__gte=0), name="request_total_not_negative"),
            models.CheckConstraint(
                condition=~Q(state__in=[R.ASSIGNED, R.APPROVED]) | Q(loss_department__isnull=False),
                name="request_signed_names_department",
            ),
        ]
        indexes = [
            models.Index(fields=["ticket"], name="request_by_ticket"),
            models.Index(fields=["submitted_at"], name="request_by_time"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("warranty:request", args=[self.number])

    @transition(state, R.CHECKED, R.ASSIGNED)
    def assign(self, *, department: Department) -> None:
        """6.4b: whose fault it was is named before anybody signs."""
        self.loss_department = department

    @transition(state, R.ASSIGNED, R.APPROVED)
    def approve(self) -> None:
        """6.4c: the role of its amount has signed."""

    @transition(state, R.ASSIGNED, R.REJECTED)
    def reject(self) -> None:
        """The signature was refused; the ticket no longer waits for it."""

    @transition(state, [R.CHECKED, R.ASSIGNED, R.APPROVED], R.CHECKED)
    def reopen(self, *, total: Decimal, revision: int) -> None:
        """6.4, 6.5b: changed lines or a refused claim; judged and signed anew."""
        self.total, self.revision, self.loss_department = total, revision, None


class RequestLine(models.Model):
    """A part and its quantity at the price frozen when it was asked for; older revisions stay to be read."""

    request = models.ForeignKey(PartsRequest, models.PROTECT, related_name="lines")
    revision = models.PositiveSmallIntegerField(default=1)
    part = models.ForeignKey(Part, models.PROTECT, related_name="+", verbose_name=_("配件"))
    quantity = models.PositiveIntegerField(_("数量"))
    price = models.DecimalField(_("单价"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = _("申请明细")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "revision", "part"], name="part_once_per_revision"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="line_asks_for_something"),
            models.CheckConstraint(condition=Q(price__gte=0), name="line_price_not_negative"),
        ]

    @property
    def amount(self) -> Decimal:
        return self.price * self.quantity


F = FeeState


class FeeApplication(Application):
    """现场服务费申请表: asked for before it is spent (6.8a), settled against what was approved."""

    APPROVAL = "service_fee"

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="fees", verbose_name=_("工单"))
    state = FSMField(_("状态"), max_length=10, choices=F.choices, default=F.SUBMITTED, protected=True)
    amount = models.DecimalField(_("申请金额"), max_digits=12, decimal_places=2)
    reason = models.TextField(_("费用事由"))
    # [{"what": "吊车", "amount": "300.00"}]; where given their sum is the amount.
    items = models.JSONField(_("费用明细"), default=list)
    responsibility = models.CharField(_("责任归属"), max_length=200, blank=True)
    reasonable = models.BooleanField(_("费用合理"), null=True)
    actual = models.DecimalField(_("实际金额"), max_digits=12, decimal_places=2, null=True)
    settled_at = models.DateTimeField(_("核销时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("现场服务费申请")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=F.values), name="fee_state_known"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="fee_asks_for_something"),
            models.CheckConstraint(
                condition=~Q(state__in=[F.JUDGED, F.APPROVED, F.SETTLED])
                | ~Q(responsibility="") & Q(reasonable__isnull=False),
                name="fee_signed_was_judged",
            ),
            models.CheckConstraint(
                condition=~Q(state=F.SETTLED) | Q(actual__isnull=False), name="fee_settled_says_sum"
            ),
        ]
        indexes = [models.Index(fields=["ticket"], name="fee_by_ticket")]

    def get_absolute_url(self) -> str:
        return reverse("warranty:fee", args=[self.number])

    @transition(state, F.SUBMITTED, F.JUDGED)
    def judge(self, *, responsibility: str, reasonable: bool) -> None:
        """6.8b: whose fault, and whether it is reasonable, for every amount."""
        self.responsibility, self.reasonable = responsibility, reasonable

    @transition(state, F.JUDGED, F.APPROVED)
    def approve(self) -> None:
        """6.8c: the role of its amount has signed."""

    @transition(state, F.JUDGED, F.REJECTED)
    def reject(self) -> None:
        """The signature was refused."""

    @transition(state, F.APPROVED, F.JUDGED)
    def exceed(self) -> None:
        """What was spent lies in a higher band: signed again."""

    @transition(state, F.APPROVED, F.SETTLED)
    def settle(self) -> None:
        """What was spent is covered by what was approved."""


P = PurchaseState


class Purchase(Application):
    """急需购件: bought on site on an accepted report with budget, settled with what it cost (6.9)."""

    APPROVAL = "purchase"

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="purchases", verbose_name=_("工单"))
    report = models.ForeignKey(AnomalyReport, models.PROTECT, related_name="purchases", verbose_name=_("异常报告"))
    state = FSMField(_("状态"), max_length=10, choices=P.choices, default=P.SUBMITTED, protected=True)
    budget = models.DecimalField(_("购件预算"), max_digits=12, decimal_places=2)
    necessity = models.TextField(_("必要性"), blank=True)
    consulted = models.CharField(_("咨询部门"), max_length=40, blank=True)
    consulted_cost = models.DecimalField(_("咨询价"), max_digits=12, decimal_places=2, null=True)
    actual = models.DecimalField(_("实际金额"), max_digits=12, decimal_places=2, null=True)
    settled_at = models.DateTimeField(_("核销时间"), null=True)
    hold = models.OneToOneField(Hold, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("急需购件申请")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=P.values), name="purchase_state_known"),
            models.CheckConstraint(condition=Q(budget__gte=0), name="purchase_budget_not_negative"),
            models.CheckConstraint(
                condition=~Q(state__in=[P.REVIEWED, P.APPROVED, P.SETTLED])
                | ~Q(necessity="") & Q(consulted_cost__isnull=False),
                name="purchase_signed_was_reviewed",
            ),
            models.CheckConstraint(
                condition=~Q(state=P.SETTLED) | Q(actual__isnull=False), name="purchase_settled_says_sum"
            ),
        ]
        indexes = [
            models.Index(fields=["ticket"], name="purchase_by_ticket"),
            models.Index(fields=["settled_at"], name="purchase_by_settlement", condition=Q(settled_at__isnull=False)),
        ]

    def get_absolute_url(self) -> str:
        return reverse("warranty:purchase", args=[self.number])

    @transition(state, P.SUBMITTED, P.REVIEWED)
    def review(self, *, necessity: str, consulted: str, consulted_cost: Decimal) -> None:
        """6.9b: necessity, whom was asked, and what it would cost."""
        self.necessity, self.consulted, self.consulted_cost = necessity, consulted, consulted_cost

    @transition(state, P.REVIEWED, P.APPROVED)
    def approve(self) -> None:
        """6.9c: the role of its amount has signed."""

    @transition(state, P.REVIEWED, P.REJECTED)
    def reject(self) -> None:
        """The signature was refused."""

    @transition(state, P.APPROVED, P.REVIEWED)
    def exceed(self) -> None:
        """What it cost lies in a higher band: signed again (A17)."""

    @transition(state, P.APPROVED, P.SETTLED)
    def settle(self) -> None:
        """What it cost is covered by what was approved."""
