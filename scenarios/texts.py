"""Plain valid text for what a scenario leaves out, so that it tells only what it is about."""

from collections.abc import Mapping
from typing import Any

from scenarios.format import Step
from scenarios.vocabulary import vocabulary

PLAIN: Mapping[str, str] = {
    "reason": "情况属实，按制度办理",
    "text": "同意，请按制度办理",
    "reasons": "内容不符合填写要求",
    "work_done": "到达现场后检查设备并测量各项参数",
    "analysis": "部件磨损超出允许范围，导致压力不足",
    "proposal": "建议更换损坏的部件",
    "cause_analysis": "部件正常磨损",
    "result": "更换后试运行，设备运行正常",
    "description": "现场无法判断故障原因，请求支援",
    "described_by_user": "用户说明面板报警后停机",
    "fault": "设备压力不足，无法正常运行",
    "work": "检查设备并排除故障",
    "place": "用户一号车间",
    "waybill": "SF1234567890",
    "content": "对服务过程不满意",
    "facts": "经回访核实情况属实",
    "site_supplement": "现场检查情况已补充说明",
}
"""The fields of scenario/1 that are free text, with what stands for them."""
ORDINARY = ("training_done", "customer_signature", "consistent", "clear", "claim")
"""The yes/no fields whose ordinary answer is yes."""


def filled(step: Step) -> dict[str, Any]:
    """The step's fields with plain text and ordinary answers for those left out; one given, even as "", stays."""
    words = vocabulary().verbs[step.verb or ""]
    left_out = {name for name in words.fields & set(PLAIN) if f"{step.verb}.{name}" not in vocabulary().values}
    answers = dict.fromkeys(words.fields & set(ORDINARY), True)
    return {name: PLAIN[name] for name in left_out} | answers | dict(step.fields)
