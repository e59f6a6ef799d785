"""preview_fault: what the desk sees while the caller is still on the line, before anything is saved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.clock import local_day
from core.errors import ActError
from customers.models import Customer, Machine, MachineService
from customers.selectors import find_machine, services_of
from rulebook.selectors import in_force
from rulebook.zones import known_area
from tickets.models import Ticket
from tickets.selectors.records import similar_open
from tickets.services import assessing, reporting
from tickets.services.assessing import Coverage
from tickets.services.clock import Reckoning, reckon
from tickets.services.intake import notice_time
from tickets.services.place import Place, resolve
from tickets.services.reporting import Report

SHOWN = 5


@dataclass(frozen=True)
class Preview:
    """Machine, coverage, zone and due time as report_fault would freeze them now; `problem` says what is missing."""

    machine: Machine | None
    customer: Customer | None
    notified_at: datetime
    place: Place | None = None
    zone: str = ""
    service_class: str = ""
    coverage: Coverage | None = None
    reckoning: Reckoning | None = None
    warnings: Sequence[str] = ()
    repeats: Sequence[MachineService] = ()
    history: Sequence[MachineService] = ()
    similar: Sequence[Ticket] = ()
    problem: ActError | None = None

    @property
    def unknown_serial(self) -> bool:
        return self.machine is None

    @property
    def due_by_hand(self) -> bool:
        """Whether a person will have to set the due time (abroad without a period)."""
        return self.place is not None and self.reckoning is None


def preview_fault(
    *,
    now: datetime,
    serial: str = "",
    site_province: str | None = None,
    country: str | None = None,
    notified_at: datetime | None = None,
    phone: str = "",
    customer: Customer | None = None,
    site_area: str | None = None,
) -> Preview:
    """Everything report_fault would find, saved nowhere; what cannot be told yet is left out, with the problem."""
    machine = find_machine(serial) if serial.strip() else None
    owner = machine.customer if machine else customer
    known = Preview(
        machine, owner, notified_at or now,
        similar=list(similar_open(serial=machine.serial if machine else serial.strip(), phone=phone)[:SHOWN]),
        history=list(services_of(machine)[:SHOWN]) if machine else [],
    )  # fmt: skip
    try:
        return _judged(known, site_province, country, site_area, now=now)
    except ActError as problem:
        return replace(known, problem=problem)


def _judged(
    known: Preview, site_province: str | None, country: str | None, site_area: str | None, *, now: datetime
) -> Preview:
    at = notice_time(known.notified_at, known.machine, now=now)
    version = in_force(now=at)
    site = resolve(
        machine=known.machine, customer=known.customer, site_province=site_province, country=country,
        site_area=known_area(version.book, site_area or ""),
    )  # fmt: skip
    report = Report(site, known.machine, known.customer, local_day(at))
    found = assessing.assessed(version, report, at=at)
    facts = reporting.facts_asked(version, report) | {
        "ticket.zone": found.zone, "ticket.in_warranty": found.coverage.in_warranty,
        "ticket.service_class": found.service_class,
    }  # fmt: skip
    return replace(
        known, place=site, zone=found.zone, service_class=found.service_class, coverage=found.coverage,
        repeats=found.repeated, warnings=found.warnings,
        reckoning=reckon(version, zone_id=found.zone, start=at, facts=facts),
    )  # fmt: skip
