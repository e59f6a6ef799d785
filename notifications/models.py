"""The in-app inbox, and the outbox of what must leave the house."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.subjects import SubjectFields


class Notice(SubjectFields):
    """One message in a person's inbox, written in the transaction of the act that caused it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    about = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("通知")
        ordering = ["-id"]
        indexes = [models.Index(fields=["person", "-id"], name="unread_notices", condition=Q(read_at=None))]


class OutboxMessage(models.Model):
    """A notice on its way to one channel; delivered at least once, known to the receiver by its id."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="messages")
    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("待发消息")
        indexes = [
            models.Index(fields=["next_try_at"], name="outbox_waiting", condition=Q(sent_at=None, given_up_at=None))
        ]
