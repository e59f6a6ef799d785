"""start_work, and the steps that an accepted report and the service card take a ticket through (6.3, 6.10 to 6.12)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import authorize
from core import transitions
from core.journal import SYSTEM, Actor
from tickets.models import Hold, Ticket
from tickets.selectors.records import open_holds
from tickets.services.door import advance, begin, only_assigned, open_from, refuse
from tickets.services.escalation import lift_escalations
from tickets.services.follow_up import start_follow_up
from tickets.services.pausing import hold_lifted, hold_placed
from tickets.states import IN_HAND, HoldKind, TicketState


@transaction.atomic
def in_hand(*, ticket: Ticket, act: str, actor: Actor, now: datetime) -> Ticket:
    """The locked ticket, for what its assigned engineer asks for while he has the job."""
    authorize(actor, act, now=now)
    locked = transitions.lock(ticket, "version")
    only_assigned(locked, actor)
    if locked.state not in IN_HAND:
        raise transitions.refusal(locked)
    return locked


@transaction.atomic
def diagnose(*, ticket: Ticket, actor: Actor, now: datetime) -> Ticket:
    """A step of accept_report: what is wrong is known (6.3). Diagnosed or at work already, the ticket stays there."""
    locked = transitions.lock(ticket, "version")
    if locked.state in (TicketState.DIAGNOSED, TicketState.WORKING):
        return locked
    open_from(locked, "diagnose")
    return advance(locked, "diagnose", cites="accept_report", actor=actor, now=now)


@transaction.atomic
def start_work(*, ticket: Ticket, actor: Actor, now: datetime) -> Ticket:
    """Nothing that the work needs is outstanding (6.10); an open escalation is overtaken by it."""
    ticket = begin(ticket, "start_work", actor=actor, now=now, assigned=True)
    waiting = open_holds(ticket, HoldKind.PARTS, HoldKind.PURCHASE).first()
    if waiting is not None:
        what = f"{waiting.get_kind_display()} {waiting.note}".strip()
        raise refuse(_("配件或急购件尚未到位（%(what)s），收到后才能开始维修") % {"what": what})
    lift_escalations(ticket, actor=actor, now=now)
    return advance(ticket, "start_work", actor=actor, now=now)


@transaction.atomic
def place_hold(*, ticket: Ticket, kind: str, note: str, now: datetime, actor: Actor = SYSTEM) -> Hold:
    """Something above the ticket must finish first; whoever places it lifts it. A step of that act."""
    hold = Hold.objects.create(ticket=ticket, kind=HoldKind(kind), note=note[:200], placed_at=now)
    hold_placed(ticket, kind, actor=actor, now=now)
    return hold


@transaction.atomic
def lift_hold(*, hold: Hold, now: datetime, actor: Actor = SYSTEM) -> None:
    """What the ticket waited for has come, or is no longer asked for."""
    if Hold.objects.filter(pk=hold.pk, lifted_at=None).update(lifted_at=now):
        hold_lifted(hold.ticket, hold.kind, actor=actor, now=now)


@transaction.atomic
def ready_to_sign(*, ticket: Ticket, actor: Actor) -> Ticket:
    """The locked ticket, for sign_card, which has checked the role: the assigned engineer, at work."""
    locked = transitions.lock(ticket, "version")
    only_assigned(locked, actor)
    open_from(locked, "complete")
    return locked


@transaction.atomic
def ready_to_amend(*, ticket: Ticket, cycle: int, actor: Actor) -> Ticket:
    """The locked ticket, for amending the card of `cycle`: by its engineer, until it is closed or goes round again."""
    locked = transitions.lock(ticket)
    only_assigned(locked, actor)
    if locked.cycle != cycle or locked.state not in (TicketState.COMPLETED, TicketState.FOLLOW_UP):
        raise refuse(
            _("工单已是“%(state)s”，服务卡不能再修订；确需更正请由联络员在回访中记录") % {"state": locked.get_state_display()}
        )
    return locked


@transaction.atomic
def complete(*, ticket: Ticket, actor: Actor, now: datetime) -> Ticket:
    """A step of sign_card: the card is signed (6.11)."""
    ticket = ready_to_sign(ticket=ticket, actor=actor)
    return advance(ticket, "complete", cites="sign_card", actor=actor, now=now)


@transaction.atomic
def receive(*, ticket: Ticket, actor: Actor, now: datetime) -> Ticket:
    """A step of receive_card and of the month's submission: opens the call task (6.12a)."""
    ticket = transitions.lock(ticket, "version", "customer")
    open_from(ticket, "receive")
    advance(ticket, "receive", cites="receive_card", actor=actor, now=now)
    start_follow_up(ticket, actor=actor, now=now)
    return ticket
