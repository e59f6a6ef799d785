"""Rows that every app needs and that know no domain noun."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.subjects import SubjectFields


class JournalHead(SubjectFields):
    """Where a subject's chain stands; locked while its next row is written."""

    seq = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_type", "subject_id"], name="journal_head_per_subject")]


class JournalEntry(SubjectFields):
    """One act, as it was told when it happened. Append-only: the database refuses UPDATE and DELETE."""

    HASHED = (
        "previous", "subject_type", "subject_id", "seq", "thread_type", "thread_id", "act", "actor_id", "actor_name",
        "at", "source", "target", "reason", "clause", "request_id", "data",
    )  # fmt: skip

    seq = models.PositiveIntegerField()
    thread_type = models.CharField(max_length=60)
    thread_id = models.BigIntegerField()
    act = models.CharField(max_length=60)
    # Plain copies: the row must outlive the account it names.
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    source = models.CharField(max_length=40, blank=True)
    target = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    clause = models.CharField(max_length=40, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "seq"], name="journal_seq_per_subject"),
        ]
        indexes = [
            models.Index(fields=["thread_type", "thread_id", "id"], name="journal_by_thread"),
            models.Index(fields=["at"], name="journal_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id} #{self.seq} {self.act}"


class IdempotencyKey(models.Model):
    """The stored answer to one unsafe request, so that sending it again has no second effect."""

    person_id = models.BigIntegerField()
    key = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_id", "key"], name="idempotency_key_per_person")]
        indexes = [models.Index(fields=["created_at"], name="idempotency_by_age")]


class Counter(models.Model):
    """The last number given out in a series such as T2611; incremented under a row lock."""

    series = models.CharField(max_length=40, primary_key=True)
    value = models.PositiveIntegerField(default=0)


class Heartbeat(models.Model):
    """When a resident job last finished a round; `/healthz` reads it."""

    name = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField()
    detail = models.JSONField(default=dict)


class StoredFile(SubjectFields):
    """A private file (photo, proof, signature) of a subject, named by us and never served from its path."""

    file = models.FileField(upload_to="private/%Y/%m/")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=30, blank=True)
    uploaded_by_id = models.BigIntegerField(null=True)
    uploaded_at = models.DateTimeField()
    # What a photo said about itself before its metadata were taken away, where that was asked for (core.pictures).
    claims = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="file_by_subject"),
            models.Index(fields=["file"], name="file_by_name"),
        ]


def new_revision() -> str:
    return uuid4().hex


class CalendarYear(models.Model):
    """A year of a calendar's list of days. Only of a complete one days are counted, never of any other.

    Whoever changes a day of the year gives it a new `revision`: processes keep the list that they have read by it.
    """

    calendar = models.CharField(_("工作日历"), max_length=40)
    year = models.PositiveSmallIntegerField(_("年份"))
    source = models.CharField(_("来源"), max_length=100)
    version = models.CharField(_("版本"), max_length=40, blank=True)
    revision = models.CharField(max_length=32, default=new_revision)
    # While days are still being typed in, nothing is counted in the year.
    complete = models.BooleanField(_("完整"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("放假安排")
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["calendar", "year"], name="calendar_year_once")]

    def __str__(self) -> str:
        return f"{self.calendar} {self.year}"


class CalendarDay(models.Model):
    """A day that differs from its weekday: a public holiday (not worked) or a make-up workday (worked)."""

    calendar = models.CharField(_("工作日历"), max_length=40)
    date = models.DateField(_("日期"))
    working = models.BooleanField(_("上班"))
    name = models.CharField(_("名称"), max_length=100, blank=True)
    source = models.CharField(_("来源"), max_length=100)
    version = models.CharField(_("版本"), max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "date"], name="calendar_day_once")]

    def __str__(self) -> str:
        return f"{self.calendar} {self.date} {self.name}"
