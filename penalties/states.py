"""States and labels of what people record and decide (regulation B.2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IncidentState(models.TextChoices):
    RECORDED = "recorded", _("已记录")
    AMENDED = "amended", _("已补充")


class ProofState(models.TextChoices):
    SUBMITTED = "submitted", _("待裁决")
    ACCEPTED = "accepted", _("已采纳")
    REFUSED = "refused", _("未采纳")


class BulletinState(models.TextChoices):
    PUBLISHED = "published", _("已发布")
    WITHDRAWN = "withdrawn", _("已撤回")


class AppealState(models.TextChoices):
    """What became of an objection to a penalty; both outcomes are somebody's decision, closed is nobody's."""

    SUBMITTED = "submitted", _("待裁定")
    UPHELD = "upheld", _("维持考核")
    GRANTED = "granted", _("申诉成立")
    CLOSED = "closed", _("考核已另行撤销")


class IncidentKind(models.TextChoices):
    MESSAGE_FALSIFIED = "message_falsified", _("每日行踪弄虚作假")
    MESSAGE_SEVERE = "message_severe", _("每日行踪造成恶劣影响")
    CARD_FALSIFIED = "card_falsified", _("现场服务卡弄虚作假")
    SHEET_FALSIFIED = "sheet_falsified", _("回访单弄虚作假")
    REPORT_REFUSED_LOSS = "report_refused_loss", _("异常报告不予受理造成损失")
    CONDUCT = "conduct", _("服务行为不规范")
    DISOBEYED_DISPATCH = "disobeyed_dispatch", _("不服从派工")
    BACKUP_SENT = "backup_sent", _("一般问题不能解决另派人员")
    NO_EFFECTIVE_MEASURE = "no_effective_measure", _("未及时采取有效措施")
    DESERTED_WITH_CLAIM = "deserted_with_claim", _("擅离岗位造成用户索赔")
    PRIVATE_PARTS_SALE = "private_parts_sale", _("私自销售配件")
    OVERCHARGING = "overcharging", _("乱收费")
    OTHER_BRAND_REPAIR = "other_brand_repair", _("维修其他厂家产品")
    MEDIA_EXPOSURE = "media_exposure", _("媒体曝光")


class DecisionKind(models.TextChoices):
    CONFIRM = "confirm", _("确认")
    WAIVE = "waive", _("免除")
    REVOKE = "revoke", _("撤销")


class EntryKind(models.TextChoices):
    """What a ledger row is: a fine, or one of the debits that regulation 9 calls by its own name."""

    FINE = "fine", _("考核")
    DEBIT = "debit", _("挂账")
    LOSS = "loss", _("承担损失")
    CONFISCATION = "confiscation", _("没收所得")


# The book's effects that move money, and the ledger's word for each.
ENTRY_OF = {
    "fine": EntryKind.FINE,
    "debit": EntryKind.DEBIT,
    "bear_loss": EntryKind.LOSS,
    "confiscate": EntryKind.CONFISCATION,
}


class LineKind(models.TextChoices):
    """What a line of a month's statement is."""

    CARD = "card", _("服务卡")
    EXPENSE = "expense", _("报销")
    FINE = "fine", _("考核")
    DEBIT = "debit", _("挂账")
    LOSS = "loss", _("承担损失")
    CONFISCATION = "confiscation", _("没收所得")
    OWN_COST = "own_cost", _("自负差旅")
    ADJUSTMENT = "adjustment", _("以前月份调整")
