"""The anomaly report (产品异常信息报告): what the engineer found, and whether the department accepts it (6.3, 9.3)."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from rulebook.models import RulebookVersion
from tickets.models import Ticket
from warranty.managers import TicketPapers
from warranty.states import ReportKind, ReportState

S = ReportState
PERSON = settings.AUTH_USER_MODEL


class AnomalyReport(models.Model):
    """One report about a ticket. A refused one stays as it was and is answered by its next revision."""

    number = models.CharField(_("编号"), max_length=20, unique=True)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="anomaly_reports", verbose_name=_("工单"))
    cycle = models.PositiveSmallIntegerField(_("轮次"))
    state = FSMField(_("状态"), max_length=10, choices=S.choices, default=S.DRAFT, protected=True)
    kind = models.CharField(_("报告种类"), max_length=10, choices=ReportKind.choices, default=ReportKind.FAULT)
    author = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("提交人"))
    version = models.ForeignKey(RulebookVersion, models.PROTECT, related_name="+", verbose_name=_("制度版本"))
    revises = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="revised_by", verbose_name=_("修订自")
    )
    work_done = models.TextField(_("工作情况"), blank=True)
    analysis = models.TextField(_("异常分析"), blank=True)
    proposal = models.TextField(_("处理建议"), blank=True)
    not_reached = models.BooleanField(_("因故未到现场"), default=False)
    not_reached_reason = models.TextField(_("未到现场原因"), blank=True)
    described_by_user = models.TextField(_("用户描述"), blank=True)
    budget = models.DecimalField(_("购件预算"), max_digits=12, decimal_places=2, null=True, blank=True)
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(_("提交时间"), null=True)
    checked_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("核对人"))
    checked_at = models.DateTimeField(_("核对时间"), null=True)
    reasons = models.TextField(_("不予受理的理由"), blank=True)

    objects = TicketPapers.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("产品异常信息报告")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="report_state_known"),
            models.CheckConstraint(
                condition=Q(state=S.DRAFT) | Q(submitted_at__isnull=False), name="report_sent_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(state=S.REFUSED) | ~Q(reasons=""), name="report_refused_says_why"
            ),
            models.CheckConstraint(condition=Q(budget=None) | Q(budget__gte=0), name="report_budget_not_negative"),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("author")), name="report_checked_by_another"
            ),
            models.UniqueConstraint(
                fields=["ticket", "author", "kind"], condition=Q(state=S.DRAFT), name="one_report_draft"
            ),
        ]
        indexes = [
            models.Index(fields=["ticket"], name="report_by_ticket"),
            models.Index(fields=["submitted_at"], name="reports_to_check", condition=Q(state=S.RECEIVED)),
            models.Index(fields=["author", "-submitted_at"], name="report_by_author"),
            models.Index(fields=["submitted_at"], name="report_by_time", condition=Q(submitted_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("warranty:report", args=[self.number])

    @transition(state, S.DRAFT, S.RECEIVED)
    def submit(self, *, at: datetime) -> None:
        """6.3: it is with the department."""
        self.submitted_at = at

    @transition(state, S.RECEIVED, S.ACCEPTED)
    def accept(self, *, by: int | None, at: datetime) -> None:
        """6.4a: parts or a purchase may follow."""
        self.checked_by_id, self.checked_at = by, at

    @transition(state, S.RECEIVED, S.REFUSED)
    def refuse(self, *, by: int | None, at: datetime, reasons: str) -> None:
        """9.3d: not accepted; no parts flow starts from it."""
        self.checked_by_id, self.checked_at, self.reasons = by, at, reasons
