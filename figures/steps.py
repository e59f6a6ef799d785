"""The way from a report to the parts in the engineer's hands: its steps in their order."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Step:
    """A span between two instants of the papers; `label` is whose work it is, `span` from when to when."""

    code: str
    label: Any
    span: Any


STEPS = (
    Step("check", _("核对报告"), _("报告提交 → 受理")),
    Step("request", _("申请发件"), _("受理 → 发件申请")),
    Step("judge", _("判定责任"), _("申请 → 判定")),
    Step("sign", _("签批"), _("判定 → 签批")),
    Step("issue", _("开三包单"), _("签批 → 开单")),
    Step("department", _("责任部门签字"), _("开单 → 签字")),
    Step("draw", _("领料"), _("签字 → 领料")),
    Step("hand_over", _("交运"), _("领料 → 交运")),
    Step("ship", _("发运"), _("交运 → 发运")),
    Step("inform", _("通知服务人员"), _("发运 → 通知")),
    Step("receive", _("收件"), _("通知 → 收件")),
)
BY_CODE = {step.code: step for step in STEPS}
