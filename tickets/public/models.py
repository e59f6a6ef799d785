"""What the pages without login keep: labels and links by their hash, what customers sent, and how often somebody came.

Other models are named, not imported: `tickets.models` takes these in.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from tickets.public.states import ReportState

S = ReportState
PERSON = settings.AUTH_USER_MODEL


class Secret(models.Model):
    """A token that opens one page: its hash, and the salt from which the installation's key makes it again."""

    version = models.PositiveIntegerField(_("版本"), default=1)
    salt = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField(_("签发时间"))
    issued_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("签发人"))
    revoked_at = models.DateTimeField(_("停用时间"), null=True)
    revoked_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


class MachineLabel(Secret):
    """The QR code on a machine. A new version makes the old sticker a dead one."""

    machine = models.ForeignKey("customers.Machine", models.PROTECT, related_name="labels", verbose_name=_("设备"))

    class Meta:
        verbose_name = verbose_name_plural = _("二维码标签")
        constraints = [
            models.UniqueConstraint(fields=["machine", "version"], name="label_version_once"),
            models.UniqueConstraint(fields=["machine"], condition=Q(revoked_at=None), name="one_label_per_machine"),
        ]


class PublicReport(models.Model):
    """A fault as the customer sent it. What looks like abuse waits for a person, and no clock runs meanwhile."""

    state = FSMField(_("状态"), max_length=12, choices=S.choices, default=S.SENT, protected=True)
    machine = models.ForeignKey("customers.Machine", models.PROTECT, related_name="+", verbose_name=_("设备"))
    label = models.ForeignKey(MachineLabel, models.PROTECT, related_name="reports")
    fault = models.TextField(_("故障现象"))
    contact = models.CharField(_("联系人"), max_length=80, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    urgent = models.BooleanField(_("急需"), default=False)
    # Received by the server: the user's notice of clause 5, also where a person accepts it only later.
    sent_at = models.DateTimeField(_("提交时间"))
    # Keyed hashes: enough to see that two came from one hand, nothing to find the hand by.
    device = models.CharField(max_length=32, blank=True)
    address = models.CharField(max_length=32, blank=True)
    text_hash = models.CharField(max_length=32)
    key_hash = models.CharField(max_length=64, unique=True)
    flags = models.JSONField(_("疑点"), default=list)
    ticket = models.OneToOneField(
        "tickets.Ticket", models.PROTECT, null=True, related_name="public_report", verbose_name=_("工单")
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("扫码报修")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="public_report_state_known"),
            models.CheckConstraint(
                condition=Q(state=S.FILED, ticket__isnull=False) | (~Q(state=S.FILED) & Q(ticket=None)),
                name="public_report_filed_has_ticket",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.DISMISSED) | ~Q(reason=""), name="public_report_dismissed_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["sent_at"], name="public_reports_to_review", condition=Q(state=S.TO_REVIEW)),
            models.Index(fields=["text_hash", "sent_at"], name="public_report_by_text"),
        ]

    def __str__(self) -> str:
        return f"{self.machine_id} {self.sent_at:%Y-%m-%d %H:%M}"

    @transition(state, S.SENT, S.TO_REVIEW)
    def hold(self, *, flags: list[str]) -> None:
        """What looks like abuse, or lacks what a ticket needs, waits for a person."""
        self.flags = flags

    @transition(state, [S.SENT, S.TO_REVIEW], S.FILED)
    def file(self, *, ticket: Any) -> None:
        """5e, 6.1: the report became a ticket; its clock runs from when the customer sent it."""
        self.ticket = ticket

    @transition(state, S.TO_REVIEW, S.DISMISSED)
    def dismiss(self, *, why: str, at: datetime) -> None:
        """A person found no fault in it."""
        self.reason, self.decided_at = why, at


class StatusLink(Secret):
    """The signed link to the progress of one ticket; before there is a ticket, of one report."""

    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, null=True, related_name="status_links")
    report = models.OneToOneField(PublicReport, models.PROTECT, null=True, related_name="link")

    class Meta:
        verbose_name = verbose_name_plural = _("进度链接")
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(revoked_at=None), name="one_status_link_per_ticket"),
            models.CheckConstraint(
                condition=Q(ticket__isnull=False) | Q(report__isnull=False), name="status_link_of_something"
            ),
        ]


class Rating(models.Model):
    """What the customer thinks of a finished service. Append-only, one for a ticket."""

    ticket = models.OneToOneField("tickets.Ticket", models.PROTECT, related_name="rating", verbose_name=_("工单"))
    stars = models.PositiveSmallIntegerField(_("评分"))
    text = models.TextField(_("意见"), blank=True)
    # Copied: a ticket that is opened again must not hand the stars on to somebody else.
    engineer = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("服务人员"))
    at = models.DateTimeField(_("评价时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("客户评价")
        constraints = [models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="rating_one_to_five")]
        indexes = [models.Index(fields=["at"], name="rating_by_time")]


class PublicPages(models.Model):
    """The one row of what the company lets customers see without login."""

    phone = models.CharField(_("服务电话"), max_length=40, blank=True)
    engineer_phone = models.BooleanField(_("向客户显示服务人员电话"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("客户页面")


class Hit(models.Model):
    """How often one key came in one span of time; forgotten after two days."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=32)
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key", "since"], name="hit_once_per_span")]
        indexes = [models.Index(fields=["since"], name="hit_by_time")]
