"""escalate, answer_escalation: what the engineer cannot solve goes to the department at once (7.3, 9.10)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.roles import Role
from core.errors import require
from core.journal import Actor
from tickets.models import Escalation, Hold, Ticket
from tickets.selectors.records import open_holds
from tickets.services.door import advance, begin, refuse
from tickets.services.pausing import hold_lifted, hold_placed
from tickets.services.telling import tell_desk, tell_engineer
from tickets.states import HoldKind


@transaction.atomic
def escalate(*, ticket: Ticket, description: str, actor: Actor, now: datetime) -> Ticket:
    """Ask the department: a hold on the ticket, and the supervisor is told. A defence under 9.10."""
    ticket = begin(ticket, "escalate", actor=actor, now=now, assigned=True)
    require(description=(description, _("问题描述")))
    if open_holds(ticket, HoldKind.ESCALATION).exists():
        raise refuse(_("已上报，请等待答复"))
    hold = Hold.objects.create(ticket=ticket, kind=HoldKind.ESCALATION, note=description[:200], placed_at=now)
    hold_placed(ticket, HoldKind.ESCALATION, actor=actor, now=now)
    Escalation.objects.create(
        ticket=ticket, cycle=ticket.cycle, description=description, engineer_id=actor.pk, hold=hold, at=now
    )
    advance(ticket, "escalate", actor=actor, now=now, reason=description)
    title = _("工单 %(number)s：%(name)s现场无法解决，请答复") % {"number": ticket.number, "name": actor.name}
    tell_desk(ticket, "escalated", title, text=description, roles=[Role.SERVICE_SUPERVISOR], now=now)
    return ticket


@transaction.atomic
def answer_escalation(*, ticket: Ticket, text: str, actor: Actor, now: datetime) -> Ticket:
    """The supervisor answers: the hold is lifted and the engineer told."""
    ticket = begin(ticket, "answer_escalation", actor=actor, now=now)
    asked = Escalation.objects.filter(ticket=ticket, hold__lifted_at=None).first()
    if asked is None:
        raise refuse(_("没有待答复的上报，可能已经答复或改派"))
    require(text=(text, _("答复内容")))
    asked.answer, asked.answered_by_id, asked.answered_at = text, actor.pk, now
    asked.save(update_fields=["answer", "answered_by", "answered_at"])
    lift_escalations(ticket, actor=actor, now=now)
    advance(ticket, "answer_escalation", actor=actor, now=now, reason=text)
    title = _("工单 %(number)s：部门已答复") % {"number": ticket.number}
    tell_engineer(ticket, "escalation_answered", title, text=text, engineer=ticket.engineer, now=now)
    return ticket


def lift_escalations(ticket: Ticket, *, actor: Actor, now: datetime) -> None:
    """Answered, or overtaken by another engineer or by the work itself."""
    if open_holds(ticket, HoldKind.ESCALATION).update(lifted_at=now):
        hold_lifted(ticket, HoldKind.ESCALATION, actor=actor, now=now)
