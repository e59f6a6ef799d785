"""Any part of a book in words, so that two versions can be compared without reading YAML."""

from collections.abc import Mapping
from decimal import Decimal
from functools import singledispatch
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from rulebook.durations import Duration
from rulebook.fields import FIELDS
from rulebook.schema.approvals import Band
from rulebook.schema.base import Block
from rulebook.schema.clocks import Target
from rulebook.schema.conditions import Condition, Test
from rulebook.schema.consequences import Effects, Share, Threshold
from rulebook.schema.spans import Span
from rulebook.showing import told_effects

NOTHING = gettext_lazy("（无）")
LABELS: dict[str, Any] = {
    "title": gettext_lazy("名称"), "clause": gettext_lazy("条款"), "when": gettext_lazy("条件"),
    "start": gettext_lazy("起算"), "stop": gettext_lazy("截止事件"), "end_without_breach": gettext_lazy("终止且不算超时"),
    "pause": gettext_lazy("暂停"), "resume": gettext_lazy("恢复"), "calendar": gettext_lazy("日历"),
    "targets": gettext_lazy("时限"), "within": gettext_lazy("时限"), "limit": gettext_lazy("最迟"),
    "excuse": gettext_lazy("免责"), "warn": gettext_lazy("提前提醒"), "add": gettext_lazy("期限"),
    "before": gettext_lazy("提前"), "month_day": gettext_lazy("每月几日"), "inclusive": gettext_lazy("含当日"),
    "until": gettext_lazy("截至"), "holiday_shift": gettext_lazy("遇假顺延"), "days": gettext_lazy("日"),
    "who": gettext_lazy("责任人"), "for_each": gettext_lazy("对每个"), "during": gettext_lazy("期间条件"),
    "every": gettext_lazy("周期"), "after": gettext_lazy("在此事件之后"), "window": gettext_lazy("期间"),
    "survey": gettext_lazy("问卷"), "form": gettext_lazy("表单"), "event": gettext_lazy("事件"),
    "per": gettext_lazy("计量"), "detect": gettext_lazy("发现方式"), "decide": gettext_lazy("裁决人"),
    "takes_effect": gettext_lazy("何时起作用"), "do": gettext_lazy("后果"), "split": gettext_lazy("分摊"),
    "note": gettext_lazy("说明"), "members": gettext_lazy("所含考核"), "same_by": gettext_lazy("同一事实的依据"),
    "keep": gettext_lazy("保留"), "waive_together": gettext_lazy("一并免除"), "counts": gettext_lazy("计入"),
    "at": gettext_lazy("达到"), "why": gettext_lazy("理由"), "bands": gettext_lazy("签批档"), "by": gettext_lazy("由"),
    "chains": gettext_lazy("会签"), "first": gettext_lazy("签批前先判定"), "sets": gettext_lazy("判定"),
    "aggregate": gettext_lazy("金额合并方式"), "remind_after": gettext_lazy("多久后提醒"), "price": gettext_lazy("价格"),
    "about": gettext_lazy("通知内容"), "to": gettext_lazy("通知"), "record": gettext_lazy("凭据"),
    "required": gettext_lazy("必填"), "fields": gettext_lazy("字段"), "items": gettext_lazy("项目"),
    "amount": gettext_lazy("金额"), "collect_by": gettext_lazy("收款人"), "zone": gettext_lazy("区域"),
}  # fmt: skip
SIGNS = {"eq": "=", "ne": "≠", "lt": "<", "le": "≤", "gt": ">", "ge": "≥", "among": "∈"}
WORDS: dict[str, Any] = {
    "auto": gettext_lazy("系统自动"), "verify": gettext_lazy("系统发现、人核实"), "human": gettext_lazy("人登记"),
    "occurrence": gettext_lazy("每次"), "day": gettext_lazy("每天"), "item": gettext_lazy("每件"),
    "line": gettext_lazy("每行"), "sheet": gettext_lazy("每份"), "month": gettext_lazy("每月"),
    "week": gettext_lazy("每周"), "quarter": gettext_lazy("每季度"), "half_year": gettext_lazy("每半年"),
    "year": gettext_lazy("每年"), "highest": gettext_lazy("最高的一项"), "all": gettext_lazy("全部"),
    "written_proof": gettext_lazy("书面证明"), "confirmed": gettext_lazy("确认后"), "at_once": gettext_lazy("立即"),
    "none": gettext_lazy("不限期间"), "calendar_year": gettext_lazy("自然年"),
    "rolling_12mo": gettext_lazy("滚动十二个月"), "per_request": gettext_lazy("按每次申请"),
    "per_ticket": gettext_lazy("按工单累计"), "calendar": gettext_lazy("自然日"), "working": gettext_lazy("工作日"),
}  # fmt: skip


