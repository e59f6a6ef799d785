"""The events that code publishes; a book that names another, or a field that its event does not carry, does not load.

`EVENTS["sla.response.missed"]` and the like answer for every clock that a book defines.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

TICKET = (
    "ticket", "ticket.engineer", "ticket.urgent", "ticket.zone", "ticket.in_warranty", "ticket.service_class",
    "ticket.cycle", "ticket_cycle",
)  # fmt: skip
CLOCK = ("deadline.by_hand", "deadline.start", "deadline.due", "deadline.target")
INCIDENT = (
    "incident.person", "incident.person_kind", "incident.claim", "incident.proceeds", "incident.assessed_loss",
    "incident.about", "ticket", "ticket_cycle", "ticket.urgent", "complaint",
)  # fmt: skip
COMPLAINT = (
    "complaint", "complaint.addressee", "complaint.persons", "complaint.independent", "complaint.office_head.person",
    "complaint.major",
)  # fmt: skip
OLD_PART = (
    "item", "incident.person", "part.handler", "part.slip_price", "part.ex_works_price", "part.assessed_loss",
    "machine.export",
)  # fmt: skip
CARD = ("card", "ticket", "ticket.in_warranty", "ticket.instructed", "month")
REPEAT = (
    "repeat.cause", "repeat.within_window", "repeat.first_in_warranty", "repeat.same_engineer",
    "repeat.first_engineer.person", "repeat.card", "repeat.first_card", "ticket",
)  # fmt: skip
TRIP = ("trip", "trip.depart_on", "trip.days", "trip.called_home", "trip.return_allowed", "return_trip")
SITE = ("site.country", "site.province", "site.city", "site.area")
# Of a ticket's clock: what its row tells of the place, and of the customer whom it belongs to.
OWNER = ("site.country", "site.province", "site.area", "customer", "customer.class", "customer.internal")
CUSTOMER = ("customer", "customer.class", "customer.visited_by", "customer.internal", *SITE)
CONTRACT = ("contract.active", "contract.number", "contract.arrival", "contract.ends_on", *CUSTOMER)
PERIOD = ("period", *CONTRACT)
OWED = (*PERIOD, "day", "trip", "ticket", "machine.warranty_class", "machine.ex_factory_on", "machine.export")


@dataclass(frozen=True)
class Event:
    """Something that happened; `person_role` is in which role the fact's own person is concerned."""

    name: str
    person_role: str | None
    fields: frozenset[str]
    label: Any


def _event(name: str, label: Any, fields: Iterable[str] = (), *, role: str | None = None) -> Event:
    return Event(name, role, frozenset(fields), label)


def _incident(kind: str, label: Any) -> Event:
    return _event(f"incident.{kind}", label, INCIDENT, role="field_engineer")


def _engineers(name: str, label: Any, fields: Iterable[str]) -> Event:
    return _event(name, label, fields, role="field_engineer")


