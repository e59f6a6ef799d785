"""The queues of the desk: which open tickets wait for which kind of work."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Queue:
    """A queue by its code in the address, its name, and what an empty one says."""

    code: str
    label: Any
    empty: Any


QUEUES = (
    Queue("overdue", _("已超时"), _("没有超时的工单。")),
    Queue("reported", _("待派工"), _("没有等待派工的工单。新的报修登记后会出现在这里。")),
    Queue("dispatched", _("待到场"), _("没有在途的服务人员。派工后、到场打卡前的工单会出现在这里。")),
    Queue("working", _("维修中"), _("没有正在现场处理的工单。")),
    Queue("completed", _("待收卡"), _("没有等待接收的服务卡。客户签字后的服务卡会出现在这里。")),
    Queue("follow_up", _("待回访"), _("没有等待回访的客户。接收服务卡后会出现在这里。")),
    Queue("office", _("转办事处"), _("没有由办事处协调的工单。")),
    Queue("open", _("全部在办"), _("没有在办的工单。新的报修登记后会出现在这里。")),
    Queue("mine", _("我的"), _("没有由您登记或负责的在办工单。")),
)
BY_CODE = {queue.code: queue for queue in QUEUES}
