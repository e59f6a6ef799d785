"""report_fault: the user's notice becomes a ticket, its clock runs from the notice (clauses 5, 6.1)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import authorize
from core import journal
from core.clock import local_day
from core.errors import Incomplete, OutOfRange, require
from core.journal import Actor
from core.numbering import next_number
from customers.models import Customer, Machine
from customers.selectors import find_machine
from rulebook.acts import clause_of
from rulebook.models import RulebookVersion
from rulebook.selectors import in_force
from rulebook.zones import known_area
from tickets.models import Ticket
from tickets.selectors.records import similar_open
from tickets.services import assessing, place
from tickets.services.clock import start_clock
from tickets.services.reporting import Report
from tickets.states import Source


@dataclass(frozen=True)
class Caller:
    """Whose machine it is and whom to call back."""

    machine: Machine | None
    customer: Customer | None
    customer_name: str
    contact: str
    phone: str


@transaction.atomic
def report_fault(
    *, fault: str, actor: Actor, now: datetime, serial: str = "", source: str = Source.PHONE, urgent: bool = False,
    notified_at: datetime | None = None, contact: str = "", phone: str = "", site_province: str | None = None,
    country: str | None = None, address: str = "", customer: Customer | None = None, customer_name: str = "",
    site_area: str | None = None,
) -> Ticket:  # fmt: skip
    """File a fault, freeze zone, coverage and version as of the notice, and start the arrival clock.

    A serial number that is not on file needs name, contact and province of the customer: a provisional ticket.
    Warnings (out of warranty, unknown, repeat) stand on the ticket and in its journal; they refuse nothing.
    """
    authorize(actor, "report_fault", now=now)
    require(fault=(fault, _("故障现象")))
    if source not in Source.values:
        raise OutOfRange(_("没有这种报修来源：%(source)s") % {"source": source})
    located = {"site_province": site_province, "country": country}
    caller = identify(
        serial=serial, customer=customer, customer_name=customer_name, contact=contact, phone=phone, **located
    )
    at = notice_time(notified_at, caller.machine, now=now)
    version = in_force(now=at)
    site = place.resolve(
        machine=caller.machine, customer=caller.customer, address=address,
        site_area=known_area(version.book, site_area or ""), **located,
    )  # fmt: skip
    ticket = _new(caller, site, version, at=at, now=now)
    ticket.serial, ticket.fault = _serial(serial, caller.machine), fault.strip()
    ticket.source, ticket.urgent, ticket.reported_by_id = source, urgent, actor.pk
    ticket.save()
    _tell(ticket, actor=actor, now=now)
    start_clock(ticket, actor=actor, now=now)
    return ticket


def identify(
    *,
    serial: str,
    customer: Customer | None,
    customer_name: str,
    contact: str,
    phone: str,
    site_province: str | None,
    country: str | None,
) -> Caller:
    """The machine of this serial number with its customer, or what a provisional ticket needs instead."""
    machine = find_machine(serial) if serial.strip() else None
    owner = machine.customer if machine else customer
    name = owner.name if owner else customer_name.strip()
    if machine is None:
        on_file = owner is not None and bool(owner.province or owner.country != place.HOME_COUNTRY)
        located = bool(site_province or country) or on_file
        _require_provisional(serial, name, contact, located)
    return Caller(
        machine, owner, name, contact.strip() or (owner.contact if owner else ""),
        phone.strip() or (owner.phone if owner else ""),
    )  # fmt: skip


def _require_provisional(serial: str, name: str, contact: str, located: bool) -> None:
    missing = {}
    if not name:
        missing["customer_name"] = _("请填写客户名称")
    if not contact.strip():
        missing["contact"] = _("请填写联系人")
    if not located:
        missing["site_province"] = _("请填写现场省份")
    if not missing:
        return
    lead = (
        _("出厂编号“%(serial)s”没有登记：请核对编号；确认无误则按临时工单登记") % {"serial": serial.strip()}
        if serial.strip()
        else _("没有填写出厂编号：请补填，或按临时工单登记")
    )
    missing["serial"] = lead
    needs = "、".join(str(text) for key, text in missing.items() if key != "serial")
    raise Incomplete(_("%(lead)s，%(needs)s") % {"lead": lead, "needs": needs}, details=missing)


def notice_time(notified_at: datetime | None, machine: Machine | None, *, now: datetime) -> datetime:
    """When the user told us (5e): late typing is normal, the future and the time before the machine are not."""
    at = notified_at or now
    if at > now:
        raise OutOfRange(
            _("通知时间不能晚于现在，请改为用户实际通知的时间"), details={"notified_at": _("不能晚于现在")}
        )
    made = machine.ex_factory_on if machine else None
    if made and local_day(at) < made:
        raise OutOfRange(
            _("通知时间早于该设备的出厂日期 %(day)s，请核对通知时间和出厂编号") % {"day": made.isoformat()},
            details={"notified_at": _("早于出厂日期")},
        )
    return at


def _serial(typed: str, machine: Machine | None) -> str:
    return machine.serial if machine else typed.strip()


def _new(
    caller: Caller, site: place.Place, version: RulebookVersion, *, at: datetime, now: datetime
) -> Ticket:
    report = Report(site, caller.machine, caller.customer, local_day(at))
    found = assessing.assessed(version, report, at=at)
    return Ticket(
        number=next_number("T", now=now), customer=caller.customer, customer_name=caller.customer_name,
        machine=caller.machine, contact=caller.contact, phone=caller.phone, country=site.country,
        province=site.province, city=site.city, area=site.area, address=site.address, version=version,
        notified_at=at, cycle_from=at, reported_at=now, **found.fields(),
    )  # fmt: skip


def _tell(ticket: Ticket, *, actor: Actor, now: datetime) -> None:
    similar = similar_open(serial=ticket.serial, phone=ticket.phone, besides=ticket.pk)
    journal.record(
        ticket, "report_fault", actor=actor, now=now, target=ticket.state,
        clause=clause_of(ticket.version.book, "report_fault"),
        data={
            "warnings": ticket.warnings, "zone": ticket.zone, "notified_at": ticket.notified_at,
            "in_warranty": ticket.in_warranty, "free": ticket.free, "version": str(ticket.version),
            **({"service_class": ticket.service_class} if ticket.service_class else {}),
            "similar": list(similar.values_list("number", flat=True)[:10]),
        },
    )  # fmt: skip
