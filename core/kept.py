"""Columns that the database itself keeps by a trigger."""

from typing import Any

from django.db import models
from django.db.models import F


class KeptByDatabase(models.DateTimeField):
    """An instant that a trigger writes: saving a row leaves what stands there, however old the row in memory is."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        return super().pre_save(model_instance, add) if add else F(self.attname)
