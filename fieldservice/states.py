"""States of the engineer's papers and journeys (regulation B.2), and what a card counts for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CardState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    SIGNED = "signed", _("用户已签")
    RECEIVED = "received", _("已收到")
    VOID = "void", _("作废")
    SUPERSEDED = "superseded", _("已被修订")


# What the customer signed and what still stands; a void card was work all the same, a superseded one is another's past.
STANDING = (CardState.SIGNED, CardState.RECEIVED)
NO_WORK = (CardState.DRAFT, CardState.SUPERSEDED)

COLOURS: dict[str, str] = {
    CardState.SUPERSEDED: "grey",
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


class TripState(models.TextChoices):
    """A journey from the departure order until the report at the factory (9.8)."""

    ORDERED = "ordered", _("已下指令")
    AWAY = "away", _("出差中")
    RETURN_ASKED = "return_asked", _("已申请返厂")
    RETURN_ALLOWED = "return_allowed", _("已批准返厂")
    RETURNED = "returned", _("已返厂")
    REPORTED_BACK = "reported_back", _("已报到")
    CANCELLED = "cancelled", _("指令已取消")


# From departure until return; the day of return still counts as away (9.1).
TRAVELLING = (TripState.AWAY, TripState.RETURN_ASKED, TripState.RETURN_ALLOWED)

TRIP_COLOURS: dict[str, str] = {
    TripState.ORDERED: "grey",
    TripState.AWAY: "blue",
    TripState.RETURN_ASKED: "amber",
    TripState.RETURN_ALLOWED: "teal",
    TripState.RETURNED: "amber",
    TripState.REPORTED_BACK: "green",
    TripState.CANCELLED: "grey",
}


class TrainingResult(models.TextChoices):
    OK = "ok", _("合格")
    POOR = "poor", _("不合格")


class Discipline(models.TextChoices):
    OK = "ok", _("守纪")
    BREACH = "breach", _("违纪")


class ReportChannel(models.TextChoices):
    """How a daily report came in."""

    PHONE = "phone", _("手机填报")
    SMS = "sms", _("短信")


class CheckResult(models.TextChoices):
    """What calling back on a day's whereabouts found (9.1b to 9.1d)."""

    GENUINE = "genuine", _("属实")
    FAKE = "fake", _("弄虚作假")
    MISSING = "missing", _("确未报送")
    EXCUSED = "excused", _("情有可原")


class WatchState(models.TextChoices):
    """The hour in which an engineer has to be reachable (9.7a)."""

    WATCHING = "watching", _("等待回电")
    REACHED = "reached", _("已联系上")
    BREACHED = "breached", _("超时未联系上")


class DocumentKind(models.TextChoices):
    """What is returned to the department every month (9.4a)."""

    EXPENSE_CLAIM = "expense_claim", _("报销单")
    SERVICE_CARDS = "service_cards", _("服务卡")
    WORK_SUMMARY = "work_summary", _("工作总结")
    VISIT_SHEETS = "visit_sheets", _("回访单")


class DocumentState(models.TextChoices):
    RECEIVED = "received", _("已收到")
    VOID = "void", _("作废")


class ExpenseKind(models.TextChoices):
    RETURN_TRIP = "return_trip", _("返厂差旅费")
    SERVICE_TRAVEL = "service_travel", _("服务差旅费")
    SUBSIDY = "subsidy", _("补助费")
    OTHER = "other", _("其他")
