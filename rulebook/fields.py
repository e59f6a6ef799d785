"""The facts that code publishes and books may refer to: one entry a dotted key, with its type and label."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Field:
    """A fact: `type` is what its values are; `person` and `persons` hold ids."""

    name: str
    type: str
    label: Any


def _fields(*rows: tuple[str, str, Any]) -> dict[str, Field]:
    return {name: Field(name, type_, label) for name, type_, label in rows}


FIELDS: dict[str, Field] = _fields(
    # place, machine, customer
    ("site.country", "text", _("现场国家或地区")),
    ("site.province", "text", _("现场省份")),
    ("site.city", "text", _("现场城市")),
    ("site.area", "text", _("现场片区")),
    ("machine.ex_factory_on", "date", _("出厂日")),
    ("machine.sold_on", "date", _("销售（交付）日")),
    ("machine.warranty_class", "text", _("保修类别")),
    ("machine.export", "bool", _("出口产品")),
    ("customer.class", "text", _("客户类别")),
    ("customer.visited_by", "person", _("回访责任人")),
    ("customer", "id", _("客户")),
    ("customer.internal", "bool", _("内部单位")),
    ("contract.active", "bool", _("合同有效")),
    ("contract.number", "text", _("合同编号")),
    ("contract.arrival", "duration", _("合同约定的到场时限")),
    ("contract.ends_on", "date", _("合同到期日")),
    # ticket and its clocks
    ("ticket", "id", _("工单")),
    ("ticket.notified_at", "instant", _("接到用户通知的时间")),
    ("ticket.engineer", "person", _("被派服务人员")),
    ("ticket.urgent", "bool", _("急需服务")),
    ("ticket.zone", "text", _("区域")),
    ("ticket.in_warranty", "bool", _("在保修期内")),
    ("ticket.free", "bool", _("免费服务")),
    ("ticket.service_class", "text", _("服务类别")),
    ("ticket.cycle", "int", _("轮次")),
    ("ticket_cycle", "id", _("工单轮次")),
    ("ticket.instructed", "bool", _("服务前已有部门批示")),
    ("reassignment.reason", "text", _("改派原因")),
    ("deadline.by_hand", "bool", _("时限由人设定")),
    ("deadline.start", "instant", _("计时起点")),
    ("deadline.due", "instant", _("到期时间")),
    ("deadline.target", "instant", _("目标时间")),
    # incident and complaint
    ("incident.person", "person", _("当事人")),
    ("incident.person_kind", "text", _("当事人类别")),
    ("incident.claim", "bool", _("用户索赔")),
    ("incident.proceeds", "money", _("违规所得")),
    ("incident.assessed_loss", "money", _("核定损失")),
    ("incident.about", "text", _("所涉单据")),
    ("complaint", "id", _("投诉")),
    ("complaint.addressee", "text", _("投诉对象")),
    ("complaint.persons", "persons", _("责任人")),
    ("complaint.independent", "bool", _("独立承担服务的办事处")),
    ("complaint.office_head.person", "person", _("办事处主任")),
    ("complaint.major", "bool", _("重大问题")),
    # claim, parts, approvals
    ("request.total", "money", _("申请总额")),
    ("fee.amount", "money", _("申请费用")),
    ("purchase.budget", "money", _("预算")),
    ("purchase.consulted_cost", "money", _("咨询价")),
    ("claim.mode", "text", _("发运方式")),
    ("part.ex_works_price", "money", _("出厂价")),
    ("part.stock_cost", "money", _("库存成本")),
    ("part.slip_price", "money", _("三包单价格")),
    ("part.assessed_loss", "money", _("核定损失")),
    ("part.handler", "person", _("经办人")),
    ("item", "id", _("旧件")),
    # card, repeat, month papers
    ("card", "id", _("服务卡")),
    ("card.completed_on", "date", _("完工日")),
    ("card.site_reached_before", "bool", _("此前到过现场")),
    ("card.on_phone", "bool", _("在手机上填写")),
    ("repeat.cause", "text", _("重复维修原因")),
    ("repeat.within_window", "bool", _("在一年之内")),
    ("repeat.first_in_warranty", "bool", _("首次服务在保修期内")),
    ("repeat.same_engineer", "bool", _("同一服务人员")),
    ("repeat.first_engineer.person", "person", _("首次服务人员")),
    ("repeat.card", "id", _("本次服务卡")),
    ("repeat.first_card", "id", _("首次服务卡")),
    ("document", "id", _("单据")),
    ("document.kind", "text", _("单据种类")),
    ("month", "text", _("结算月份")),
    ("sheets.missing", "int", _("缺交回访单份数")),
    ("claim_line", "id", _("报销行")),
    ("quantity", "int", _("数量")),
    # daily report, contact, trip, leave, training, enquiry
    ("day", "date", _("日期")),
    ("person.on_leave", "bool", _("休假中")),
    ("person.in_training", "bool", _("返厂培训中")),
    ("contact.attempts", "int", _("联系次数")),
    ("trip", "id", _("出差")),
    ("trip.away", "bool", _("出差在外")),
    ("trip.days", "int", _("出差天数")),
    ("trip.depart_on", "date", _("出发指令日期")),
    ("trip.called_home", "bool", _("公司召回")),
    ("trip.return_allowed", "bool", _("返厂已批准")),
    ("return_trip", "money", _("返厂差旅费")),
    ("leave.days", "int", _("休假天数")),
    ("training.result", "text", _("培训成绩")),
    ("training.discipline", "text", _("培训纪律")),
    ("enquiry.answered", "bool", _("当即答复")),
    ("period", "text", _("期间")),
)

NUMBERS = frozenset({"int", "money"})


def accepts(field: Field, value: Any) -> bool:
    """Whether a book may compare `field` with `value`; a blank is compared with nothing and fits all."""
    if value is None:
        return True
    if field.type == "bool":
        return isinstance(value, bool)
    if field.type in NUMBERS:
        return not isinstance(value, bool) and _numeric(value)
    return isinstance(value, str)


def _numeric(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True
