"""How far a replay is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Phase(models.TextChoices):
    """Told by the instants of the row, never stored."""

    WAITING = "waiting", _("排队等候")
    RUNNING = "running", _("回放中")
    DONE = "done", _("已完成")
    BROKEN = "broken", _("未完成")
