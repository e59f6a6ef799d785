"""Queues that a person has named for himself."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class SavedView(models.Model):
    """A person's own name for a queue with its filters and order, as they stand in the address."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    name = models.CharField(_("名称"), max_length=40)
    query = models.CharField(max_length=500)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="saved_view_name_once")]
