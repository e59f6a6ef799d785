"""Daily whereabouts (每日行踪), calling back on them, and messages of the SMS gateway (clause 9.1)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fieldservice.states import CheckResult, ReportChannel
from tickets.models import Ticket

PERSON = settings.AUTH_USER_MODEL


class DailyReport(models.Model):
    """One message of a day; several a day are allowed, the first complete one fulfils it. Append-only."""

    engineer = models.ForeignKey(PERSON, models.PROTECT, related_name="daily_reports", verbose_name=_("服务人员"))
    day = models.DateField(_("日期"))
    sent_at = models.DateTimeField(_("收到时间"))
    channel = models.CharField(_("方式"), max_length=8, choices=ReportChannel.choices, default=ReportChannel.PHONE)
    customer = models.CharField(_("所在用户"), max_length=200)
    contact = models.CharField(_("联系人"), max_length=80)
    phone = models.CharField(_("联系电话"), max_length=40)
    equipment = models.TextField(_("设备状况"))
    place = models.CharField(_("所在地"), max_length=120, blank=True)
    ticket = models.ForeignKey(Ticket, models.PROTECT, null=True, related_name="daily_reports", verbose_name=_("工单"))
    # What the phone's clock said; the day is that of receipt.
    device_time = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("每日行踪")
        ordering = ["-sent_at", "-id"]
        indexes = [
            models.Index(fields=["engineer", "-day", "-id"], name="daily_by_engineer"),
            models.Index(fields=["day", "engineer"], name="daily_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.engineer} {self.day}"


class DailyCheck(models.Model):
    """What calling back on one day of one engineer found; the newest row counts. Append-only (9.1b)."""

    engineer = models.ForeignKey(PERSON, models.PROTECT, related_name="daily_checks", verbose_name=_("服务人员"))
    day = models.DateField(_("日期"))
    report = models.ForeignKey(DailyReport, models.PROTECT, null=True, related_name="checks")
    result = models.CharField(_("核实结果"), max_length=10, choices=CheckResult.choices)
    note = models.TextField(_("核实情况"), blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("核实人"))
    at = models.DateTimeField(_("核实时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("行踪核实")
        ordering = ["-id"]
        indexes = [models.Index(fields=["engineer", "day", "-id"], name="daily_checks_by_day")]


class ReportCall(models.Model):
    """A message to be called back on (9.1b), so that the list of them is short however many reports there are."""

    report = models.OneToOneField(DailyReport, models.PROTECT, related_name="call")
    engineer = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("服务人员"))
    day = models.DateField(_("日期"))
    done_at = models.DateTimeField(_("核实时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("待核实行踪")
        indexes = [models.Index(fields=["day", "id"], name="report_calls_waiting", condition=Q(done_at=None))]


class InboundMessage(models.Model):
    """One SMS that a gateway handed over, each once; `refusal` tells why no report came of it. Append-only."""

    gateway = models.CharField(_("网关"), max_length=20)
    message_id = models.CharField(_("消息编号"), max_length=120)
    phone = models.CharField(_("手机号"), max_length=40)
    text = models.TextField(_("内容"))
    sent_at = models.DateTimeField(_("发送时间"), null=True)
    received_at = models.DateTimeField(_("收到时间"))
    engineer = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("服务人员"))
    report = models.OneToOneField(DailyReport, models.PROTECT, null=True, related_name="message")
    refusal = models.CharField(_("未登记原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("来信")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["gateway", "message_id"], name="message_taken_once")]
        indexes = [models.Index(fields=["received_at"], name="messages_refused", condition=~Q(refusal=""))]


class CallbackNonce(models.Model):
    """A signed callback that was taken, so that nobody sends it a second time; forgotten once its time is over."""

    nonce = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="callback_nonces_by_time")]
