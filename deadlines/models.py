"""The one durable timer: a row with its due instant, and everything that judging it will need."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.subjects import SubjectFields
from deadlines.states import DeadlineState
from rulebook.models import RulebookVersion

OPEN = Q(fired_at=None, stopped_at=None, ended_at=None, superseded_at=None, paused_at=None)
# Not done yet, late or not.
WAITING = Q(stopped_at=None, ended_at=None, superseded_at=None)


class Deadline(SubjectFields):
    """A limit of the regulation that runs for one object.

    `due_at` is the last complying instant: a day limit ends at 24:00 minus one microsecond. Late is
    `due_at < now`. A change of what it was counted from makes a new row with the next `epoch`. While `paused_at` is
    set it stands still and is not judged; going on it is counted anew, in the next epoch.
    """

    kind = models.CharField(max_length=30)
    event = models.CharField(max_length=60)
    occurrence = models.CharField(max_length=60, blank=True)
    epoch = models.PositiveIntegerField(default=1)
    clause = models.CharField(max_length=40)
    version = models.ForeignKey(RulebookVersion, models.PROTECT)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    formula = models.JSONField(default=dict)
    by_hand = models.BooleanField(default=False)
    start_at = models.DateTimeField()
    due_at = models.DateTimeField()
    warn_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    fired_at = models.DateTimeField(null=True)
    excused_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    # A row that cannot be judged is set aside, tried again later, and never stops the others.
    failures = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("时限")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id", "occurrence", "epoch"], name="deadline_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id", "occurrence"],
                condition=Q(superseded_at=None), name="deadline_one_current_epoch",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["due_at"], name="deadline_due", condition=OPEN),
            models.Index(fields=["warn_at"], name="deadline_warn", condition=OPEN & Q(warned_at=None)),
            models.Index(fields=["subject_type", "subject_id"], name="deadline_by_subject"),
            models.Index(fields=["person", "due_at"], name="deadline_by_person", condition=OPEN),
            models.Index(fields=["kind", "due_at"], name="deadline_waiting", condition=WAITING),
            # What figures count: every limit that stands, done or missed, by the month in which it fell due.
            models.Index(fields=["due_at"], name="deadline_arrivals", condition=Q(kind="arrival", superseded_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def state(self) -> DeadlineState:
        """Excused and missed outlive what came after; a stop in time is met, an end without arrival is ended."""
        if self.excused_at:
            return DeadlineState.EXCUSED
        if self.fired_at:
            return DeadlineState.MISSED
        if self.stopped_at:
            return DeadlineState.MET
        if self.ended_at:
            return DeadlineState.ENDED
        return DeadlineState.PAUSED if self.paused_at else DeadlineState.OPEN

    def overdue(self, now: datetime) -> bool:
        return self.state is DeadlineState.OPEN and self.due_at < now


class OpenedPeriod(models.Model):
    """What was opened already: an obligation in a period, or, without a kind, the round of a day.

    Kept so that a round with nothing to open costs one statement; the rows' own keys keep them single without it.
    `reached` is the last candidate that was looked at, while a period of many takes several rounds.
    """

    kind = models.CharField(max_length=30, blank=True)
    occurrence = models.CharField(max_length=20)
    last = models.DateField()
    version = models.ForeignKey(RulebookVersion, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    reached = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("已开立的期间")
        constraints = [models.UniqueConstraint(fields=["kind", "occurrence"], name="period_opened_once")]
