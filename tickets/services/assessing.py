"""What the book says about a report before anybody acts on it: zone, coverage, repeats (clauses 5, 9.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from core.clock import local_day
from customers.models import Machine, MachineService
from customers.selectors import services_of
from rulebook import coverage, durations
from rulebook.models import RulebookVersion
from tickets.models import Ticket
from tickets.services import reporting
from tickets.services.place import Place
from tickets.services.reporting import Report
from tickets.states import WarningCode


@dataclass(frozen=True)
class Coverage:
    """The verdict on the local day of the notice: in warranty, until when, and whether service is free."""

    in_warranty: bool | None
    warranty_ends: date | None
    free: bool | None
    details: Mapping[str, Any] = field(default_factory=dict)

    def fields(self) -> dict[str, Any]:
        """As the columns of a ticket."""
        return {
            "in_warranty": self.in_warranty, "warranty_ends": self.warranty_ends,
            "free": self.free, "coverage": dict(self.details),
        }  # fmt: skip


@dataclass(frozen=True)
class Guarantee:
    """What an earlier service of the machine still stands for (9.2i)."""

    until: date
    ticket: str

    def told(self) -> dict[str, str]:
        return {"until": self.until.isoformat(), "ticket": self.ticket}


def assess(
    version: RulebookVersion,
    place: Place,
    machine: Machine | None,
    *,
    at: datetime,
    besides: int | None = None,
    earlier: Sequence[MachineService] | None = None,
) -> Coverage:
    """Coverage of a notice at `at`, the guarantee of an earlier repair included (9.2i).

    `besides` is the ticket whose own services do not count for itself; `earlier` are the others, where they are known.
    """
    day = local_day(at)
    verdict = coverage.verdict(version.book, reporting.facts_of(place, machine), on=day)
    guarantee = _guarantee(_earlier(machine, at, besides) if earlier is None else earlier)
    guaranteed = guarantee is not None and guarantee.until >= day
    details = {
        "clause": verdict.clause, "term": verdict.term, "formula": verdict.formula, "on": day.isoformat(),
        "guarantee": guarantee.told() if guarantee and guaranteed else None,
    }  # fmt: skip
    return Coverage(verdict.covered, verdict.ends_on, True if guaranteed else verdict.covered, details)


def _guarantee(earlier: Sequence[MachineService]) -> Guarantee | None:
    """The one that lasts longest."""
    given = [
        Guarantee(service.guarantee_until, service.ticket_number) for service in earlier if service.guarantee_until
    ]
    return max(given, key=lambda guarantee: guarantee.until, default=None)


def repeats(
    version: RulebookVersion, machine: Machine | None, *, at: datetime, besides: int | None = None,
    earlier: Sequence[MachineService] | None = None,
) -> list[MachineService]:  # fmt: skip
    """9.2j: earlier services in the window, its last day inclusive; a first one out of warranty starts none."""
    if "repeat_window" not in version.book.params:
        return []
    window = durations.parse(version.book.param("repeat_window"))
    return [
        service
        for service in (_earlier(machine, at, besides) if earlier is None else earlier)
        if service.in_warranty is not False
        and durations.last_day(local_day(service.completed_at), window) >= local_day(at)
    ]


def _earlier(machine: Machine | None, at: datetime, besides: int | None) -> list[MachineService]:
    if machine is None:
        return []
    return [row for row in services_of(machine) if row.completed_at <= at and row.ticket_id != besides]


@dataclass(frozen=True)
class Assessment:
    """All that the book says about a report, as a ticket freezes it."""

    zone: str
    service_class: str
    coverage: Coverage
    repeated: Sequence[MachineService]
    warnings: list[str]

    def fields(self) -> dict[str, Any]:
        """As the columns of a ticket."""
        told = {"zone": self.zone, "service_class": self.service_class, "warnings": self.warnings}
        return self.coverage.fields() | told


def assessed(
    version: RulebookVersion, report: Report, *, at: datetime, besides: int | None = None
) -> Assessment:
    """Zone, coverage, class of service and warnings of a notice at `at`."""
    known = _earlier(report.machine, at, besides)
    found = assess(version, report.place, report.machine, at=at, besides=besides, earlier=known)
    repeated = repeats(version, report.machine, at=at, besides=besides, earlier=known)
    zone = reporting.zone_of(version, report)
    codes = warnings_of(found, repeated)
    if reporting.area_is_missing(version, report.place, zone):
        codes.append(str(WarningCode.AREA_UNKNOWN))
    service_class = reporting.class_of(version, report, in_warranty=found.in_warranty, free=found.free)
    return Assessment(zone, service_class, found, repeated, codes)


def warnings_of(found: Coverage, repeated: Sequence[MachineService]) -> list[str]:
    """What the desk is told while filing; none of it refuses anything."""
    codes: list[str] = []
    if found.free is None:
        codes.append(WarningCode.WARRANTY_UNKNOWN)
    elif not found.free:
        codes.append(WarningCode.OUT_OF_WARRANTY)
    if repeated:
        codes.append(WarningCode.REPEAT_REPAIR)
    return [str(code) for code in codes]


def reassess(ticket: Ticket, machine: Machine | None, *, at: datetime) -> dict[str, Any]:
    """What a correction makes of a ticket, by the version frozen at the notice, as its columns."""
    report = Report.of(ticket, machine, at=at)
    found = assessed(ticket.version, report, at=at, besides=ticket.pk).fields()
    if ticket.cycle > 1 and WarningCode.REPEAT_REPAIR in ticket.warnings:
        found["warnings"] = sorted({*found["warnings"], str(WarningCode.REPEAT_REPAIR)})
    return found
