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
