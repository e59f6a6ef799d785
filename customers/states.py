"""Classes of customers and kinds of files."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CustomerClass(models.TextChoices):
    A = "A", _("A 类")
    B = "B", _("B 类")
    C = "C", _("C 类")


class WarrantyClass(models.TextChoices):
    """The terms that the shipped book knows (regulation 5a, 5b); another book may name others."""

    SIX = "six", _("六个月")
    TWELVE = "twelve", _("十二个月")
    EIGHTEEN = "eighteen", _("十八个月")


class FileKind(models.TextChoices):
    CUSTOMERS = "customers", _("客户")
    MACHINES = "machines", _("设备")
    CONTRACTS = "contracts", _("合同")


class ImportPhase(models.TextChoices):
    """How far an uploaded file has come; told by its instants, never stored."""

    UPLOADED = "uploaded", _("待对应列")
    CHECKING = "checking", _("检查中")
    CHECKED = "checked", _("待确认")
    RUNNING = "running", _("导入中")
    DONE = "done", _("已导入")
    BROKEN = "broken", _("未完成")
