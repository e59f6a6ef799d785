"""correct_site, correct, set_due: what was noted was wrong; the clock follows from its original start (6.1, 6.2)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import OutOfRange, require
from core.journal import Actor
from core.subjects import Subject
from customers.models import Machine
from customers.selectors import find_machine
from deadlines import services as deadlines
from rulebook.zones import known_area
from tickets.models import Ticket
from tickets.selectors.records import end_of_cycle
from tickets.services import assessing, place, reporting
from tickets.services.clock import (
    KIND,
    begin_clock,
    by_hand,
    current_clock,
    facts_of,
    reckon_cycle,
    recount,
    version_of_cycle,
)
from tickets.services.door import advance, begin, refuse
from tickets.services.ex_factory import correct_services
from tickets.services.intake import notice_time
from tickets.services.reporting import Report
from tickets.states import WarningCode

SITE_CORRECTED = "现场登记有误"
AREA = str(WarningCode.AREA_UNKNOWN)


@transaction.atomic
def correct_site(
    *,
    ticket: Ticket,
    actor: Actor,
    now: datetime,
    site_province: str | None = None,
    country: str | None = None,
    address: str | None = None,
    site_area: str | None = None,
    reason: str = SITE_CORRECTED,
) -> Ticket:
    """The site is elsewhere: zone and due time are those that it should have had from the start (5f).

    A breach that no longer holds is withdrawn, one that now does is judged at once.
    """
    ticket = begin(ticket, "correct_site", actor=actor, now=now, transition="correct")
    said = site_province or country or address or site_area
    require(reason=(reason, _("更正原因")), site_province=(said, _("现场省份")))
    here = _place(ticket, site_province, country, address, site_area)
    report = Report.of(ticket, ticket.machine, at=ticket.notified_at, place=here)
    changes: dict[str, Any] = {
        "country": here.country, "province": here.province, "city": here.city, "area": here.area,
        "address": here.address, "zone": reporting.zone_of(ticket.version, report),
        "service_class": reporting.class_of(
            ticket.version, report, in_warranty=ticket.in_warranty, free=ticket.free
        ),
    }  # fmt: skip
    if reporting.area_is_missing(ticket.version, here, changes["zone"]) != (AREA in ticket.warnings):
        changes["warnings"] = sorted({*ticket.warnings} ^ {AREA})
    return _apply(ticket, "correct_site", changes, reason=reason, actor=actor, now=now)


def _place(
    ticket: Ticket, site_province: str | None, country: str | None, address: str | None, site_area: str | None
) -> place.Place:
    """The place as it is corrected: what was not said stays as noted, but another province is another city."""
    area = known_area(ticket.version.book, site_area or "")
    if not (site_province or country):
        noted = place.Place.of(ticket)
        return replace(noted, address=noted.address if address is None else address, area=area or noted.area)
    return place.resolve(
        machine=ticket.machine, customer=ticket.customer, site_province=site_province, country=country,
        address=ticket.address if address is None else address, site_area=area,
    )  # fmt: skip


@transaction.atomic
def correct(
    *,
    ticket: Ticket,
    reason: str,
    actor: Actor,
    now: datetime,
    notified_at: datetime | None = None,
    serial: str | None = None,
    urgent: bool | None = None,
) -> Ticket:
    """Notice time, machine or urgency was noted wrongly; coverage and clock follow. Version stays the frozen one."""
    ticket = begin(ticket, "correct", actor=actor, now=now)
    require(reason=(reason, _("更正原因")))
    machine = _machine(serial) if serial else ticket.machine
    at = notice_time(notified_at, machine, now=ticket.reported_at) if notified_at else ticket.notified_at
    changes: dict[str, Any] = {"notified_at": at}
    if ticket.cycle == 1:
        changes["cycle_from"] = at
    if urgent is not None:
        changes["urgent"] = urgent
    if serial and machine:
        changes |= {
            "machine": machine, "serial": machine.serial, "customer": machine.customer,
            "customer_name": machine.customer.name,
        }  # fmt: skip
    changes |= assessing.reassess(ticket, machine, at=at)
    return _apply(ticket, "correct", changes, reason=reason, actor=actor, now=now)


def _machine(serial: str) -> Machine:
    machine = find_machine(serial)
    if machine is None:
        raise OutOfRange(
            _("出厂编号“%(serial)s”没有登记，请核对编号") % {"serial": serial},
            details={"serial": _("没有登记")},
        )
    return machine


def _apply(ticket: Ticket, act: str, changes: dict[str, Any], *, reason: str, actor: Actor, now: datetime) -> Ticket:
    told = {
        name: [_plain(getattr(ticket, name)), _plain(value)]
        for name, value in changes.items()
        if getattr(ticket, name) != value
    }
    if not told:
        raise refuse(_("与登记内容相同，无需更正"))
    advance(
        ticket,
        "correct",
        actor=actor,
        now=now,
        act=act,
        reason=reason,
        data={"changed": told},
        **changes,
    )
    recount(ticket, reason=reason, actor=actor, now=now)
    if ticket.machine:
        correct_services(ticket, ticket.machine)
    return ticket


def _plain(value: Any) -> Any:
    return str(value) if hasattr(value, "pk") else value


@transaction.atomic
def set_due(*, ticket: Ticket, due: datetime, actor: Actor, now: datetime) -> Ticket:
    """Where the book gives no period (abroad), a person sets the due time; it may be set again until it is past.

    Such a clock is met or missed, but proposes nothing by itself (5f).
    """
    ticket = begin(ticket, "set_due", actor=actor, now=now)
    version = version_of_cycle(ticket)
    if end_of_cycle(ticket) or reckon_cycle(ticket, version, start=ticket.cycle_from):
        raise refuse(_("到场时限由制度规定，或本轮已到场、已远程解决，不能人工设定"))
    row = current_clock(ticket)
    if row is not None and (row.ended_at or row.fired_at or row.overdue(now)):
        raise refuse(_("到场时限已经结束或超时，不能再改"))
    require(due=(due, _("到场时限")))
    if due <= ticket.cycle_from or due < now:
        raise OutOfRange(_("到场时限须晚于用户通知时间和现在"), details={"due": _("须晚于现在")})
    reckoning = by_hand(version, ticket, start=ticket.cycle_from, due=due)
    if row is None:
        begin_clock(ticket, reckoning, version=version, actor=actor, now=now, hand=True)
    else:
        deadlines.restart(
            kind=KIND, subject=Subject.of(ticket), occurrence=row.occurrence, start_at=row.start_at, due_at=due,
            warn_at=reckoning.warn_at, by_hand=True, person=ticket.engineer,
            facts=facts_of(ticket, engineer=ticket.engineer), formula=reckoning.formula,
            reason=_("人工设定到场时限"), actor=actor, now=now,
        )  # fmt: skip
    return advance(ticket, "set_due", actor=actor, now=now, data={"due": due})
