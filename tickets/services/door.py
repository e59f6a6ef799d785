"""How every act on a ticket begins: role, own case, state, in this order, on the locked row."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django_fsm import can_proceed

from accounts.permissions import authorize
from core import transitions
from core.errors import NotAllowed, WrongState
from core.journal import Actor
from rulebook.acts import clause_of
from tickets.models import Ticket


def begin(
    ticket: Ticket, act: str, *, actor: Actor, now: datetime, assigned: bool = False, transition: str = ""
) -> Ticket:
    """The locked row of `ticket` as it stands now, or the refusal.

    With `assigned` only the engineer who has the job may act. The state is that from which `transition` (by
    default `act`) is open; `transition=None` leaves it to the caller.
    """
    authorize(actor, act, now=now)
    locked = transitions.lock(ticket, "version")
    if assigned:
        only_assigned(locked, actor)
    open_from(locked, transition or act)
    return locked


def only_assigned(ticket: Ticket, actor: Actor) -> None:
    """Raise NotAllowed unless `actor` is the engineer who has the job now."""
    if actor.pk is None or ticket.engineer_id != actor.pk:
        raise NotAllowed(_("只有该工单当前的服务人员可以执行此操作"))


def open_from(ticket: Ticket, *names: str) -> None:
    """Raise WrongState, naming the state, unless one of the transitions is open."""
    if not any(can_proceed(getattr(ticket, name), check_conditions=False) for name in names):
        raise transitions.refusal(ticket)


def refuse(sentence: str) -> WrongState:
    """A WrongState error with a sentence that says how to mend it."""
    return WrongState(sentence)


def advance(ticket: Ticket, name: str, *, act: str = "", cites: str = "", **given: Any) -> Ticket:
    """As `core.transitions.advance`, citing the clause that the ticket's book gives for the act, or for `cites`."""
    clause = clause_of(ticket.version.book, cites or act or name)
    return transitions.advance(ticket, name, act=act, clause=clause, **given)
