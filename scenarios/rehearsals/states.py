"""Which stories a rehearsal plays, and how far it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    CHANGED = "changed", _("涉及改动条款的案例")
    ALL = "all", _("全部随产品提供的案例")
    OWN = "own", _("只用上传的案例")


class Phase(models.TextChoices):
    """Told by the instants of the row, never stored."""

    WAITING = "waiting", _("排队等候")
    RUNNING = "running", _("试算中")
    DONE = "done", _("已完成")
    BROKEN = "broken", _("未完成")


class Outcome(models.TextChoices):
    """What became of one story."""

    HOLDS = "holds", _("结果不变")
    CHANGES = "changes", _("结果改变")
    FAILED_BEFORE = "failed_before", _("现行版本下也不成立")
    OPEN = "open", _("核对中")
