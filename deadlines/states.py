from django.db import models
from django.utils.translation import gettext_lazy as _


class DeadlineState(models.TextChoices):
    OPEN = "open", _("计时中")
    PAUSED = "paused", _("暂停计时")
    MET = "met", _("按时")
    MISSED = "missed", _("超时")
    EXCUSED = "excused", _("超时，已有书面证明")
    ENDED = "ended", _("已终止")
