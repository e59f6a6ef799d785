"""States of a ticket (regulation B.1), with the words and colours that pages show for them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TicketState(models.TextChoices):
    REPORTED = "reported", _("已报修")
    DISPATCHED = "dispatched", _("已派工")
    ON_SITE = "on_site", _("已到场")
    DIAGNOSED = "diagnosed", _("已诊断")
    WORKING = "working", _("维修中")
    COMPLETED = "completed", _("已完工")
    FOLLOW_UP = "follow_up", _("待回访")
    CLOSED = "closed", _("已关闭")
    CLOSED_UNREACHABLE = "closed_unreachable", _("无法回访关闭")
    CANCELLED = "cancelled", _("已取消")
    HANDED_TO_OFFICE = "handed_to_office", _("转办事处")


S = TicketState
FINAL = (S.CLOSED, S.CLOSED_UNREACHABLE, S.CANCELLED)
IN_HAND = (S.DISPATCHED, S.ON_SITE, S.DIAGNOSED, S.WORKING)
OPEN = tuple(state for state in S if state not in FINAL)
# The path that the ticket page draws; the other states are turns off it.
PATH = (S.REPORTED, S.DISPATCHED, S.ON_SITE, S.DIAGNOSED, S.WORKING, S.COMPLETED, S.FOLLOW_UP, S.CLOSED)

COLOURS: dict[str, str] = {
    S.REPORTED: "amber", S.DISPATCHED: "blue", S.ON_SITE: "blue", S.DIAGNOSED: "violet", S.WORKING: "violet",
    S.COMPLETED: "teal", S.FOLLOW_UP: "teal", S.CLOSED: "green", S.CLOSED_UNREACHABLE: "grey",
    S.CANCELLED: "grey", S.HANDED_TO_OFFICE: "amber",
}  # fmt: skip


class HoldKind(models.TextChoices):
    """What a ticket can wait for; parts and purchases are placed from above."""

    PARTS = "parts", _("待配件")
    PURCHASE = "purchase", _("待急购件")
    ESCALATION = "escalation", _("待部门答复")
    CUSTOMER = "customer", _("待用户")


class ReplaceReason(models.TextChoices):
    """Why another engineer is sent; `skill` is a fact of clause 9.9."""

    SKILL = "skill", _("技术水平不足")
    ABSENCE = "absence", _("不在岗")
    OTHER = "other", _("其他")


class CallOutcome(models.TextChoices):
    SOLVED = "solved", _("已解决")
    UNSOLVED = "unsolved", _("未解决")
    NO_ANSWER = "no_answer", _("无人接听")


class Authentic(models.TextChoices):
    """What the customer says about the card (9.4, 9.5, 7.6)."""

    GENUINE = "genuine", _("属实")
    FAKE = "fake", _("不实")
    UNCLEAR = "unclear", _("不清楚")
    CHARGED = "charged", _("被收费")


class ArrivalOutcome(models.TextChoices):
    """What came of asking the phone where it is; none of them keeps anybody from checking in."""

    OK = "ok", _("位置已记录")
    FAR = "far", _("离现场较远")
    NO_SIGNAL = "no_signal", _("没有定位信号")
    REFUSED = "refused", _("未授权定位")


class ClaimState(models.TextChoices):
    """What became of the time that a phone claims for an arrival (table W8)."""

    OK = "ok", _("以收到时间为准")
    CLAIMED = "claimed", _("待认定")
    ACCEPTED = "accepted", _("已认定")
    REFUSED = "refused", _("未予认定")


class ArrivalFlag(models.TextChoices):
    """Why a claim is looked at twice."""

    CLOCK = "clock", _("手机时钟不可核对")
    SPEED = "speed", _("与上次打卡相比移动过快")
    FAR = "far", _("距现场超过 1 公里")
    EARLY = "early", _("声称时间早于派工")


class EnquiryState(models.TextChoices):
    """Whether a question of a user has its answer (8.2)."""

    OPEN = "open", _("待答复")
    ANSWERED = "answered", _("已答复")


class ComplaintState(models.TextChoices):
    """How far a complaint has come (8.5, 9.12)."""

    RECORDED = "recorded", _("已登记")
    VERIFIED = "verified", _("经查实")
    UNFOUNDED = "unfounded", _("不属实")
    CLOSED = "closed", _("已结案")


class Addressee(models.TextChoices):
    """To whom the user complained; the book makes its tiers of it (9.12, E9)."""

    TECH_QUALITY = "tech_quality", _("技质部")
    GENERAL_MANAGER = "general_manager", _("总经理")
    OFFICE = "office", _("办事处")
    MEDIA = "media", _("媒体")
    CUSTOMER = "customer", _("用户单位")


class Source(models.TextChoices):
    """By which channel the notice came (6.1)."""

    PHONE = "phone", _("电话")
    USER_NOTICE = "user_notice", _("用户通知")
    CALLBACK = "callback", _("回访发现")
    QR = "qr", _("扫码报修")
    MESSAGE = "message", _("微信或短信")
    OFFICE = "office", _("办事处")
    OTHER = "other", _("其他")


class WarningCode(models.TextChoices):
    """What the desk is told while filing; never a refusal."""

    OUT_OF_WARRANTY = "out_of_warranty", _("已过保修期，由办事处协调")
    WARRANTY_UNKNOWN = "warranty_unknown", _("缺少出厂日期，保修待定")
    REPEAT_REPAIR = "repeat_repair", _("保内一年内重复维修，须判定原因")
    AREA_UNKNOWN = "area_unknown", _("未选现场片区，问清后请更正现场，时限由它决定")


# What stands in a ticket's journal besides the business acts, which accounts.acts names.
STEP_LABELS: dict[str, object] = {
    "diagnose": _("转已诊断"),
    "complete": _("完工"),
    "receive": _("转待回访"),
    "reopen": _("重新报修"),
    "pause_clock": _("到场计时暂停"),
    "resume_clock": _("到场计时恢复"),
    "owe_old_part": _("旧件待返回"),
    "split_old_part": _("旧件分批返回"),
    "take_credit": _("服务卡不计入"),
    "bear_travel": _("差旅费由他人承担"),
    "supersede_card": _("服务卡由新版取代"),
    "submit_sign_off": _("提交签批"),
    "void_sign_off": _("签批失效"),
    "reopen_request": _("退回重新判定"),
}
