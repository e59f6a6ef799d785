"""wait_for_customer, customer_ready: the user cannot receive us yet; the clock stands still where the book says so."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import require
from core.journal import Actor
from core.transitions import advance
from tickets.models import Ticket
from tickets.selectors.records import open_holds
from tickets.services.clock import pausing, version_of_cycle
from tickets.services.door import begin, refuse
from tickets.services.work import lift_hold, place_hold
from tickets.states import HoldKind


@transaction.atomic
def wait_for_customer(*, ticket: Ticket, reason: str, actor: Actor, now: datetime) -> Ticket:
    """The user asks for a later visit: the arrival clock stops until he is ready."""
    ticket = begin(ticket, "wait_for_customer", actor=actor, now=now)
    if HoldKind.CUSTOMER not in pausing(version_of_cycle(ticket)):
        raise refuse(_("制度没有规定等待用户时暂停到场计时，请照常派工或预约"))
    if open_holds(ticket, HoldKind.CUSTOMER).exists():
        raise refuse(_("已登记为等待用户"))
    require(reason=(reason, _("用户的说明")))
    advance(ticket, "wait_for_customer", actor=actor, now=now, reason=reason)
    place_hold(ticket=ticket, kind=HoldKind.CUSTOMER, note=reason, actor=actor, now=now)
    return ticket


@transaction.atomic
def customer_ready(*, ticket: Ticket, actor: Actor, now: datetime) -> Ticket:
    """The user can receive us: the clock runs on with the working time that was left."""
    ticket = begin(ticket, "customer_ready", actor=actor, now=now)
    waiting = open_holds(ticket, HoldKind.CUSTOMER).first()
    if waiting is None:
        raise refuse(_("没有登记等待用户"))
    advance(ticket, "customer_ready", actor=actor, now=now)
    lift_hold(hold=waiting, actor=actor, now=now)
    return ticket
