"""accept_arrival: what a supervisor makes of an arrival that was claimed for an earlier time (table W8).

The arrival itself never changes. What was accepted makes the limit's next epoch, from which everything else follows: an
open proposal is revoked, and who has decided already is told.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import authorize, refuse_own_case
from accounts.roles import Role
from core.clock import zone
from core.errors import require
from core.journal import Actor
from core.subjects import Subject
from core.transitions import lock
from deadlines import services as deadlines
from tickets.claims import one_tap, state_of
from tickets.models import Arrival, ArrivalDecision, Ticket, WaitingClaim
from tickets.selectors.claims import claimed_arrivals, decision_of, limit_of, missed_due, waiting_arrival
from tickets.selectors.records import sent_since
from tickets.services.door import advance, refuse
from tickets.services.telling import tell_desk, tell_engineer
from tickets.states import ClaimState

KIND = "arrival"


@transaction.atomic
def accept_arrival(*, ticket: Ticket, accept: bool, actor: Actor, now: datetime, reason: str = "") -> Ticket:
    """Judge an arrival that was claimed for an earlier time than it was received.

    Accepted, the limit is met at the claimed time; refused, it stays missed. A reason is needed for a refusal, and
    for accepting what came late by more than ten minutes or is flagged.
    """
    authorize(actor, "accept_arrival", now=now)
    ticket = lock(ticket)
    arrival = waiting_arrival(ticket)
    refuse_own_case(actor, *(one.engineer for one in [arrival] if one), now=now)
    if arrival is None or arrival.claimed_at is None:
        raise refuse(_nothing_waits(ticket))
    if not accept or not one_tap(arrival.received_at, arrival.claimed_at, arrival.flags or ()):
        require(reason=(reason, _("认定理由") if accept else _("不予认定的理由")))
    ArrivalDecision.objects.create(arrival=arrival, accepted=accept, reason=reason, by_id=actor.pk, at=now)
    WaitingClaim.objects.filter(arrival=arrival).update(settled_at=now)
    reached = _reached(arrival, arrival.claimed_at) if accept else None
    data = {"accepted": accept, "claimed_at": arrival.claimed_at, "received_at": arrival.received_at}
    if reached is not None:
        deadlines.accept_stop(
            kind=KIND, subject=Subject.of(ticket), occurrence=str(arrival.cycle), at=reached,
            reason=reason or _("认定到场时间"), actor=actor, now=now,
        )  # fmt: skip
    _tell(ticket, arrival, accept, reason, now=now)
    return advance(
        ticket, "accept_arrival", reached_at=reached if arrival.cycle == ticket.cycle else None, actor=actor, now=now,
        reason=reason, data=data,
    )  # fmt: skip


def _reached(arrival: Arrival, claimed: datetime) -> datetime:
    """A wrong clock may claim a time before he was sent: nobody has arrived earlier than that."""
    since = sent_since(arrival)
    return max(claimed, since) if since is not None else claimed


def _nothing_waits(ticket: Ticket) -> str:
    decided = decision_of(ticket)
    if decided is None:
        return _("这张工单没有待认定的到场，无需处理")
    told = {"name": decided.by.name, "at": f"{decided.at.astimezone(zone()):%m-%d %H:%M}"}
    return _("这次到场已由%(name)s于 %(at)s 认定，请刷新后查看") % told


def _tell(ticket: Ticket, arrival: Arrival, accept: bool, reason: str, *, now: datetime) -> None:
    said = _("工单 %(number)s：您声称的到场时间已认定") if accept else _("工单 %(number)s：您声称的到场时间未予认定")
    tell_engineer(
        ticket, "arrival_decided", said % {"number": ticket.number}, engineer=arrival.engineer, text=reason, now=now
    )


def review_claims(ticket: Ticket, *, now: datetime, told: bool = True) -> None:
    """Let the supervisor's list follow the arrivals and limits of a ticket, after a check-in as after a correction."""
    for arrival in claimed_arrivals(ticket):
        due_at = missed_due(limit_of(arrival))
        state = state_of(arrival.received_at, arrival.claimed_at, due_at=due_at)
        if state == ClaimState.CLAIMED and due_at is not None:
            _wait(ticket, arrival, due_at, now=now, told=told)
        else:
            WaitingClaim.objects.filter(arrival=arrival, settled_at=None).update(settled_at=now)


def _wait(ticket: Ticket, arrival: Arrival, due_at: datetime, *, now: datetime, told: bool) -> None:
    _row, is_new = WaitingClaim.objects.update_or_create(
        arrival=arrival, defaults={"due_at": due_at, "settled_at": None},
        create_defaults={"due_at": due_at, "since": now},
    )  # fmt: skip
    if is_new and told:
        title = _("工单 %(number)s：%(name)s的到场待认定") % {"number": ticket.number, "name": arrival.engineer.name}
        tell_desk(ticket, "arrival_claimed", title, roles=[Role.SERVICE_SUPERVISOR], now=now)
