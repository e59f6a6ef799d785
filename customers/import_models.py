"""Files on their way into the installed base, and what their columns were last taken for."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.managers import UploadQuerySet
from customers.states import FileKind, ImportPhase

# Without a sign of life for so long, whoever worked on a file is gone and another may go on.
PATIENCE = timedelta(minutes=3)


class ImportUpload(models.Model):
    """One uploaded file from the first look to the last row: work in hand, removed when nobody confirms it.

    Like a deadline it is told by its instants. Nothing of the base is written before `confirmed_at`; what is written
    is written with `finished_at` in one transaction.
    """

    file = models.FileField(upload_to="imports/")
    name = models.CharField(_("文件"), max_length=200)
    sha256 = models.CharField(max_length=64)
    headers = models.JSONField(default=list)
    rows = models.PositiveIntegerField(_("行数"))
    kind = models.CharField(_("内容"), max_length=12, choices=FileKind.choices)
    # Which of our fields stands in which place of the file: {"number": 0, "name": 3}.
    columns = models.JSONField(default=dict)
    whole = models.BooleanField(_("全部正确才导入"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("操作人"))
    uploaded_at = models.DateTimeField(_("上传时间"))
    mapped_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)
    report = models.JSONField(default=dict)
    run = models.ForeignKey("customers.ImportRun", models.PROTECT, null=True, related_name="+")
    # Who works on it, how far he is, and when he was last heard of.
    claim = models.UUIDField(null=True)
    beat_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("导入文件")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["by", "-id"], name="upload_by_person"),
            models.Index(
                fields=["id"], name="upload_waiting",
                condition=Q(finished_at=None, broken_at=None, mapped_at__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def phase(self) -> ImportPhase:
        """The last instant that counts says how far it is."""
        if self.broken_at:
            return ImportPhase.BROKEN
        if self.finished_at:
            return ImportPhase.DONE
        if self.confirmed_at:
            return ImportPhase.RUNNING
        if self.checked_at:
            return ImportPhase.CHECKED
        return ImportPhase.CHECKING if self.mapped_at else ImportPhase.UPLOADED

    @property
    def working(self) -> bool:
        """Whether a worker has it, or will have it."""
        return self.phase in (ImportPhase.CHECKING, ImportPhase.RUNNING)

    def abandoned(self, now: datetime) -> bool:
        """Whether the worker that has it was not heard of for too long."""
        return self.working and self.beat_at is not None and self.beat_at < now - PATIENCE


class ImportMapping(models.Model):
    """What the columns of a set of headers were last taken for, in this company."""

    # SHA-256 of the sorted headers, so that another order of the same columns is known too.
    digest = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=12, choices=FileKind.choices)
    # By header, as the file writes it: {"客户": "name"}.
    columns = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("列的对应")
