"""arrive, resolve_remotely: what stops or ends the arrival clock (clauses 5, 6.2, 9.3)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import NotBuilt, OutOfRange, require
from core.journal import Actor
from tickets.models import Arrival, RemoteSolution, Ticket
from tickets.services.clock import end_clock, stop_clock
from tickets.services.door import advance, begin, refuse
from tickets.states import TicketState


@transaction.atomic
def arrive(
    *, ticket: Ticket, actor: Actor, now: datetime, position: str = "", arrived_at: datetime | None = None
) -> Ticket:
    """The assigned engineer is on site. The time of receipt counts; `arrived_at` is kept beside it as his claim.

    The first arrival of the cycle stops the clock: exactly at the due instant complies. Another engineer who
    was sent after that arrives too, and stops nothing.
    """
    ticket = begin(ticket, "arrive", actor=actor, now=now, assigned=True)
    if ticket.state == TicketState.DIAGNOSED and ticket.arrived_at:
        raise refuse(_("本轮已到过现场，无需再次打卡"))
    claimed = _claim(ticket, arrived_at, now=now)
    first = ticket.arrived_at is None
    Arrival.objects.create(
        ticket=ticket, cycle=ticket.cycle, engineer_id=actor.pk, received_at=now, claimed_at=claimed,
        position=position, first=first,
    )  # fmt: skip
    if first:
        stop_clock(ticket, actor=actor, now=now)
    return advance(
        ticket, "arrive", received_at=now, actor=actor, now=now,
        data={"first": first, "claimed_at": claimed, "positioned": bool(position)},
    )  # fmt: skip


def _claim(ticket: Ticket, arrived_at: datetime | None, *, now: datetime) -> datetime | None:
    if arrived_at is None or arrived_at == now:
        return None
    if arrived_at > now:
        raise OutOfRange(_("到场时间不能晚于现在"), details={"arrived_at": _("不能晚于现在")})
    if arrived_at < ticket.cycle_from:
        raise OutOfRange(_("到场时间早于用户通知时间，请核对"), details={"arrived_at": _("早于用户通知")})
    return arrived_at


def accept_arrival(*, ticket: Ticket, accept: bool, actor: Actor, now: datetime, reason: str = "") -> Ticket:
    """Judge an arrival that was claimed for an earlier time than it was received."""
    raise NotBuilt


@transaction.atomic
def resolve_remotely(
    *, ticket: Ticket, reason: str, described_by_user: str, actor: Actor, now: datetime
) -> Ticket:
    """Solved without reaching the site (9.3c): ends the clock; a due instant that has passed stays missed."""
    ticket = begin(ticket, "resolve_remotely", actor=actor, now=now, assigned=True)
    if ticket.arrived_at:
        raise refuse(_("本轮已到过现场，不能按未到现场解决"))
    require(reason=(reason, _("未到现场的原因")), described_by_user=(described_by_user, _("用户的描述")))
    RemoteSolution.objects.create(
        ticket=ticket, cycle=ticket.cycle, reason=reason, described_by_user=described_by_user,
        engineer_id=actor.pk, at=now,
    )  # fmt: skip
    end_clock(ticket, actor=actor, now=now)
    return advance(ticket, "resolve_remotely", actor=actor, now=now, reason=reason)