DECLARED = (
    _event("ticket.reported", _("报修"), TICKET),
    _event("ticket.dispatched", _("派工"), TICKET),
    _event("ticket.replaced", _("因技术水平改派"), (*TICKET, "reassignment.reason"), role="field_engineer"),
    _event("ticket.arrived", _("到场"), TICKET),
    _event("ticket.cancelled", _("取消"), TICKET),
    _event("ticket.resolved_remotely", _("远程解决"), TICKET),
    _event("ticket.handed_to_office", _("转办事处"), TICKET),
    _event("ticket.escalated", _("上报疑难"), TICKET),
    _event("ticket.unassigned", _("超时但无责任人"), TICKET),
    _event("hold.parts.placed", _("等待配件"), TICKET),
    _event("hold.parts.lifted", _("配件已到"), TICKET),
    _event("hold.purchase.placed", _("等待急购件"), TICKET),
    _event("hold.purchase.lifted", _("急购件已到"), TICKET),
    _event("hold.escalation.placed", _("等待部门答复"), TICKET),
    _event("hold.escalation.lifted", _("部门已答复"), TICKET),
    _event("hold.customer.placed", _("等待用户"), TICKET),
    _event("hold.customer.lifted", _("用户可以接待"), TICKET),
    _incident("message_falsified", _("行踪短信弄虚作假")),
    _incident("message_severe", _("行踪短信造成恶劣影响")),
    _incident("card_falsified", _("服务卡弄虚作假")),
    _incident("sheet_falsified", _("回访单弄虚作假")),
    _incident("report_refused_loss", _("异常报告不合格造成损失")),
    _incident("conduct", _("违反服务行为规范")),
    _incident("disobeyed_dispatch", _("不服从派工")),
    _incident("backup_sent", _("自身不能解决，另派人员")),
    _incident("no_effective_measure", _("急需服务未及时采取有效措施")),
    _incident("deserted_with_claim", _("擅自离岗造成索赔")),
    _incident("private_parts_sale", _("私卖配件")),
    _incident("overcharging", _("乱收费")),
    _incident("other_brand_repair", _("维修其他厂家产品")),
    _incident("media_exposure", _("媒体曝光")),
    _event("complaint.recorded", _("收到投诉"), COMPLAINT),
    _event("complaint.verified", _("投诉经查实"), COMPLAINT),
    _event("report.refused", _("异常报告不予受理"), ("ticket",)),
    _event("claim.handed_over", _("交付发运通知单"), ("claim.mode",)),
    _event("claim.shipped", _("发运"), ("claim.mode",)),
    _event("claim.refused", _("责任部门拒签"), ()),
    _engineers("old_part.overdue", _("旧件逾期未返"), OLD_PART),
    _engineers("old_part.mismatched", _("旧件与报告不符"), OLD_PART),
    _engineers("old_part.falsified", _("旧件弄虚作假"), OLD_PART),
    _event("old_part.returned", _("旧件返回"), OLD_PART),
    _event("card.signed", _("用户签署服务卡"), CARD),
    _event("card.received", _("收到服务卡"), CARD),
    _engineers("card.unclear", _("服务卡填写不清"), CARD),
    _engineers("card.inconsistent", _("服务卡与异常报告不符"), CARD),
    _engineers("card.uninstructed", _("保修期外无批示的服务卡"), CARD),
    _engineers("card.missing", _("月结时没有服务卡"), CARD),
    _event("follow_up.made", _("已回访"), ("ticket",)),
    _engineers("repeat.judged", _("重复维修已定因"), REPEAT),
    _event("contact.unanswered", _("联系未通"), ("contact.attempts",)),
    _event("contact.reached", _("已联系上"), ("contact.attempts",)),
    _engineers("contact.unreachable", _("一小时联系不上"), ("contact.attempts",)),
    _engineers("daily_report.falsified", _("每日行踪经核实为假"), ("day",)),
    _event("daily_report.sent", _("报送每日行踪"), ("day",)),
    _event("trip.departed", _("出发"), TRIP),
    _engineers("trip.returned", _("返厂"), TRIP),
    _event("trip.reported_back", _("返厂报到"), TRIP),
    _engineers("trip.depart_missed", _("未按指令日期出发"), TRIP),
    _engineers("trip.report_back_missed", _("返厂次日未报到"), TRIP),
    _event("leave.began", _("开始休假"), ("leave.days",)),
    _event("leave.ended", _("休假结束"), ("leave.days",)),
    _engineers("leave.overrun", _("休假超期"), ("leave.days", "return_trip")),
    _engineers("training.recorded", _("返厂培训记录"), ("training.result", "training.discipline")),
    _event("visit.made", _("回访客户"), PERIOD),
    _event("contract.began", _("合同生效"), CONTRACT),
    _event("contract.notified", _("已通知合同到期"), CONTRACT),
    _event("contract.ended", _("合同终止"), CONTRACT),
    _event("month.received", _("收到月度资料"), ("month", "document", "document.kind")),
    _engineers("month.document_late", _("月度资料逾期"), ("month", "document", "document.kind", "card")),
    _engineers("month.summary_careless", _("工作总结敷衍"), ("month",)),
    _engineers("month.sheets_missing", _("缺交回访单"), ("month", "sheets.missing", "quantity")),
    _engineers("claim_line.unmatched", _("报销与每日行踪不符"), ("month", "claim_line")),
    _event("month.closed", _("月度结算"), ("month",)),
    _event("enquiry.logged", _("用户咨询"), ("enquiry.answered",)),
    _event("enquiry.answered", _("答复咨询"), ("enquiry.answered",)),
    _event("penalty.confirmed", _("考核确认"), ()),
    _event("appeal.lapsed", _("申诉期满"), ()),
    _event("penalty.published", _("服务通报"), ()),
    _event("escalation.reached", _("达到累计次数"), ()),
)

# Limits that nobody breaks: with them ends a right, not a duty.
LAPSES = frozenset({"appeal.lapsed"})

CLOCKS = {
    "sla": (re.compile(r"sla\.(\w+)\.missed"), "slas", frozenset((*TICKET, *CLOCK, *OWNER)), _("超过时限")),
    "deadline": (re.compile(r"deadline\.(\w+)\.missed"), "deadlines", frozenset((*CLOCK, *CONTRACT)), _("超过期限")),
    "obligation": (
        re.compile(r"obligation\.(\w+)\.missed"), "obligations", frozenset((*OWED, *CLOCK)), _("未履行"),
    ),
}  # fmt: skip


class Registry(Mapping[str, Event]):
    """Declared events, and for every clock of whatever book the event of missing it."""

    def __init__(self, declared: Iterable[Event]) -> None:
        self._declared = {event.name: event for event in declared}

    def __getitem__(self, name: str) -> Event:
        if name in self._declared:
            return self._declared[name]
        for pattern, _section, fields, label in CLOCKS.values():
            if pattern.fullmatch(name):
                return Event(name, "field_engineer", fields, label)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._declared)

    def __len__(self) -> int:
        return len(self._declared)


EVENTS = Registry(DECLARED)


def clock_of(name: str) -> tuple[str, str] | None:
    """The section and id of the clock whose miss `name` tells: ("slas", "arrival"); None for other events."""
    for pattern, section, _fields, _label in CLOCKS.values():
        found = pattern.fullmatch(name)
        if found:
            return section, found[1]
    return None
