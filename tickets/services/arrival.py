"""arrive, resolve_remotely: what stops or ends the arrival clock (clauses 5, 6.2, 9.3)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.services import consent_to_position
from core import files
from core.device import DeviceClaim
from core.errors import OutOfRange, require
from core.journal import Actor
from tickets import claims
from tickets.claims import Fix
from tickets.models import Arrival, RemoteSolution, Ticket
from tickets.selectors.claims import place_before, site_place
from tickets.selectors.records import current_assignment
from tickets.services.claiming import review_claims
from tickets.services.clock import end_clock, stop_clock
from tickets.services.door import advance, begin, refuse
from tickets.states import TicketState

NOTHING_FOUND = Fix()
NOTHING_CLAIMED = DeviceClaim()


@transaction.atomic
def arrive(
    *, ticket: Ticket, actor: Actor, now: datetime, position: str = "", arrived_at: datetime | None = None,
    fix: Fix = NOTHING_FOUND, device: DeviceClaim | None = None, consent: bool = False,
    photos: Iterable["File[bytes]"] = (),
) -> Ticket:  # fmt: skip
    """The assigned engineer is on site. The time of receipt counts; what he or his phone claims is kept beside it.

    The first arrival of the cycle stops the clock: exactly at the due instant complies. Another engineer who
    was sent after that arrives too, and stops nothing. Nothing about the place keeps anybody from checking in; with
    `consent` he agrees now that it is kept, without his consent it is not.
    """
    ticket = begin(ticket, "arrive", actor=actor, now=now, assigned=True)
    if ticket.state == TicketState.DIAGNOSED and ticket.arrived_at:
        raise refuse(_("本轮已到过现场，无需再次打卡"))
    typed = _typed(ticket, arrived_at, now=now)
    if consent:
        consent_to_position(given=True, actor=actor, now=now)
    first = ticket.arrived_at is None
    told = _told(ticket, actor, typed, fix, device or NOTHING_CLAIMED, position, now=now)
    row = Arrival.objects.create(
        ticket=ticket, cycle=ticket.cycle, engineer_id=actor.pk, received_at=now, first=first, **told
    )
    for photo in photos:
        files.store_image(photo, row, kind="arrival", claims=_wanted(actor), actor=actor, now=now)
    if first:
        stop_clock(ticket, actor=actor, now=now)
        if row.claimed_at:
            review_claims(ticket, now=now)
    return advance(
        ticket, "arrive", received_at=now, actor=actor, now=now,
        data={"first": first, "claimed_at": row.claimed_at, "outcome": row.outcome, "flags": row.flags},
    )  # fmt: skip


def _told(
    ticket: Ticket, actor: Actor, typed: datetime | None, fix: Fix, device: DeviceClaim, position: str, *, now: datetime
) -> dict[str, Any]:
    """The columns of an arrival: what was claimed, and what speaks against it. Without consent none tells a place."""
    agreed = _agreed(actor)
    age = timedelta(milliseconds=device.age_ms) if device.age_ms is not None else None
    claimed = typed or claims.claimed_time(now, device_time=device.device_time, age=age)
    outcome = claims.outcome_of(fix, consent=agreed, site=site_place(ticket) if agreed and fix.place else None)
    here = fix.place if agreed else None
    sent = current_assignment(ticket) if claimed else None
    flags = claims.flags_of(
        clock=typed is None and claims.clock_flagged(now, device_time=device.device_time, age=age),
        early=bool(claimed and sent and claimed < sent.since), outcome=outcome,
        fast=here is not None and _too_fast(here, claimed or now, actor),
    )  # fmt: skip
    return {
        "claimed_at": claimed, "device_time": device.device_time, "age_ms": device.age_ms, "outcome": str(outcome),
        "flags": flags, "position": position if agreed else "", "latitude": here.latitude if here else None,
        "longitude": here.longitude if here else None, "accuracy": here.accuracy if here else None,
    }  # fmt: skip


def _agreed(actor: Actor) -> bool:
    return getattr(actor, "position_consent_at", None) is not None


def _wanted(actor: Actor) -> tuple[str, ...]:
    """What of a photo's own words is kept as a claim."""
    return (files.TAKEN_AT, files.PLACE) if _agreed(actor) else (files.TAKEN_AT,)


def _too_fast(here: claims.Place, at: datetime, actor: Actor) -> bool:
    before = place_before(actor.pk)
    return before is not None and claims.too_fast(here, at, *before)


def _typed(ticket: Ticket, arrived_at: datetime | None, *, now: datetime) -> datetime | None:
    """The time that a person names; unlike a phone's clock it is refused where it cannot be."""
    if arrived_at is None or arrived_at == now:
        return None
    if arrived_at > now:
        raise OutOfRange(_("到场时间不能晚于现在"), details={"arrived_at": _("不能晚于现在")})
    if arrived_at < ticket.cycle_from:
        raise OutOfRange(_("到场时间早于用户通知时间，请核对"), details={"arrived_at": _("早于用户通知")})
    return arrived_at


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
