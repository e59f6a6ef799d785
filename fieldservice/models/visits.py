"""Visits to customers besides service (clause 7.8)."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from rulebook.models import RulebookVersion


class CustomerVisit(models.Model):
    """A visit to a customer besides service, with the answers to the survey of the book (7.8). Append-only."""

    number = models.CharField(_("回访单号"), max_length=20, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="visits", verbose_name=_("客户"))
    visitor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("回访人"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("登记人")
    )
    visited_at = models.DateTimeField(_("回访时间"))
    handed_in_at = models.DateTimeField(_("登记时间"))
    interviewee = models.CharField(_("受访人"), max_length=80, blank=True)
    remarks = models.TextField(_("备注"), blank=True)
    version = models.ForeignKey(RulebookVersion, models.PROTECT, related_name="+", verbose_name=_("制度版本"))
    survey = models.CharField(_("问卷"), max_length=40, blank=True)
    scores = models.JSONField(_("评分"), default=dict)
    # What it was the fulfilment of: [{"kind": "visit_a", "period": "2026Q1"}]; empty where nothing was owed.
    fulfilled = models.JSONField(_("履行的义务"), default=list)

    class Meta:
        verbose_name = verbose_name_plural = _("回访单")
        ordering = ["-visited_at", "-id"]
        indexes = [
            models.Index(fields=["customer", "-visited_at"], name="visits_by_customer"),
            models.Index(fields=["visitor", "-visited_at"], name="visits_by_visitor"),
            models.Index(fields=["survey", "visited_at"], name="visits_by_survey"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("fieldservice:visit_sheet", args=[self.number])
