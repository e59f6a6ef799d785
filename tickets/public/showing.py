"""Tickets and reports in a customer's words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from customers.models import Machine
from tickets.models import Ticket
from tickets.public.selectors import Progress, rated_until
from tickets.states import HoldKind, TicketState

S = TicketState
TAIL = 4
# How far a ticket is on the customer's way of five steps.
PLACE = {
    S.REPORTED: 0, S.HANDED_TO_OFFICE: 1, S.DISPATCHED: 1, S.ON_SITE: 2, S.DIAGNOSED: 2, S.WORKING: 3, S.COMPLETED: 4,
    S.FOLLOW_UP: 4, S.CLOSED: 5, S.CLOSED_UNREACHABLE: 5,
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One line of the way; `mark` is is-done, is-here or empty."""

    label: str
    at: datetime | None
    mark: str


@dataclass(frozen=True)
class Headline:
    """The one thing that the customer wants to know, and a sentence on what comes next."""

    title: str
    text: str
    tone: str


def masked_serial(serial: str) -> str:
    """****0431: enough to recognise the machine that one stands beside."""
    return f"****{serial[-TAIL:]}" if len(serial) > TAIL else "****"


def machine_line(machine: Machine | None) -> str:
    """Model and masked serial; nothing that says whose it is."""
    if machine is None:
        return ""
    model = (machine.model.name or machine.model.code) if machine.model else _("设备")
    return f"{model} · {_('出厂编号')} {masked_serial(machine.serial)}"


def steps(shown: Progress) -> list[Step]:
    """The way from the report to the end; a cancelled ticket has only its two ends."""
    ticket, reached = shown.ticket, shown.reached
    if ticket.state == S.CANCELLED:
        return [Step(_("已报修"), ticket.notified_at, "is-done"), Step(_("已取消"), ticket.closed_at, "is-here")]
    here = PLACE[ticket.state]
    sent = reached.get(S.DISPATCHED) or reached.get(S.HANDED_TO_OFFICE)
    told: list[tuple[str, Any]] = [
        (_("已报修"), ticket.cycle_from), (_("已安排服务人员"), sent),
        # 9.3c: what was solved by telephone has no arrival, and says so.
        (_("远程处理") if here >= 2 and not ticket.arrived_at else _("到达现场"),
         ticket.arrived_at or reached.get(S.DIAGNOSED)),
        (_("维修处理"), reached.get(S.WORKING)), (_("完成服务"), reached.get(S.COMPLETED) or reached.get(S.FOLLOW_UP)),
    ]  # fmt: skip
    return [
        Step(label, at if index <= here else None, "is-done" if index < here else "is-here" if index == here else "")
        for index, (label, at) in enumerate(told)
    ]


def headline(shown: Progress, *, now: datetime) -> Headline:
    """What is going on, in the order in which it matters."""
    ticket = shown.ticket
    if waits := [WAITS[hold.kind] for hold in shown.holds if hold.kind in WAITS]:
        return Headline(str(waits[0]()), _("到位后服务人员会立即继续。"), "warn")
    if late(shown, now=now):
        return Headline(_("服务人员尚未到达"), _("已超过承诺的时间，非常抱歉，我们正在催办。您也可以直接致电。"), "late")
    title, text, tone = SAID[ticket.state]()
    return Headline(title, text, tone)


def late(shown: Progress, *, now: datetime) -> bool:
    """Whether the customer still waits for somebody after the promised time."""
    due = shown.due
    return due is not None and not due.stopped_at and not due.ended_at and due.due_at < now


# Functions: the words are those of the reader's language, not of the one in which the process began.
WAITS: dict[str, Any] = {
    HoldKind.PARTS: lambda: _("正在准备配件"),
    HoldKind.PURCHASE: lambda: _("正在采购配件"),
    HoldKind.ESCALATION: lambda: _("技术部门正在研究方案"),
}
SAID: dict[str, Any] = {
    S.REPORTED: lambda: (_("已收到您的报修"), _("正在为您安排服务人员，安排好后这里会显示姓名。"), "info"),
    S.HANDED_TO_OFFICE: lambda: (_("已转当地办事处"), _("办事处会与您联系并安排服务。"), "info"),
    S.DISPATCHED: lambda: (_("服务人员已安排"), _("服务人员会与您约定上门时间，请保持电话畅通。"), "info"),
    S.ON_SITE: lambda: (_("服务人员已到现场"), _("正在检查设备。"), "info"),
    S.DIAGNOSED: lambda: (_("故障已诊断"), _("正在准备处理方案。"), "info"),
    S.WORKING: lambda: (_("正在维修"), _("完成后会请您在服务卡上签字确认。"), "info"),
    S.COMPLETED: lambda: (_("服务已完成"), _("客服会与您电话回访，确认问题已经解决。"), "ok"),
    S.FOLLOW_UP: lambda: (_("服务已完成"), _("客服会与您电话回访，确认问题已经解决。"), "ok"),
    S.CLOSED: lambda: (_("服务已结束"), _("感谢您的信任。"), "ok"),
    S.CLOSED_UNREACHABLE: lambda: (_("服务已结束"), _("我们没能电话联系上您；如有问题请随时致电。"), "ok"),
    S.CANCELLED: lambda: (_("报修已取消"), _("如仍需要服务，请重新报修或致电。"), "mute"),
}


def may_rate(shown: Progress, *, now: datetime) -> bool:
    until = rated_until(shown.ticket)
    return shown.rating is None and until is not None and now <= until


def message_text(company: str, ticket: Ticket, address: str) -> str:
    """What the desk copies into an SMS or a chat."""
    told = {"company": company, "number": ticket.number, "address": address}
    return _("【%(company)s】您的报修 %(number)s 已受理，查看进度和评价服务请点：%(address)s") % told
