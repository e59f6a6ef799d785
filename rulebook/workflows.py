"""The workflows that are code, not data: what a coverage entry such as `workflow.claim` says of a clause."""

from django.utils.translation import gettext_lazy as _

WORKFLOWS = {
    "ticket": _("工单流程"),
    "office": _("转办事处"),
    "proof": _("书面证明"),
    "anomaly_report": _("产品异常信息报告"),
    "claim": _("三包单流程"),
    "service_card": _("现场服务卡"),
    "follow_up": _("回访"),
    "complaint": _("投诉处理"),
}
