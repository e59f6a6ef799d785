"""Journeys, leaves and trainings of engineers (clause 9.8)."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from accounts.models import Absence
from core.clock import local_day
from fieldservice.managers import TripQuerySet
from fieldservice.states import TRAVELLING, Discipline, TrainingResult, TripState
from rulebook.models import RulebookVersion

S = TripState
PERSON = settings.AUTH_USER_MODEL


class Trip(models.Model):
    """One journey: the departure order (出发指令单), the way out, at least sixty days, the way back, the report."""

    number = models.CharField(_("指令单号"), max_length=20, unique=True)
    engineer = models.ForeignKey(PERSON, models.PROTECT, related_name="trips", verbose_name=_("服务人员"))
    state = FSMField(_("状态"), max_length=16, choices=S.choices, default=S.ORDERED, protected=True)
    region = models.CharField(_("目的区域"), max_length=80, blank=True)
    note = models.CharField(_("任务"), max_length=300, blank=True)
    depart_on = models.DateField(_("出发日期"))
    ordered_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("下达人"))
    ordered_at = models.DateTimeField(_("下达时间"))
    version = models.ForeignKey(RulebookVersion, models.PROTECT, related_name="+", verbose_name=_("制度版本"))
    departed_at = models.DateTimeField(_("出发时间"), null=True)
    called_home_at = models.DateTimeField(_("公司召回时间"), null=True)
    asked_at = models.DateTimeField(_("申请返厂时间"), null=True)
    ask_reason = models.CharField(_("返厂事由"), max_length=300, blank=True)
    # What the supervisor said to the last request, where it was refused.
    answer = models.CharField(_("不批准原因"), max_length=300, blank=True)
    allowed_at = models.DateTimeField(_("批准返厂时间"), null=True)
    allowed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("批准人"))
    returned_at = models.DateTimeField(_("返厂时间"), null=True)
    reported_back_at = models.DateTimeField(_("报到时间"), null=True)

    objects = TripQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("出差")
        ordering = ["-depart_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="trip_state_known"),
            models.UniqueConstraint(
                fields=["engineer"], condition=Q(state__in=TRAVELLING), name="one_journey_at_a_time"
            ),
            models.UniqueConstraint(fields=["engineer"], condition=Q(state=S.ORDERED), name="one_order_at_a_time"),
            models.CheckConstraint(
                condition=Q(returned_at=None) | Q(returned_at__gte=F("departed_at")),
                name="trip_returns_after_departure",
            ),
        ]
        indexes = [
            models.Index(fields=["engineer", "-depart_on"], name="trips_by_engineer"),
            models.Index(fields=["state", "depart_on"], name="trips_by_state"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("fieldservice:trip", args=[self.number])

    @property
    def departed_on(self) -> date | None:
        """The local day of departure, from which days are counted without it (0.2)."""
        return local_day(self.departed_at) if self.departed_at else None

    def days_until(self, day: date) -> int | None:
        """9.8a: how long the journey has lasted on `day`; None before departure."""
        return (day - self.departed_on).days if self.departed_on else None

    @transition(state, S.ORDERED, None)
    def change_departure(self, *, depart_on: date) -> None:
        """9.8e: an order changed before its date has a new date."""
        self.depart_on = depart_on

    @transition(state, S.ORDERED, S.CANCELLED)
    def cancel_departure(self) -> None:
        """The order is taken back before anybody left."""

    @transition(state, S.ORDERED, S.AWAY)
    def depart(self, *, at: datetime) -> None:
        """9.8e: on the day of the order, or earlier."""
        self.departed_at = at

    @transition(state, TRAVELLING, None)
    def call_home(self, *, at: datetime) -> None:
        """9.8a: the company itself calls the engineer back; a short journey is no breach then."""
        self.called_home_at = at

    @transition(state, S.AWAY, S.RETURN_ASKED)
    def ask_return(self, *, at: datetime, why: str) -> None:
        """9.8c: permission is asked before the way back."""
        self.asked_at, self.ask_reason, self.answer = at, why, ""

    @transition(state, S.RETURN_ASKED, S.RETURN_ALLOWED)
    def allow_return(self, *, at: datetime, by: Any) -> None:
        """9.8c: by the quality service supervisor."""
        self.allowed_at, self.allowed_by = at, by

    @transition(state, S.RETURN_ASKED, S.AWAY)
    def deny_return(self, *, answer: str) -> None:
        """9.8c: the journey goes on."""
        self.answer = answer

    @transition(state, TRAVELLING, S.RETURNED)
    def return_to_factory(self, *, at: datetime) -> None:
        """9.8a, 9.8c: whether long enough and allowed is judged, never prevented."""
        self.returned_at = at

    @transition(state, S.RETURNED, S.REPORTED_BACK)
    def report_back(self, *, at: datetime) -> None:
        """9.8d: by 24:00 of the day after."""
        self.reported_back_at = at


class Leave(models.Model):
    """A leave at the company, both days included; leaves without a day between them are one stay (9.8b, E8)."""

    engineer = models.ForeignKey(PERSON, models.PROTECT, related_name="leaves", verbose_name=_("服务人员"))
    first_day = models.DateField(_("开始日期"))
    last_day = models.DateField(_("结束日期"))
    reason = models.CharField(_("事由"), max_length=200, blank=True)
    granted_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("批准人"))
    granted_at = models.DateTimeField(_("批准时间"))
    cancelled_at = models.DateTimeField(_("取消时间"), null=True)
    # None once it was cancelled: dispatch knows nothing of it.
    absence = models.OneToOneField(Absence, models.PROTECT, null=True, related_name="+")
    # The first leave of the same stay, whose limit runs; itself where it begins one.
    stay = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")

    class Meta:
        verbose_name = verbose_name_plural = _("休假")
        ordering = ["-first_day", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="leave_ends_after_it_begins")
        ]
        indexes = [models.Index(fields=["engineer", "-first_day"], name="leaves_by_engineer")]

    def __str__(self) -> str:
        return f"{self.engineer} {self.first_day} – {self.last_day}"

    @property
    def days(self) -> int:
        """Both days counted (9.8b)."""
        return (self.last_day - self.first_day).days + 1


class Training(models.Model):
    """A training at the factory: when, and once it is over its result and the discipline kept (9.8g)."""

    engineer = models.ForeignKey(PERSON, models.PROTECT, related_name="trainings", verbose_name=_("服务人员"))
    first_day = models.DateField(_("开始日期"), null=True, blank=True)
    last_day = models.DateField(_("结束日期"), null=True, blank=True)
    subject = models.CharField(_("培训内容"), max_length=200, blank=True)
    absence = models.OneToOneField(Absence, models.PROTECT, null=True, related_name="+")
    result = models.CharField(_("成绩"), max_length=8, choices=TrainingResult.choices, blank=True)
    discipline = models.CharField(_("纪律"), max_length=8, choices=Discipline.choices, blank=True)
    note = models.TextField(_("评语"), blank=True)
    cancelled_at = models.DateTimeField(_("取消时间"), null=True)
    planned_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("安排人"))
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("评定人"))
    recorded_at = models.DateTimeField(_("评定时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("返厂培训")
        ordering = ["-id"]
        indexes = [models.Index(fields=["engineer", "-id"], name="trainings_by_engineer")]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day=None) | Q(last_day__gte=F("first_day")), name="training_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.engineer} {self.first_day or ''}".strip()
