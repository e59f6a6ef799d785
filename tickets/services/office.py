"""hand_to_office, office_done, instruct: who serves out of warranty (clauses 7.6, 9.4, 9.11)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Office
from accounts.permissions import holds
from accounts.roles import Role
from accounts.selectors import holders
from core.errors import NotAllowed, require
from core.journal import Actor
from tickets.models import Instruction, Ticket
from tickets.services.clock import end_clock
from tickets.services.door import advance, begin, refuse
from tickets.services.follow_up import start_follow_up
from tickets.services.telling import tell_desk


@transaction.atomic
def hand_to_office(*, ticket: Ticket, office: Office, actor: Actor, now: datetime) -> Ticket:
    """Out of warranty and under no guarantee: the office coordinates (9.11a). The clock ends without breach."""
    ticket = begin(ticket, "hand_to_office", actor=actor, now=now)
    require(office=(office, _("办事处")))
    if ticket.free:
        raise refuse(_("该工单在保修或维修保证期内，由本部门服务，不转办事处"))
    if ticket.free is None:
        raise refuse(_("保修尚未确定：请先登记出厂日期，再决定是否转办事处"))
    end_clock(ticket, actor=actor, now=now)
    advance(
        ticket,
        "hand_to_office",
        office=office,
        actor=actor,
        now=now,
        data={"office": office.name},
    )
    title = _("工单 %(number)s 转由贵处协调：%(who)s") % {
        "number": ticket.number,
        "who": ticket.customer_name,
    }
    heads = holders(Role.OFFICE_HEAD, now=now).filter(office=office)
    tell_desk(ticket, "handed_to_office", title, text=ticket.fault, to=heads, now=now)
    return ticket


@transaction.atomic
def office_done(*, ticket: Ticket, actor: Actor, now: datetime) -> Ticket:
    """The office has served; the department still calls back (6.12)."""
    ticket = begin(ticket, "office_done", actor=actor, now=now)
    _only_own_office(ticket, actor, now=now)
    advance(ticket, "office_done", actor=actor, now=now)
    start_follow_up(ticket, actor=actor, now=now)
    return ticket


def _only_own_office(ticket: Ticket, actor: Any, *, now: datetime) -> None:
    if holds(actor, Role.LIAISON, now=now) or ticket.office_id == actor.office_id:
        return
    raise NotAllowed(_("只有该工单所在办事处的主任可以执行此操作"))


@transaction.atomic
def instruct(*, ticket: Ticket, text: str, actor: Actor, now: datetime) -> Ticket:
    """技质部批示: serve out of warranty (9.4e). Brings a ticket back from the office; no new clock starts."""
    ticket = begin(ticket, "instruct", actor=actor, now=now)
    require(text=(text, _("批示内容")))
    Instruction.objects.create(ticket=ticket, cycle=ticket.cycle, text=text, given_by_id=actor.pk, at=now)
    advance(ticket, "instruct", at=now, actor=actor, now=now, reason=text)
    title = _("工单 %(number)s 已有部门批示，可以派工") % {"number": ticket.number}
    tell_desk(ticket, "instructed", title, text=text, roles=[Role.LIAISON], now=now)
    return ticket
