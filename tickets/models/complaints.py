"""Complaints of users about the service: recorded, looked into, answered (clauses 8.5, 9.6, 9.12)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from core.subjects import Subject
from customers.models import Customer
from rulebook.models import RulebookVersion
from tickets.models.ticket import Ticket
from tickets.states import Addressee, ComplaintState

S = ComplaintState
PERSON = settings.AUTH_USER_MODEL
DECIDED = (S.VERIFIED, S.UNFOUNDED, S.CLOSED)


class Complaint(models.Model):
    """A complaint has exactly one owner at any time, whoever is at fault (8.5a)."""

    number = models.CharField(_("编号"), max_length=20, unique=True)
    state = FSMField(_("状态"), max_length=10, choices=S.choices, default=S.RECORDED, protected=True)
    addressee = models.CharField(_("投诉对象"), max_length=20, choices=Addressee.choices)
    content = models.TextField(_("投诉内容"))
    complainant = models.CharField(_("投诉人"), max_length=120, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="complaints", verbose_name=_("客户")
    )
    ticket = models.ForeignKey(
        Ticket, models.PROTECT, null=True, blank=True, related_name="complaints", verbose_name=_("工单")
    )
    persons: Any = models.ManyToManyField(PERSON, blank=True, related_name="complaints", verbose_name=_("责任人"))
    major = models.BooleanField(_("重大投诉"), default=False)
    # Always the first of several about one matter: what same_by: [complaint] means.
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="again", verbose_name=_("同一投诉")
    )
    owner = models.ForeignKey(PERSON, models.PROTECT, related_name="owned_complaints", verbose_name=_("承办人"))
    received_at = models.DateTimeField(_("收到时间"))
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("登记人"))
    recorded_at = models.DateTimeField(_("登记时间"))
    service_caused = models.BooleanField(_("由服务引起"), null=True)
    finding = models.TextField(_("核实情况"), blank=True)
    verified_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("核实人"))
    verified_at = models.DateTimeField(_("核实时间"), null=True)
    answer = models.TextField(_("给用户的答复"), blank=True)
    closed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("结案人"))
    closed_at = models.DateTimeField(_("结案时间"), null=True)
    version = models.ForeignKey(RulebookVersion, models.PROTECT, related_name="+", verbose_name=_("制度版本"))

    class Meta:
        verbose_name = verbose_name_plural = _("投诉")
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="complaint_state_known"),
            models.CheckConstraint(condition=Q(addressee__in=Addressee.values), name="complaint_addressee_known"),
            models.CheckConstraint(
                condition=Q(state=S.RECORDED, verified_at=None) | Q(state__in=DECIDED, verified_at__isnull=False),
                name="complaint_decided_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state=S.CLOSED, closed_at__isnull=False) | (~Q(state=S.CLOSED) & Q(closed_at=None)),
                name="complaint_closed_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["-recorded_at", "-id"], name="complaints_by_time"),
            models.Index(fields=["owner", "-id"], name="complaints_open", condition=~Q(state=S.CLOSED)),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("tickets:complaint", args=[self.number])

    @property
    def matter(self) -> str:
        """What several complaints about the same thing, and incidents about them, have in common."""
        return f"{Subject.of(self).type}:{self.same_as_id or self.pk}"

    @transition(state, S.RECORDED, S.VERIFIED)
    def verify(self, *, finding: str, by: Any, at: datetime) -> None:
        """9.12: the service itself caused it; the book proposes."""
        self._decide(True, finding, by, at)

    @transition(state, S.RECORDED, S.UNFOUNDED)
    def find_unfounded(self, *, finding: str, by: Any, at: datetime) -> None:
        """Not caused by the service; the user has his answer all the same."""
        self._decide(False, finding, by, at)

    @transition(state, [S.VERIFIED, S.UNFOUNDED], S.CLOSED)
    def close(self, *, answer: str, by: Any, at: datetime) -> None:
        """8.2b: the promised answer was given."""
        self.answer, self.closed_by, self.closed_at = answer, by, at

    @transition(state, [S.RECORDED, S.VERIFIED, S.UNFOUNDED], None)
    def hand_over(self, *, owner: Any) -> None:
        """8.5a: to another owner; never to nobody."""
        self.owner = owner

    def _decide(self, caused: bool, finding: str, by: Any, at: datetime) -> None:
        self.service_caused, self.finding, self.verified_by, self.verified_at = caused, finding, by, at
