"""Questions of users and what they were answered (clause 8.2)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from customers.models import Customer
from rulebook.models import RulebookVersion
from tickets.models.ticket import Ticket
from tickets.states import EnquiryState

S = EnquiryState
PERSON = settings.AUTH_USER_MODEL


class Enquiry(models.Model):
    """A question of a user; one that could not be answered at once has a limit until the reply (8.2a)."""

    number = models.CharField(_("编号"), max_length=20, unique=True)
    state = FSMField(_("状态"), max_length=10, choices=S.choices, default=S.OPEN, protected=True)
    caller = models.CharField(_("来电单位或姓名"), max_length=120)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    question = models.TextField(_("咨询内容"))
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="enquiries", verbose_name=_("客户")
    )
    ticket = models.ForeignKey(
        Ticket, models.PROTECT, null=True, blank=True, related_name="enquiries", verbose_name=_("工单")
    )
    answered_at_once = models.BooleanField(_("当即答复"), default=False)
    logged_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    logged_at = models.DateTimeField(_("登记时间"))
    answer = models.TextField(_("答复内容"), blank=True)
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("答复人"))
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    version = models.ForeignKey(RulebookVersion, models.PROTECT, related_name="+", verbose_name=_("制度版本"))

    class Meta:
        verbose_name = verbose_name_plural = _("用户咨询")
        ordering = ["-logged_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="enquiry_state_known"),
            models.CheckConstraint(
                condition=Q(state=S.OPEN, answered_at=None) | Q(state=S.ANSWERED, answered_at__isnull=False),
                name="enquiry_answered_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["-logged_at", "-id"], name="enquiries_by_time"),
            models.Index(fields=["logged_at"], name="enquiries_open", condition=Q(state=S.OPEN)),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("tickets:enquiry", args=[self.number])

    @transition(state, S.OPEN, S.ANSWERED)
    def reply(self, *, answer: str, by: Any, at: datetime) -> None:
        """8.2a: the user has his answer."""
        self.answer, self.answered_by, self.answered_at = answer, by, at
