"""Reading the installed base: by serial number, phone, name; class on a day; what was repaired when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.db.models import F, Q, QuerySet

from core import cells, prepared
from core.cells import CellError
from core.journal import SYSTEM
from core.words import Inside
from customers.columns import COLUMNS
from customers.models import ClassChange, Contract, Customer, ImportRun, Machine, MachineService
from customers.states import FileKind

SHORTEST_TELLING = 2
MOST_OWNERS = 100


@dataclass(frozen=True)
class Found:
    """What a search brought, machines by serial or owner, customers by number, name or phone."""

    machines: list[Machine]
    customers: list[Customer]

    def __bool__(self) -> bool:
        return bool(self.machines or self.customers)


def find_machine(serial: str) -> Machine | None:
    """The machine with this serial number, however spaces, case and width were typed."""
    wanted = cells.code(serial)
    if not wanted:
        return None
    found = prepared.objects("machine", lambda given: Machine.objects.with_owner().filter(**given), serial=wanted)
    return next(iter(found), None)


def find_customer(number: str) -> Customer | None:
    """The customer with this number."""
    return Customer.objects.filter(number=cells.plain(number)).first()


def customers() -> QuerySet[Customer]:
    """All customers, by number."""
    return Customer.objects.all()


def machines() -> QuerySet[Machine]:
    """All machines with their owners, by serial."""
    return Machine.objects.with_owner()


def customers_told(text: str) -> QuerySet[Customer]:
    """Customers whose number or name begins with `text`, or whose phone it is."""
    return Customer.objects.told(name=cells.prose(text), number=cells.plain(text), phone=_phone(text))


def machines_told(text: str) -> QuerySet[Machine]:
    """Machines whose serial begins with `text`."""
    return Machine.objects.with_owner().told(serial=cells.code(text))


def machines_for(text: str) -> QuerySet[Machine]:
    """Machines whose serial begins with `text`, or whose owner is told by it."""
    # Two steps: one query over both tables would use the index of neither.
    owners = list(customers_told(text).values_list("pk", flat=True)[:MOST_OWNERS])
    return Machine.objects.with_owner().filter(Q(serial__startswith=cells.code(text)) | Q(customer__in=owners))


def machines_of_phone(phone: str) -> QuerySet[Machine]:
    """The machines of the customers who have this telephone number."""
    return Machine.objects.with_owner().filter(customer__phone=_phone(phone) or None)


def customer_of_phone(phone: str) -> Customer | None:
    """The customer who has this telephone number, the one longest on file where several have."""
    number = _phone(phone)
    return Customer.objects.filter(phone=number).order_by("pk").first() if number else None


def machines_of(customer: Customer) -> QuerySet[Machine]:
    """The machines of a customer."""
    return Machine.objects.with_owner().filter(customer=customer)


def search(text: str, limit: int = 20) -> Found:
    """Machines and customers for what was typed at the desk: serial, number, phone or name; at most `limit` each.

    Beginnings are tried first, since they have an index; names that contain the text only fill up.
    """
    if len(cells.text(text)) < SHORTEST_TELLING:
        return Found([], [])
    owners = list(customers_told(text)[:limit])
    if len(owners) < limit:
        inside = Customer.objects.filter(Inside("name", text=cells.prose(text)))
        inside = inside.exclude(pk__in=[one.pk for one in owners])
        owners += inside[: limit - len(owners)]
    found = list(machines_told(text)[:limit])
    if len(found) < limit and owners:
        owned = Machine.objects.with_owner().filter(customer__in=owners).exclude(pk__in=[one.pk for one in found])
        found += owned[: limit - len(found)]
    return Found(found, owners)


def class_on(customer: Customer, day: date) -> str | None:
    """The class of a customer on `day`; None before the customer had any (regulation 7.8a)."""
    known = ClassChange.objects.filter(customer=customer, since__lte=day).order_by("-since")
    return known.values_list("customer_class", flat=True).first()


def class_history(customer: Customer) -> QuerySet[ClassChange]:
    """The classes of a customer, newest first."""
    return ClassChange.objects.filter(customer=customer).order_by("-since")


def contract_for(customer: Customer, machine: Machine | None, on: date) -> Contract | None:
    """The contract that holds for `machine` on `on`: one that names it goes before one of all, then the newest.

    Without a machine only a contract of all machines can hold.
    """
    covering = Contract.objects.filter(customer=customer).holding(on).covering(machine.pk if machine else None)
    return covering.order_by(F("named__machine").asc(nulls_last=True), "-starts_on", "-pk").first()


def contract_facts(contract: Contract | None) -> dict[str, Any]:
    """What a book may ask of the contract that holds at a place and instant."""
    return {
        "contract.active": contract is not None,
        "contract.number": contract.number if contract else None,
        "contract.arrival": (contract.arrival or None) if contract else None,
        "contract.ends_on": contract.ends_on if contract else None,
    }


def services_of(machine: Machine) -> QuerySet[MachineService]:
    """The finished services of a machine, newest first."""
    return MachineService.objects.filter(machine=machine).select_related("engineer").order_by("-completed_at", "-pk")


def services_by(ticket_id: int) -> QuerySet[MachineService]:
    """The finished services that a ticket led to, one a cycle."""
    return MachineService.objects.filter(ticket_id=ticket_id).order_by("completed_at")


def machine_history(machine: Machine) -> list[MachineService]:
    """The service history that the desk sees beside a new report."""
    return list(services_of(machine))


def field_history(row: Customer | Machine | Contract, limit: int = 20) -> list[tuple[datetime, str, str, str, str]]:
    """What changed on a row, newest first: when, by whom, which field, from what to what."""
    versions = list(row.history.select_related("history_user")[: limit + 1])
    lines = []
    for newer, older in pairwise(versions):
        who = newer.history_user.name if newer.history_user else SYSTEM.name
        for field in type(newer).tracked_fields:
            before, after = getattr(older, field.attname), getattr(newer, field.attname)
            if before != after:
                lines.append((newer.history_date, who, str(field.verbose_name), _told(before), _told(after)))
    return lines


def _told(value: object) -> str:
    return "" if value is None else str(value)


def customers_by_number(numbers: Iterable[str]) -> dict[str, Customer]:
    """Those of `numbers` that exist."""
    return {row.number: row for row in Customer.objects.filter(number__in=list(numbers))}


def owners_of(serials: Iterable[str]) -> dict[str, str]:
    """The customer's number of each of these machines that is on file."""
    return dict(Machine.objects.filter(serial__in=list(serials)).values_list("serial", "customer__number"))


