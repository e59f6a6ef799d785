"""The old part (三包旧件) that the new one replaced: owed back, exempted, returned, inspected (9.2)."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from tickets.models import Ticket
from warranty.managers import OldParts
from warranty.models.catalogue import Part
from warranty.models.claims import Claim
from warranty.states import Inspection, OldPartState

S = OldPartState
PERSON = settings.AUTH_USER_MODEL


class OldPart(models.Model):
    """One line of a claim, owed back by whoever received the new parts; each has its own fate.

    `slip_price` and `ex_works_price` are of the whole quantity, frozen when it was owed (9.2f to 9.2h). What is
    returned in several lots is several rows with the same claim and part.
    """

    number = models.CharField(_("旧件编号"), max_length=20, unique=True)
    state = FSMField(_("状态"), max_length=10, choices=S.choices, default=S.OWED, protected=True)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="old_parts", verbose_name=_("三包单"))
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="old_parts", verbose_name=_("工单"))
    part = models.ForeignKey(Part, models.PROTECT, related_name="+", verbose_name=_("配件"))
    quantity = models.PositiveIntegerField(_("数量"))
    lot = models.PositiveSmallIntegerField(_("批次"), default=1)
    handler = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("经办人"))
    slip_price = models.DecimalField(_("三包单价款"), max_digits=12, decimal_places=2)
    ex_works_price = models.DecimalField(_("出厂价"), max_digits=12, decimal_places=2)
    owed_since = models.DateTimeField(_("完工时间"))
    due_at = models.DateTimeField(_("返回期限"), null=True)
    exempted_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("免返确认人"))
    exempt_reason = models.CharField(_("免返理由"), max_length=200, blank=True)
    exempted_at = models.DateTimeField(_("免返时间"), null=True)
    returned_at = models.DateTimeField(_("返回时间"), null=True)
    taken_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("接收人"))
    inspected_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("检验人"))
    inspected_at = models.DateTimeField(_("检验时间"), null=True)
    findings = models.TextField(_("检验记录"), blank=True)
    assessed_loss = models.DecimalField(_("核定损失"), max_digits=12, decimal_places=2, null=True)

    objects = OldParts.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("三包旧件")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="old_part_state_known"),
            models.UniqueConstraint(fields=["claim", "part", "lot"], name="old_part_once_per_lot"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="old_part_is_something"),
            models.CheckConstraint(
                condition=~Q(state=S.EXEMPT) | ~Q(exempt_reason=""), name="old_part_exempt_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["handler", "due_at"], name="old_parts_owed", condition=Q(state=S.OWED)),
            models.Index(fields=["due_at"], name="old_parts_by_due", condition=Q(state=S.OWED)),
            models.Index(fields=["returned_at"], name="old_parts_to_inspect", condition=Q(state=S.RETURNED)),
            models.Index(fields=["ticket"], name="old_part_by_ticket"),
            models.Index(fields=["owed_since"], name="old_part_by_work"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("warranty:old_part", args=[self.number])

    @transition(state, S.OWED, S.EXEMPT)
    def exempt(self, *, by: int | None, at: datetime, why: str) -> None:
        """9.2e: an export product, or confirmed in time that nothing need come back."""
        self.exempted_by_id, self.exempted_at, self.exempt_reason = by, at, why

    @transition(state, S.OWED, S.RETURNED)
    def come_back(self, *, by: int | None, at: datetime) -> None:
        """9.2d: it is here, in time or not."""
        self.taken_by_id, self.returned_at = by, at

    @transition(state, S.RETURNED, S.MATCHED)
    def match(self, *, by: int | None, at: datetime, **found: Any) -> None:
        """It is what the report says."""
        self._found(by, at, **found)

    @transition(state, S.RETURNED, S.MISMATCHED)
    def mismatch(self, *, by: int | None, at: datetime, **found: Any) -> None:
        """9.2g: not what the report says."""
        self._found(by, at, **found)

    @transition(state, S.RETURNED, S.FALSIFIED)
    def falsify(self, *, by: int | None, at: datetime, **found: Any) -> None:
        """9.2h: made to deceive."""
        self._found(by, at, **found)

    def _found(self, by: int | None, at: datetime, findings: str = "", assessed_loss: Decimal | None = None) -> None:
        self.inspected_by_id, self.inspected_at = by, at
        self.findings, self.assessed_loss = findings, assessed_loss


# What each result of the inspector makes of the part.
OUTCOMES = {Inspection.MATCH: "match", Inspection.MISMATCH: "mismatch", Inspection.FALSIFIED: "falsify"}