def label(name: str) -> str:
    """A key of the document in words, or itself."""
    return str(LABELS.get(name, name))


@singledispatch
def words(part: Any) -> str:
    """A part of a book as people read it."""
    return str(NOTHING) if part is None else str(part)


@words.register
def _flag(part: bool) -> str:
    return _("是") if part else _("否")


@words.register
def _name(part: str) -> str:
    if part in Role.values:
        return str(Role(part).label)
    return str(FIELDS[part].label) if part in FIELDS else str(WORDS.get(part, part))


@words.register
def _amount(part: Decimal) -> str:
    return f"{part:f}"


@words.register
def _duration(part: Duration) -> str:
    return part.text


@words.register
def _span(part: Span) -> str:
    if part.from_field or part.by_quantity:
        return words(part.from_field) if part.from_field else _block(part)
    found = part.duration()
    return found.text if found else str(NOTHING)


@words.register
def _band(part: Band) -> str:
    signs = {"gt": ">", "ge": "≥", "le": "≤", "lt": "<"}
    given = {sign: getattr(part, name) for name, sign in signs.items()}
    bounds = " ".join(f"{sign} {bound:f}" for sign, bound in given.items() if bound is not None)
    return f"{bounds or _('任何金额')}：{words(part.by)}"


@words.register
def _target(part: Target) -> str:
    where = part.zone or (words(part.when) if part.when else "")
    hard = f"（{label('limit')} {words(part.limit)}）" if part.limit else ""
    return f"{where} {words(part.within) if part.within else _('由人设定')}{hard}".strip()


@words.register
def _condition(part: Condition) -> str:
    told = [f"{words(path)} {words(test)}" for path, test in part.tests.items()]
    if part.either:
        told.append(_("（%(ways)s）") % {"ways": _(" 或 ").join(words(way) for way in part.either)})
    return _(" 且 ").join(told)


@words.register
def _test(part: Test) -> str:
    told = []
    for name, value in part.comparisons():
        if name == "present":
            told.append(_("已填") if value else _("未填"))
        else:
            told.append(f"{SIGNS[name]} {words(value)}")
    return "、".join(told)


@words.register
def _threshold(part: Threshold) -> str:
    return "".join(f"{SIGNS[name]} {getattr(part, name)}" for name in sorted(part.model_fields_set)) + _(" 次")


@words.register
def _effects(part: Effects) -> str:
    return told_effects(part.effects())


@words.register
def _share(part: Share) -> str:
    return f"{words(part.who)} {told_effects(part.effects())}"


@words.register
def _block(part: Block) -> str:
    given = [name for name in type(part).model_fields if name in part.model_fields_set]
    return "，".join(f"{label(name)} {words(getattr(part, name))}" for name in given)


@words.register
def _several(part: tuple) -> str:
    return "；".join(words(one) for one in part) if part else str(NOTHING)


@words.register
def _table(part: Mapping) -> str:
    return "；".join(f"{key}：{words(one)}" for key, one in part.items()) if part else str(NOTHING)
