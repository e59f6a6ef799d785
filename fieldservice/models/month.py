"""What an engineer returns every month: documents with their time of receipt, and the lines of his claim (9.4)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from fieldservice.models.trips import Trip
from fieldservice.states import DocumentKind, DocumentState, ExpenseKind
from rulebook.models import RulebookVersion
from tickets.models import Ticket

S = DocumentState
PERSON = settings.AUTH_USER_MODEL


class MonthDocument(models.Model):
    """One document of one month of one engineer; `month` is the month accounted for, as 2026-04."""

    engineer = models.ForeignKey(PERSON, models.PROTECT, related_name="month_documents", verbose_name=_("服务人员"))
    month = models.CharField(_("月份"), max_length=7)
    kind = models.CharField(_("单据"), max_length=16, choices=DocumentKind.choices)
    state = FSMField(_("状态"), max_length=10, choices=S.choices, default=S.RECEIVED, protected=True)
    received_at = models.DateTimeField(_("收到时间"))
    text = models.TextField(_("内容"), blank=True)
    # What the clerk found in a summary; null until then (9.4g).
    careless = models.BooleanField(_("敷衍"), null=True)
    version = models.ForeignKey(RulebookVersion, models.PROTECT, related_name="+", verbose_name=_("制度版本"))

    class Meta:
        verbose_name = verbose_name_plural = _("月度资料")
        ordering = ["-month", "kind"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="month_document_state_known"),
            models.UniqueConstraint(fields=["engineer", "month", "kind"], name="month_document_once"),
        ]
        indexes = [models.Index(fields=["month", "kind"], name="documents_by_month")]

    def __str__(self) -> str:
        return f"{self.engineer} {self.month} {self.get_kind_display()}"

    @transition(state, S.RECEIVED, S.VOID)
    def void(self) -> None:
        """9.4b: what comes after the limit counts for nothing."""

    @transition(state, "*", None)
    def read(self, *, careless: bool) -> None:
        """9.4g: the clerk has read the summary."""
        self.careless = careless

    @transition(state, S.VOID, S.RECEIVED)
    def revoke_void(self) -> None:
        """By the general manager only (9.4b)."""


class ExpenseLine(models.Model):
    """One line of an expense claim (报销单), gathered during the month; with the claim it is handed in and frozen."""

    engineer = models.ForeignKey(PERSON, models.PROTECT, related_name="expenses", verbose_name=_("服务人员"))
    month = models.CharField(_("月份"), max_length=7)
    document = models.ForeignKey(MonthDocument, models.PROTECT, null=True, related_name="lines")
    day = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=120)
    kind = models.CharField(_("费用种类"), max_length=16, choices=ExpenseKind.choices)
    amount = models.DecimalField(_("金额"), max_digits=12, decimal_places=2)
    ticket = models.ForeignKey(
        Ticket, models.PROTECT, null=True, blank=True, related_name="expenses", verbose_name=_("工单")
    )
    trip = models.ForeignKey(
        Trip, models.PROTECT, null=True, blank=True, related_name="expenses", verbose_name=_("出差")
    )
    note = models.CharField(_("说明"), max_length=200, blank=True)
    noted_at = models.DateTimeField(_("登记时间"))
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("报销行")
        ordering = ["day", "id"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="expense_is_positive")]
        indexes = [
            models.Index(fields=["engineer", "month"], name="expenses_by_month"),
            models.Index(fields=["month", "engineer"], name="expenses_of_month"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.place} {self.amount}"


class LineLoss(models.Model):
    """What is not paid of a claim line, with clause and reason; `percent` is the share that stays paid. Append-only."""

    line = models.ForeignKey(ExpenseLine, models.PROTECT, related_name="losses")
    percent = models.PositiveSmallIntegerField(default=0)
    clause = models.CharField(max_length=20)
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    # The confirmed penalty that took it, where one did.
    proposal = models.ForeignKey("judgement.Proposal", models.PROTECT, null=True, related_name="+")
    # A row that gives back what another one took.
    reverses = models.ForeignKey("self", models.PROTECT, null=True, related_name="reversals")

    class Meta:
        verbose_name = verbose_name_plural = _("不予报销")
        constraints = [
            models.UniqueConstraint(
                fields=["reverses"], condition=Q(reverses__isnull=False), name="line_given_back_once"
            )
        ]


class MonthScore(models.Model):
    """The department's score (部门打分) of an engineer's month, 0 to 100; the newest counts. Append-only (9.4i)."""

    engineer = models.ForeignKey(PERSON, models.PROTECT, related_name="month_scores", verbose_name=_("服务人员"))
    month = models.CharField(_("月份"), max_length=7)
    score = models.DecimalField(_("得分"), max_digits=5, decimal_places=2)
    reason = models.CharField(_("说明"), max_length=200, blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("打分人"))
    at = models.DateTimeField(_("打分时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("部门打分")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(score__gte=0) & Q(score__lte=100), name="score_within_hundred")
        ]
        indexes = [models.Index(fields=["month", "engineer", "-id"], name="scores_by_month")]
