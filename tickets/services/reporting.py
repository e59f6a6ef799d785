"""The facts of a report by which a book chooses zone, class of service and limits (clause 5f)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.clock import local_day
from customers.models import Customer, Machine
from customers.selectors import contract_facts, contract_for
from rulebook import classes, zones
from rulebook.models import RulebookVersion
from tickets.models import Ticket
from tickets.services.place import HOME_COUNTRY, Place


@dataclass(frozen=True)
class Report:
    """What a report is about: the place, the machine, whose it is, and on which local day the user told us."""

    place: Place
    machine: Machine | None
    customer: Customer | None
    day: date

    @classmethod
    def of(
        cls,
        ticket: Ticket,
        machine: Machine | None,
        *,
        at: datetime,
        place: Place | None = None,
        version: RulebookVersion | None = None,
    ) -> "Report":
        """What a ticket is about, read from its own columns; its customer only where the book asks about one."""
        book = (version or ticket.version).book
        asked = book.asks_for("customer.") or book.asks_for("contract.")
        owner = (machine.customer if machine else ticket.customer) if asked else None
        return cls(place or Place.of(ticket), machine, owner, local_day(at))


def facts_of(place: Place, machine: Machine | None) -> dict[str, Any]:
    """The flat facts by which warranty terms are chosen, and most zones."""
    return {
        "site.country": place.country,
        "site.province": place.province,
        "site.city": place.city,
        "site.area": place.area,
        "machine.warranty_class": machine.warranty_class if machine else None,
        "machine.ex_factory_on": machine.ex_factory_on if machine else None,
        "machine.sold_on": machine.sold_on if machine else None,
    }


def facts_asked(version: RulebookVersion, report: Report) -> dict[str, Any]:
    """The facts of a report; a contract is looked up only where the book asks for one."""
    customer = report.customer
    facts = facts_of(report.place, report.machine) | {
        "customer.internal": customer.internal if customer else False,
        "customer.class": customer.customer_class if customer else None,
    }
    if version.book.asks_for("contract."):
        facts |= contract_facts(contract_for(customer, report.machine, report.day) if customer else None)
    return facts


def zone_of(version: RulebookVersion, report: Report) -> str:
    """In the company's province, outside, or abroad; another book asks for the areas of a city."""
    return zones.zone_of(version.book, facts_asked(version, report))


def class_of(
    version: RulebookVersion, report: Report, *, in_warranty: bool | None, free: bool | None
) -> str:
    """The class of service that the book gives the report; none where it knows no such classes."""
    if not classes.lines_of(version.book, classes.SERVICE):
        return ""
    facts = facts_asked(version, report) | {"ticket.in_warranty": in_warranty, "ticket.free": free}
    return classes.class_of(version.book, classes.SERVICE, facts)


def area_is_missing(version: RulebookVersion, place: Place, zone: str) -> bool:
    """Whether nobody has said in which area the site lies, so that the last zone was taken for want of another."""
    book = version.book
    asked = bool(book.areas) and book.asks_for("site.area") and place.country == HOME_COUNTRY
    return asked and not place.area and zone == book.zones[-1].id
