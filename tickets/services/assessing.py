"""What the book says about a report before anybody acts on it: zone, coverage, repeats (clauses 5, 9.2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from core.clock import local_day
from customers.models import Machine, MachineService
from customers.selectors import services_of
from rulebook import coverage, durations, zones
from rulebook.models import RulebookVersion
from tickets.models import Ticket
from tickets.services.place import Place
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


def facts_of(place: Place, machine: Machine | None) -> dict[str, Any]:
    """The flat facts by which zones and warranty terms are chosen."""
    return {
        "site.country": place.country,
        "site.province": place.province,
        "machine.warranty_class": machine.warranty_class if machine else None,
        "machine.ex_factory_on": machine.ex_factory_on if machine else None,
    }


def zone_of(version: RulebookVersion, place: Place) -> str:
    """5f: in the company's province, outside, or abroad."""
    return zones.zone_of(version.book, facts_of(place, None))


def assess(
    version: RulebookVersion,
    place: Place,
    machine: Machine | None,
    *,
    at: datetime,
    besides: int | None = None,
) -> Coverage:
    """Coverage of a notice at `at`, the guarantee of an earlier repair included (9.2i).

    `besides` is the ticket whose own services do not count for itself.
    """
    day = local_day(at)
    verdict = coverage.verdict(version.book, facts_of(place, machine), on=day)
    guarantee = _guarantee(machine, at, besides)
    guaranteed = guarantee is not None and guarantee.until >= day
    details = {
        "clause": verdict.clause, "term": verdict.term, "formula": verdict.formula, "on": day.isoformat(),
        "guarantee": guarantee.told() if guarantee and guaranteed else None,
    }  # fmt: skip
    return Coverage(verdict.covered, verdict.ends_on, True if guaranteed else verdict.covered, details)


def _guarantee(machine: Machine | None, at: datetime, besides: int | None) -> Guarantee | None:
    """The one that lasts longest."""
    given = [
        Guarantee(service.guarantee_until, service.ticket_number)
        for service in _earlier(machine, at, besides)
        if service.guarantee_until
    ]
    return max(given, key=lambda guarantee: guarantee.until, default=None)


def repeats(
    version: RulebookVersion, machine: Machine | None, *, at: datetime, besides: int | None = None
) -> list[MachineService]:
    """9.2j: earlier services in the window, its last day inclusive; a first one out of warranty starts none."""
    if "repeat_window" not in version.book.params:
        return []
    window = durations.parse(version.book.param("repeat_window"))
    return [
        service
        for service in _earlier(machine, at, besides)
        if service.in_warranty is not False
        and durations.last_day(local_day(service.completed_at), window) >= local_day(at)
    ]


def _earlier(machine: Machine | None, at: datetime, besides: int | None) -> list[MachineService]:
    if machine is None:
        return []
    return [row for row in services_of(machine) if row.completed_at <= at and row.ticket_id != besides]


def warnings_of(found: Coverage, repeated: list[MachineService]) -> list[str]:
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
    """Coverage and warnings after a correction, with the version frozen at the notice, as columns of the ticket."""
    site = Place(ticket.country, ticket.province)
    found = assess(ticket.version, site, machine, at=at, besides=ticket.pk)
    codes = warnings_of(found, repeats(ticket.version, machine, at=at, besides=ticket.pk))
    if ticket.cycle > 1 and WarningCode.REPEAT_REPAIR in ticket.warnings:
        codes = sorted({*codes, str(WarningCode.REPEAT_REPAIR)})
    return found.fields() | {"warnings": codes}
