"""One request for a signature: what was asked, under which version of the book, who judged it and who signed."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from accounts.models import Person
from approvals.states import OPEN, SignOffState
from core.subjects import Subject, SubjectFields
from rulebook.models import RulebookVersion

S = SignOffState
PERSON = settings.AUTH_USER_MODEL


class SignOff(SubjectFields):
    """A document's way to its signature (6.4, 6.8, 6.9). A document has at most one open at a time.

    `content` is what was submitted, `content_hash` what is signed: content, judgement, amount and version together.
    Once judged the database refuses every change of them; a changed document needs another sign-off.
    """

    approval = models.CharField(_("审批种类"), max_length=40)
    state = FSMField(_("状态"), max_length=10, choices=S.choices, default=S.JUDGING, protected=True)
    version = models.ForeignKey(RulebookVersion, models.PROTECT, related_name="+", verbose_name=_("制度版本"))
    title = models.CharField(_("事项"), max_length=200)
    url = models.CharField(max_length=200, blank=True)
    amount = models.DecimalField(_("金额"), max_digits=12, decimal_places=2)
    # What amounts are added up over, where the book wants that: the ticket.
    group_type = models.CharField(max_length=60)
    group_id = models.BigIntegerField()
    content = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64)
    submitted_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("提交人"))
    submitted_at = models.DateTimeField(_("提交时间"))
    # Whose own case it is: author, editors, who receives the goods or the money.
    concerned: "models.ManyToManyField[Person, models.Model]" = models.ManyToManyField(
        PERSON, related_name="+", verbose_name=_("当事人")
    )
    judgement = models.JSONField(_("判定"), default=dict)
    judged_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("判定人"))
    judged_at = models.DateTimeField(_("判定时间"), null=True)
    # Whose turn it is, for lists; the signature itself asks the book again.
    next_role = models.CharField(_("待谁处理"), max_length=40, blank=True)
    signed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("签批人"))
    signed_role = models.CharField(_("以何岗位"), max_length=40, blank=True)
    signed_at = models.DateTimeField(_("签批时间"), null=True)
    reason = models.TextField(_("意见"), blank=True)
    warnings = models.JSONField(default=list)
    remind_at = models.DateTimeField(null=True)
    reminded = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("审批")
        ordering = ["submitted_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"], condition=Q(state__in=OPEN), name="one_open_sign_off"
            ),
            models.CheckConstraint(condition=Q(state__in=S.values), name="sign_off_state_known"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="sign_off_amount_not_negative"),
            models.CheckConstraint(
                condition=~Q(state__in=[S.APPROVED, S.REJECTED])
                | Q(signed_by__isnull=False, signed_at__isnull=False) & ~Q(signed_role=""),
                name="sign_off_decided_has_signer",
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("submitted_by")), name="sign_off_not_by_author"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN) & ~Q(next_role="") | ~Q(state__in=OPEN) & Q(next_role=""),
                name="sign_off_open_names_next",
            ),
        ]
        indexes = [
            models.Index(fields=["next_role", "submitted_at"], name="sign_off_waiting", condition=Q(state__in=OPEN)),
            models.Index(fields=["subject_type", "subject_id"], name="sign_off_by_subject"),
            models.Index(fields=["group_type", "group_id"], name="sign_off_by_group"),
            models.Index(fields=["remind_at"], name="sign_off_remind", condition=Q(state__in=OPEN)),
            models.Index(fields=["-signed_at"], name="sign_off_decided"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def group(self) -> Subject:
        return Subject(self.group_type, self.group_id)

    @transition(state, S.JUDGING, S.WAITING)
    def judge(
        self, *, values: dict[str, Any], amount: Decimal, content_hash: str, by: Any, at: datetime, role: str
    ) -> None:
        """6.4b, 6.8b, 6.9b: what has to be settled before anybody signs; from now on frozen."""
        self.judgement, self.amount, self.content_hash = values, amount, content_hash
        self.judged_by_id, self.judged_at, self.next_role = by, at, role

    @transition(state, S.WAITING, S.APPROVED)
    def approve(self, *, by: Any, role: str, at: datetime, opinion: str) -> None:
        """6.4c: signed by the role of the band, or of a higher one."""
        self._decide(by, role, at, opinion)

    @transition(state, S.WAITING, S.REJECTED)
    def reject(self, *, by: Any, role: str, at: datetime, opinion: str) -> None:
        """The signature is refused, with a reason."""
        self._decide(by, role, at, opinion)

    @transition(state, [S.JUDGING, S.WAITING, S.APPROVED], S.VOID)
    def void(self) -> None:
        """What was asked or signed no longer is what the document says."""
        self.next_role, self.remind_at = "", None

    def _decide(self, by: Any, role: str, at: datetime, opinion: str) -> None:
        self.signed_by_id, self.signed_role, self.signed_at, self.reason = by, role, at, opinion
        self.next_role, self.remind_at = "", None
