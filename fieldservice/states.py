"""States of a service card (现场服务卡), regulation B.2, and what a card counts for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CardState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    SIGNED = "signed", _("用户已签")
    RECEIVED = "received", _("已收到")
    VOID = "void", _("作废")


COLOURS: dict[str, str] = {
    CardState.DRAFT: "grey",
    CardState.SIGNED: "blue",
    CardState.RECEIVED: "green",
    CardState.VOID: "red",
}


class CreditKind(models.TextChoices):
    """Three things that a card counts for, taken away separately (X8)."""

    WORKLOAD = "workload", _("工作量")
    COMMISSION = "commission", _("提成")
    TRAVEL = "travel", _("差旅费")


class RepeatCause(models.TextChoices):
    """Why a machine that was repaired failed again, in the department head's judgement (9.2j)."""

    TECHNICIAN_SKILL = "technician_skill", _("服务人员技术水平")
    CUSTOMER_MISUSE = "customer_misuse", _("用户使用不当")
    PART_QUALITY = "part_quality", _("配件质量")
    OTHER = "other", _("其他原因")
