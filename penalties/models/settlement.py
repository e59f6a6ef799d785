"""Closed months (月度结算): what was settled with whom, line by line, and the way to open one again (9.4i)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fieldservice.models import ExpenseLine, ServiceCard
from penalties.models.decisions import LedgerEntry
from penalties.states import LineKind

PERSON = settings.AUTH_USER_MODEL


class Closing(models.Model):
    """One closing of a month. While it is not reopened the database takes no ledger row of the month (W13)."""

    month = models.CharField(_("月份"), max_length=7)
    epoch = models.PositiveSmallIntegerField(default=1)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("结账人"))
    at = models.DateTimeField(_("结账时间"))
    # What nobody had decided then: [{"proposal", "clause", "person", "title", "figure"}].
    undecided = models.JSONField(_("未裁决"), default=list)
    # Reopening is asked by one of the head and the general manager and agreed by the other.
    asked_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("申请重开"))
    asked_role = models.CharField(max_length=40, blank=True)
    asked_at = models.DateTimeField(null=True)
    reason = models.TextField(_("重开理由"), blank=True)
    agreed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("同意重开"))
    reopened_at = models.DateTimeField(_("重开时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("月度结账")
        ordering = ["-month", "-epoch"]
        constraints = [
            models.UniqueConstraint(fields=["month", "epoch"], name="closing_once"),
            models.UniqueConstraint(fields=["month"], condition=Q(reopened_at=None), name="one_closing_per_month"),
            models.CheckConstraint(
                condition=Q(reopened_at=None)
                | (Q(asked_by__isnull=False, agreed_by__isnull=False) & ~Q(asked_by=models.F("agreed_by"))),
                name="reopening_takes_two",
            ),
        ]

    def __str__(self) -> str:
        return self.month


class Statement(models.Model):
    """What one person's month came to; its lines add up to it. Append-only.

    `workload` is cards × weight × score / 100, shown with its parts; the text gives no formula (9.4i).
    """

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="statements")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="statements", verbose_name=_("人员"))
    month = models.CharField(_("月份"), max_length=7)
    cards = models.SmallIntegerField(_("计入工作量的服务卡"))
    commission_cards = models.SmallIntegerField(_("计提成的服务卡"))
    weight = models.DecimalField(_("每张权重"), max_digits=6, decimal_places=2)
    score = models.DecimalField(_("部门得分"), max_digits=5, decimal_places=2, null=True)
    workload = models.DecimalField(_("工作量"), max_digits=10, decimal_places=2)
    reimbursed = models.DecimalField(_("报销"), max_digits=12, decimal_places=2)
    fines = models.DecimalField(_("罚款"), max_digits=12, decimal_places=2)
    debits = models.DecimalField(_("挂账、损失和没收"), max_digits=12, decimal_places=2)
    adjusted = models.DecimalField(_("以前月份调整"), max_digits=12, decimal_places=2)
    own_cost = models.DecimalField(_("自负差旅"), max_digits=12, decimal_places=2)
    net = models.DecimalField(_("应付（负数为应扣）"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = _("结算单")
        ordering = ["-month", "person"]
        constraints = [models.UniqueConstraint(fields=["closing", "person"], name="statement_once")]
        indexes = [models.Index(fields=["person", "-month"], name="statements_by_person")]


class StatementLine(models.Model):
    """One line of a statement: an amount, or a card that counts or does not. Append-only."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="lines")
    kind = models.CharField(_("类别"), max_length=12, choices=LineKind.choices)
    label = models.CharField(_("内容"), max_length=300)
    # Signed as it counts for the person: what he gets, less what is taken.
    amount = models.DecimalField(_("金额"), max_digits=12, decimal_places=2, default=0)
    claimed = models.DecimalField(_("申报金额"), max_digits=12, decimal_places=2, null=True)
    workload = models.SmallIntegerField(_("工作量"), default=0)
    commission = models.SmallIntegerField(_("提成"), default=0)
    clause = models.CharField(_("条款"), max_length=20, blank=True)
    reason = models.CharField(_("理由"), max_length=400, blank=True)
    expense = models.ForeignKey(ExpenseLine, models.PROTECT, null=True, related_name="settled")
    card = models.ForeignKey(ServiceCard, models.PROTECT, null=True, related_name="settled")
    entry = models.ForeignKey(LedgerEntry, models.PROTECT, null=True, related_name="settled")

    class Meta:
        verbose_name = verbose_name_plural = _("结算行")
        ordering = ["id"]


class StatementReceipt(models.Model):
    """The engineer has seen his statement (告知本人). Append-only."""

    statement = models.OneToOneField(Statement, models.PROTECT, related_name="receipt")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("确认时间"))


class MonthAppeal(models.Model):
    """An objection to a month's workload; what comes of it goes into the first open month (E6)."""

    person = models.ForeignKey(PERSON, models.PROTECT, related_name="month_appeals", verbose_name=_("当事人"))
    month = models.CharField(_("月份"), max_length=7)
    reason = models.TextField(_("理由"))
    filed_at = models.DateTimeField(_("提出时间"))
    uphold = models.BooleanField(_("维持"), null=True)
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("裁定人"))
    decided_at = models.DateTimeField(_("裁定时间"), null=True)
    decision = models.TextField(_("裁定理由"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("工作量申诉")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "month"], condition=Q(decided_at=None), name="one_month_appeal_waiting"
            )
        ]


class PayLimit(models.Model):
    """Above which share of pay deductions are flagged, and the wage that must be left; the newest counts (X11)."""

    percent = models.DecimalField(_("扣款占工资的上限（%）"), max_digits=5, decimal_places=2)
    minimum_wage = models.DecimalField(
        _("当地最低工资（元）"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("扣款提示线")
        ordering = ["-id"]


class Pay(models.Model):
    """A person's pay per month from a month on, for the warning only; the newest of a month counts."""

    person = models.ForeignKey(PERSON, models.PROTECT, related_name="pays", verbose_name=_("人员"))
    since = models.CharField(_("自月份"), max_length=7)
    amount = models.DecimalField(_("月工资（元）"), max_digits=12, decimal_places=2)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("月工资")
        ordering = ["-since", "-id"]
        indexes = [models.Index(fields=["person", "-since", "-id"], name="pay_by_person")]
