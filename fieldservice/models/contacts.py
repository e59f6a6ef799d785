"""Trying to reach an engineer: each attempt, and the hour he has to answer in (clause 9.7)."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from fieldservice.states import WatchState
from rulebook.models import RulebookVersion
from tickets.models import Ticket

S = WatchState
PERSON = settings.AUTH_USER_MODEL


class ContactWatch(models.Model):
    """From the first unanswered attempt until a contact; a new hour starts only after one (9.7a)."""

    engineer = models.ForeignKey(PERSON, models.PROTECT, related_name="contact_watches", verbose_name=_("服务人员"))
    state = FSMField(_("状态"), max_length=10, choices=S.choices, default=S.WATCHING, protected=True)
    began_at = models.DateTimeField(_("首次未接通"))
    attempts = models.PositiveSmallIntegerField(_("联系次数"), default=0)
    reached_at = models.DateTimeField(_("联系上的时间"), null=True)
    version = models.ForeignKey(RulebookVersion, models.PROTECT, related_name="+", verbose_name=_("制度版本"))

    class Meta:
        verbose_name = verbose_name_plural = _("联系记录")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="watch_state_known"),
            models.UniqueConstraint(fields=["engineer"], condition=Q(reached_at=None), name="one_watch_at_a_time"),
        ]
        indexes = [models.Index(fields=["engineer", "-began_at"], name="watches_by_engineer")]

    def __str__(self) -> str:
        return f"{self.engineer} {self.began_at:%Y-%m-%d %H:%M}"

    @transition(state, S.WATCHING, S.BREACHED)
    def breach(self) -> None:
        """The hour is over after enough attempts; the watch stays open until a contact."""

    @transition(state, S.WATCHING, S.REACHED)
    def reach(self, *, at: datetime) -> None:
        """He answered or called back."""
        self.reached_at = at

    @transition(state, S.BREACHED, None)
    def reach_late(self, *, at: datetime) -> None:
        """Reached after the breach: the next unanswered call begins a new hour."""
        self.reached_at = at


class ContactAttempt(models.Model):
    """One call to an engineer, or his call back. Append-only."""

    engineer = models.ForeignKey(PERSON, models.PROTECT, related_name="contact_attempts", verbose_name=_("服务人员"))
    watch = models.ForeignKey(ContactWatch, models.PROTECT, null=True, related_name="tries")
    ticket = models.ForeignKey(Ticket, models.PROTECT, null=True, related_name="+", verbose_name=_("工单"))
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("呼叫人"))
    by_engineer = models.BooleanField(_("服务人员回电"), default=False)
    answered = models.BooleanField(_("已接通"))
    note = models.CharField(_("备注"), max_length=200, blank=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("联系尝试")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["engineer", "-at"], name="attempts_by_engineer")]
