"""preview_fault: what the desk sees while the caller is still on the line, before anything is saved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.errors import ActError
from customers.models import Customer, Machine, MachineService
from customers.selectors import find_machine, services_of
from rulebook.selectors import in_force
from tickets.models import Ticket
from tickets.selectors.records import similar_open
from tickets.services import assessing
from tickets.services.assessing import Coverage
from tickets.services.clock import Reckoning, reckon
from tickets.services.intake import notice_time
from tickets.services.place import Place, resolve

SHOWN = 5


@dataclass(frozen=True)
class Preview:
    """Machine, coverage, zone and due time as report_fault would freeze them now; `problem` says what is missing."""

    machine: Machine | None
    customer: Customer | None
    notified_at: datetime
    place: Place | None = None
    zone: str = ""
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
        return _judged(known, site_province, country, now=now)
    except ActError as problem:
        return replace(known, problem=problem)


def _judged(known: Preview, site_province: str | None, country: str | None, *, now: datetime) -> Preview:
    at = notice_time(known.notified_at, known.machine, now=now)
    site = resolve(
        machine=known.machine, customer=known.customer, site_province=site_province, country=country
    )
    version = in_force(now=at)
    zone = assessing.zone_of(version, site)
    coverage = assessing.assess(version, site, known.machine, at=at)
    repeated = assessing.repeats(version, known.machine, at=at)
    facts = {"ticket.zone": zone, "ticket.in_warranty": coverage.in_warranty}
    return replace(
        known, place=site, zone=zone, coverage=coverage, repeats=repeated,
        warnings=assessing.warnings_of(coverage, repeated),
        reckoning=reckon(version, zone_id=zone, start=at, facts=facts),
    )  # fmt: skip
