"""What becomes of a report that a customer sent, and why one is looked at first."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportState(models.TextChoices):
    SENT = "sent", _("已提交")
    TO_REVIEW = "to_review", _("待核对")
    FILED = "filed", _("已受理")
    DISMISSED = "dismissed", _("不受理")


class Flag(models.TextChoices):
    """Why a person looks at a report before any clock starts; the customer is not told which."""

    DEVICE = "device", _("同一手机短时间多次提交")
    ADDRESS = "address", _("同一网络短时间多次提交")
    PHONE = "phone", _("同一电话多次提交")
    MACHINE = "machine", _("同一设备多次提交")
    ALL = "all", _("短时间内提交过多")
    REPEATED = "repeated", _("内容与近期报修相同")
    TRAP = "trap", _("疑似程序自动填写")
    NO_DEVICE = "no_device", _("没有经过扫码页面")
    NOT_FILED = "not_filed", _("资料不全，不能直接登记")
