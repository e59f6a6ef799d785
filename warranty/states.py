"""States of the papers between an anomaly and its repaired end (regulation B.2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportState(models.TextChoices):
    """产品异常信息报告 (6.3, 9.3)."""

    DRAFT = "draft", _("草稿")
    RECEIVED = "received", _("待核对")
    ACCEPTED = "accepted", _("已受理")
    REFUSED = "refused", _("不予受理")


class ReportKind(models.TextChoices):
    FAULT = "fault", _("故障")
    PURCHASE = "purchase", _("急需购件")


class RequestState(models.TextChoices):
    """发件申请 (6.4)."""

    CHECKED = "checked", _("待判定责任")
    ASSIGNED = "assigned", _("待签批")
    APPROVED = "approved", _("已批准")
    REJECTED = "rejected", _("已驳回")


class FeeState(models.TextChoices):
    """现场服务费申请 (6.8)."""

    SUBMITTED = "submitted", _("待核实")
    JUDGED = "judged", _("待签批")
    APPROVED = "approved", _("已批准")
    REJECTED = "rejected", _("已驳回")
    SETTLED = "settled", _("已核销")


class PurchaseState(models.TextChoices):
    """急需购件 (6.9)."""

    SUBMITTED = "submitted", _("待审核")
    REVIEWED = "reviewed", _("待签批")
    APPROVED = "approved", _("已批准")
    REJECTED = "rejected", _("已驳回")
    SETTLED = "settled", _("已核销")


class ClaimState(models.TextChoices):
    """三包单 (6.5 to 6.7)."""

    OPEN = "open", _("待责任部门签字")
    SIGNED = "signed", _("已签字")
    REFUSED = "refused", _("责任部门拒签")
    DRAWN = "drawn", _("已领料")
    HANDED_OVER = "handed_over", _("已交运")
    SHIPPED = "shipped", _("已发运")
    INFORMED = "informed", _("已通知")
    RECEIVED = "received", _("已收件")


class ShippingMode(models.TextChoices):
    """6.6: small parts by courier, large ones by freight or coach."""

    COURIER = "courier", _("快件")
    FREIGHT = "freight", _("货运")
    COACH = "coach", _("客车")


# By whom it leaves the house within the next day (6.6b).
LARGE = (ShippingMode.FREIGHT, ShippingMode.COACH)


class OldPartState(models.TextChoices):
    """三包旧件 (9.2)."""

    OWED = "owed", _("待返回")
    EXEMPT = "exempt", _("免返")
    RETURNED = "returned", _("待检验")
    MATCHED = "matched", _("相符")
    MISMATCHED = "mismatched", _("不符")
    FALSIFIED = "falsified", _("作假")


class Inspection(models.TextChoices):
    """What the inspector found (9.2g, 9.2h)."""

    MATCH = "match", _("相符")
    MISMATCH = "mismatch", _("不符")
    FALSIFIED = "falsified", _("作假")


class MovementKind(models.TextChoices):
    """Why a quantity changed in the stock ledger."""

    OPENING = "opening", _("期初")
    RECEIPT = "receipt", _("入库")
    DRAW = "draw", _("领料")
    DELIVERY = "delivery", _("服务人员收件")
    USE = "use", _("现场使用")
    GIVE_BACK = "give_back", _("退回库房")
    ADJUSTMENT = "adjustment", _("盘点调整")


COLOURS: dict[str, str] = {
    ReportState.DRAFT: "grey", ReportState.RECEIVED: "amber", ReportState.ACCEPTED: "green", ReportState.REFUSED: "red",
    RequestState.CHECKED: "amber", RequestState.ASSIGNED: "blue", RequestState.APPROVED: "green",
    RequestState.REJECTED: "red", FeeState.SUBMITTED: "amber", FeeState.JUDGED: "blue", FeeState.SETTLED: "teal",
    PurchaseState.REVIEWED: "blue", ClaimState.OPEN: "amber", ClaimState.SIGNED: "blue", ClaimState.DRAWN: "blue",
    ClaimState.HANDED_OVER: "violet", ClaimState.SHIPPED: "violet", ClaimState.INFORMED: "teal",
    OldPartState.OWED: "amber", OldPartState.EXEMPT: "grey", OldPartState.RETURNED: "blue",
    OldPartState.MATCHED: "green", OldPartState.MISMATCHED: "red", OldPartState.FALSIFIED: "red",
}  # fmt: skip
