"""dispatch, accept, decline, appoint: who goes, and when he has agreed to come (clauses 6.2, 7.1, 9.9)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.roles import Role
from accounts.selectors import is_assignable
from core.clock import local_day
from core.errors import NotAssignable, OutOfRange, require
from core.journal import Actor
from core.subjects import Subject
from judgement.inputs import FactInput
from judgement.services import record_fact
from rulebook.selectors import in_force
from tickets.models import Appointment, Assignment, Ticket
from tickets.selectors.records import current_assignment
from tickets.services.clock import hand_clock_to
from tickets.services.door import advance, begin, refuse
from tickets.services.escalation import lift_escalations
from tickets.services.telling import tell_desk, tell_engineer
from tickets.states import ReplaceReason, TicketState


@transaction.atomic
def dispatch(*, ticket: Ticket, engineer: Person, actor: Actor, now: datetime, reason: str = "") -> Ticket:
    """Send `engineer`, or another one instead (with a reason); the due time does not move (6.2).

    A due instant that has passed stays with whoever was assigned then. Reason skill is a fact of clause 9.9 about
    the one replaced. Regions rank candidates and never guard.
    """
    ticket = begin(ticket, "dispatch", actor=actor, now=now)
    if ticket.state == TicketState.HANDED_TO_OFFICE and ticket.instructed_at is None:
        raise refuse(_("工单在办事处：须先有部门负责人批示才能派工"))
    replaced = ticket.engineer
    if replaced == engineer:
        raise refuse(_("该工单已派给%(name)s") % {"name": engineer.name})
    _check_reason(reason, replaced)
    refuse_unassignable(engineer, now=now)
    hand_clock_to(ticket, engineer, actor=actor, now=now)
    row = _assign(ticket, engineer, reason if replaced else "", actor=actor, now=now)
    if replaced:
        lift_escalations(ticket, actor=actor, now=now)
    advance(
        ticket, "dispatch", engineer=engineer, actor=actor, now=now, reason=reason,
        data={"engineer": engineer.name, "replaced": replaced.name if replaced else ""},
    )  # fmt: skip
    _tell_engineers(ticket, engineer, replaced, now=now)
    if replaced and reason == ReplaceReason.SKILL:
        _tell_judgement(ticket, replaced, row, actor=actor, now=now)
    return ticket


def _check_reason(reason: str, replaced: Person | None) -> None:
    if replaced is None:
        return
    require(reason=(reason, _("改派原因")))
    if reason not in ReplaceReason.values:
        raise OutOfRange(_("改派原因只能是：技术水平不足、不在岗、其他"))


def refuse_unassignable(engineer: Person, *, now: datetime) -> None:
    """Raise NotAssignable with the reason: no engineer, left, off post, on leave or in training (6.2a)."""
    reason = is_assignable(engineer, local_day(now))
    if reason:
        raise NotAssignable(
            _("%(name)s目前不能派工：%(why)s，请另选") % {"name": engineer.name, "why": reason}
        )


def _assign(ticket: Ticket, engineer: Person, reason: str, *, actor: Actor, now: datetime) -> Assignment:
    end_assignment(ticket, now=now)
    return Assignment.objects.create(
        ticket=ticket,
        cycle=ticket.cycle,
        engineer=engineer,
        since=now,
        reason=reason,
        assigned_by_id=actor.pk,
    )


def end_assignment(ticket: Ticket, *, now: datetime) -> None:
    """Nobody has the job from now on."""
    Assignment.objects.filter(ticket=ticket, until=None).update(until=now)


def _tell_engineers(ticket: Ticket, engineer: Person, replaced: Person | None, *, now: datetime) -> None:
    told = {"number": ticket.number, "place": ticket.province or ticket.country, "who": ticket.customer_name}
    title = _("新任务 %(number)s：%(who)s（%(place)s）") % told
    tell_engineer(ticket, "dispatched", title, text=ticket.fault, engineer=engineer, now=now)
    if replaced:
        tell_engineer(ticket, "reassigned", _("工单 %(number)s 已改派他人") % told, engineer=replaced, now=now)


def _tell_judgement(
    ticket: Ticket, replaced: Person, row: Assignment, *, actor: Actor, now: datetime
) -> None:
    record_fact(
        FactInput(
            event="ticket.replaced", subject=Subject.of(ticket), version=in_force(now=now), at=now, person=replaced,
            occurrence=f"{ticket.cycle}:{row.pk}",
            facts={
                "ticket.engineer": replaced.pk,
                "reassignment.reason": ReplaceReason.SKILL.value,
                "ticket.cycle": ticket.cycle,
                "ticket_cycle": f"{ticket.pk}:{ticket.cycle}",
            },
        ),
        actor=actor, now=now,
    )  # fmt: skip


@transaction.atomic
def accept(*, ticket: Ticket, actor: Actor, now: datetime) -> Ticket:
    """The engineer takes the job (7.1); once only."""
    ticket = begin(ticket, "accept", actor=actor, now=now, assigned=True)
    row = current_assignment(ticket)
    if row is None or row.accepted_at:
        raise refuse(_("您已经接单，无需再次操作"))
    row.accepted_at = now
    row.save(update_fields=["accepted_at"])
    return advance(ticket, "accept", actor=actor, now=now)


@transaction.atomic
def decline(*, ticket: Ticket, reason: str, actor: Actor, now: datetime) -> Ticket:
    """The engineer gives the job back with a reason: the liaison is told, the clock goes on without him."""
    ticket = begin(ticket, "decline", actor=actor, now=now, assigned=True)
    require(reason=(reason, _("退单原因")))
    hand_clock_to(ticket, None, actor=actor, now=now)
    end_assignment(ticket, now=now)
    advance(ticket, "decline", actor=actor, now=now, reason=reason)
    title = _("%(name)s退回工单 %(number)s，请另行派工") % {"name": actor.name, "number": ticket.number}
    tell_desk(ticket, "declined", title, text=reason, roles=[Role.LIAISON], now=now)
    return ticket


@transaction.atomic
def appoint(
    *, ticket: Ticket, visit_at: datetime, actor: Actor, now: datetime, work: str = "", place: str = ""
) -> Ticket:
    """Agree a visit: time, work, place (7.1b). The due time does not move; a later visit needs written proof."""
    ticket = begin(ticket, "appoint", actor=actor, now=now, assigned=True)
    require(visit_at=(visit_at, _("上门时间")), work=(work, _("工作内容")), place=(place, _("地点")))
    if visit_at <= now:
        raise OutOfRange(_("上门时间须晚于现在，请重新选择"), details={"visit_at": _("须晚于现在")})
    Appointment.objects.create(
        ticket=ticket,
        cycle=ticket.cycle,
        visit_at=visit_at,
        work=work,
        place=place,
        made_by_id=actor.pk,
        at=now,
    )
    return advance(
        ticket, "appoint", actor=actor, now=now,
        data={"visit_at": visit_at, "work": work, "place": place},
    )  # fmt: skip