def named_by(contracts: Iterable[str]) -> dict[str, str]:
    """The machines that each of these contracts names, as a file would write them; "" for all of its customer's."""
    rows = Contract.objects.filter(number__in=list(contracts)).prefetch_related("covered")
    return {row.number: ",".join(sorted(machine.serial for machine in row.covered.all())) for row in rows}


def customers_by_id(ids: Iterable[int]) -> dict[int, Customer]:
    """Those of `ids` that exist."""
    return Customer.objects.in_bulk(list(ids))


# The table behind each kind of file, and those of its columns that stand for other rows.
BASE: dict[str, Any] = {FileKind.CUSTOMERS: Customer, FileKind.MACHINES: Machine, FileKind.CONTRACTS: Contract}
LINKED: dict[str, frozenset[str]] = {
    FileKind.CUSTOMERS: frozenset(),
    FileKind.MACHINES: frozenset({"customer", "model", "install_address"}),
    FileKind.CONTRACTS: frozenset({"customer", "machines"}),
}


def as_written(kind: FileKind, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What is on file about these rows, as a file of this kind would say it."""
    model = BASE[kind]
    rows = model.objects.filter(pk__in=list(ids))
    if kind == FileKind.MACHINES:
        return {row.pk: _columns(kind, row) | _links(row) for row in rows.with_owner()}
    if kind == FileKind.CONTRACTS:
        rows = rows.select_related("customer").prefetch_related("covered")
        return {row.pk: _columns(kind, row) | _contract_links(row) for row in rows}
    return {row.pk: _columns(kind, row) for row in rows}


def _columns(kind: FileKind, row: Any) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in COLUMNS[kind] if column.name not in LINKED[kind]}


def _links(machine: Machine) -> dict[str, Any]:
    return {
        "customer": machine.customer.number,
        "model": machine.model.code if machine.model else "",
        "install_address": machine.site.address if machine.site else machine.customer.address,
    }


def _contract_links(contract: Contract) -> dict[str, Any]:
    return {
        "customer": contract.customer.number,
        "machines": ",".join(sorted(machine.serial for machine in contract.covered.all())),
    }


def import_runs() -> QuerySet[ImportRun]:
    """What was imported, newest first."""
    return ImportRun.objects.select_related("by")


def _phone(text: str) -> str | None:
    try:
        return cells.phone(text)
    except CellError:
        return None
