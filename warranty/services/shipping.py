"""draw_parts to receive_parts: from the warehouse by courier, freight or coach into the engineer's hands (6.6, 6.7)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import authorize, holds
from accounts.roles import Role
from core import transitions
from core.clock import local_day
from core.errors import NotAllowed, OutOfRange, WrongState, require
from core.journal import Actor
from core.numbering import next_number
from notifications.services import notify
from tickets import services as tickets
from tickets.services.door import only_assigned
from tickets.showing import place_of
from warranty.models import Claim, ClaimLine, Warehouse
from warranty.selectors import claims as selectors
from warranty.selectors import stock
from warranty.services.claims import advance, refuse_unapproved
from warranty.services.shipping_limit import start_limit, stop_limit
from warranty.services.stock import Change, move
from warranty.states import LARGE, MovementKind, ShippingMode

NOTICE = "N"
SHIPPED = "shipped"


@transaction.atomic
def draw_parts(*, claim: Claim, warehouse: Warehouse | None = None, actor: Actor, now: datetime) -> Claim:
    """6.6a: the signed parts leave the warehouse, by default the first that has all of them.

    Raises OutOfRange naming every part of which too few lie there.
    """
    authorize(actor, "draw_parts", now=now)
    locked = transitions.claim(claim, "draw")
    refuse_unapproved(locked.request)
    lines = _lines(locked)
    source = warehouse or _first_with(lines)
    moves = [Change(line.part, source, -line.quantity) for line in lines]
    move(moves, kind=MovementKind.DRAW, paper=locked, actor=actor, now=now)
    return advance(
        locked, "draw", act="draw_parts", at=now, warehouse=source, actor=actor, now=now,
        data={"warehouse": source.name, "total": locked.total},
    )  # fmt: skip


@transaction.atomic
def hand_over(
    *, claim: Claim, mode: str, consignee: str = "", consignee_phone: str = "", consignee_address: str = "",
    actor: Actor, now: datetime,
) -> Claim:  # fmt: skip
    """6.6: to the courier, or with a shipping notice to who packs and sends it by the end of the next day.

    Without a consignee the engineer receives it at the site.
    """
    authorize(actor, "hand_over", now=now)
    locked = transitions.claim(claim, "hand_over")
    if mode not in ShippingMode.values:
        raise OutOfRange(_("发运方式只能是：快件、货运、客车"), details={"mode": _("请选择发运方式")})
    given = {"consignee": consignee, "consignee_phone": consignee_phone, "consignee_address": consignee_address}
    for name, usual in consignee_of(locked).items():
        setattr(locked, name, given[name].strip() or usual)
    number = next_number(NOTICE, now=now) if mode in LARGE else ""
    advance(
        locked, "hand_over", act="hand_over", at=now, mode=mode, notice_number=number, actor=actor, now=now,
        data={"mode": mode, **({"notice": number} if number else {})},
    )  # fmt: skip
    start_limit(locked, actor=actor, now=now)
    if locked.large:
        title = _("大件待发运：%(claim)s，发运通知单 %(notice)s，最迟次日发出") % {"claim": locked, "notice": number}
        _tell(locked, "to_ship", title, roles=[Role.FREIGHT_DISPATCHER], now=now)
    return locked


@transaction.atomic
def ship(*, claim: Claim, waybill: str, expected_on: date | None = None, actor: Actor, now: datetime) -> Claim:
    """6.6: on its way; by courier the statistician sends it, by freight or coach the dispatcher."""
    authorize(actor, "ship", now=now)
    locked = transitions.lock(claim)
    # Before the hand-over nobody knows who will send it; then the state refuses.
    if locked.mode and not holds(actor, selectors.SENDERS[ShippingMode(locked.mode)], now=now):
        raise NotAllowed(_("快件由综合统计员发出，货运和客车由发运班发出"))
    transitions.claim(locked, "ship")
    require(waybill=(waybill, _("运单号")))
    if expected_on is not None and expected_on < local_day(now):
        raise OutOfRange(_("预计到达日不能早于今天"), details={"expected_on": _("不能早于今天")})
    locked.expected_on = expected_on
    advance(
        locked, "ship", act="ship", at=now, waybill=waybill.strip()[:60], actor=actor, now=now,
        data={"mode": locked.mode, "waybill": waybill.strip()[:60], "expected_on": expected_on},
    )  # fmt: skip
    stop_limit(locked, actor=actor, now=now)
    title = _("三包单 %(claim)s 已发运，请通知服务人员") % {"claim": locked}
    _tell(locked, "to_inform", title, roles=[Role.LIAISON], now=now)
    return locked


@transaction.atomic
def inform_engineer(*, claim: Claim, actor: Actor, now: datetime) -> Claim:
    """6.7: the engineer who has the job now learns what comes when."""
    authorize(actor, "inform_engineer", now=now)
    locked = transitions.claim(claim, "inform")
    engineer = locked.ticket.engineer
    if engineer is None:
        raise WrongState(_("工单 %(ticket)s 目前没有服务人员，请先派工") % {"ticket": locked.ticket})
    advance(locked, "inform", act="inform_engineer", at=now, actor=actor, now=now, data={"engineer": engineer.name})
    told = {"claim": locked, "mode": locked.get_mode_display(), "waybill": locked.waybill}
    title = _("配件已发出：三包单 %(claim)s，%(mode)s运单 %(waybill)s") % told
    day = locked.expected_on
    text = _("预计 %(day)s 到达，收到后请点“收件”。") % {"day": day} if day else _("收到后请点“收件”。")
    notify(about=SHIPPED, title=title, text=text, subject=locked, url=reverse("warranty:parcels"), to=[engineer],
           now=now)  # fmt: skip
    return locked


@transaction.atomic
def receive_parts(*, claim: Claim, actor: Actor, now: datetime) -> Claim:
    """6.10: the parts are in the engineer's bag and the ticket no longer waits for them."""
    authorize(actor, "receive_parts", now=now)
    locked = transitions.lock(claim)
    only_assigned(locked.ticket, actor)
    transitions.claim(locked, "receive")
    engineer = locked.ticket.engineer
    advance(locked, "receive", act="receive_parts", at=now, engineer=actor.pk, actor=actor, now=now)
    if engineer is not None:
        moves = [Change(line.part, engineer, line.quantity) for line in _lines(locked)]
        move(moves, kind=MovementKind.DELIVERY, paper=locked, actor=actor, now=now)
    if locked.request.hold is not None:
        tickets.lift_hold(hold=locked.request.hold, actor=actor, now=now)
    return locked


def consignee_of(claim: Claim) -> dict[str, str]:
    """Who receives the parts unless somebody else is named: the engineer, at the site."""
    ticket, engineer = claim.ticket, claim.ticket.engineer
    return {
        "consignee": engineer.name if engineer else ticket.contact,
        "consignee_phone": engineer.phone if engineer else "",
        "consignee_address": place_of(ticket.country, ticket.province, ticket.address),
    }


def _lines(claim: Claim) -> list[ClaimLine]:
    return selectors.lines_of([claim]).get(claim.pk, [])


def _first_with(lines: Sequence[ClaimLine]) -> Warehouse:
    found = stock.first_with({line.part_id: line.quantity for line in lines})
    if found is None:
        raise WrongState(_("还没有库房，请库房人员先建立库房并登记库存"))
    return found


def _tell(claim: Claim, about: str, title: str, *, roles: Sequence[str], now: datetime) -> None:
    notify(about=about, title=title, subject=claim, url=claim.get_absolute_url(), roles=roles, now=now)
