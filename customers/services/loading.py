"""Bringing cleaned rows into the tables: a batch is compared with what is on file and written in few statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts import provinces
from core.journal import Actor
from customers import selectors
from customers.models import ClassChange, Customer, Machine, MachineModel, Site
from customers.rows import Row
from customers.services.history import person_of
from customers.states import FileKind, WarrantyClass

ADDED, UPDATED, UNCHANGED = "added", "updated", "unchanged"


@dataclass(frozen=True)
class Outcome:
    """What a row did: added, updated or unchanged; its cleaned values, and what differed on file before."""

    row: int
    what: str
    values: dict[str, Any]
    before: dict[str, Any]


class Loader:
    """Loads batches of one kind; rows that refer to nothing get a problem and are left out."""

    model: type[Customer | Machine]

    def __init__(self, *, actor: Actor, now: datetime, since: date) -> None:
        self.person, self.now, self.since = person_of(actor), now, since

    def load(self, rows: Sequence[Row]) -> list[Outcome]:
        """Write the good rows of a batch and tell what each did."""
        known = self.known([row.key for row in rows if row.key])
        prepared = self.prepare(rows)
        outcomes, fresh, changed = [], [], []
        for row, values in prepared:
            held = known.get(row.key or "")
            if held is None:
                fresh.append(self.model(**values))
                outcomes.append(Outcome(row.number, ADDED, row.values, {}))
                continue
            before = self.change(held, values)
            if before:
                changed.append((held, before))
            outcomes.append(Outcome(row.number, UPDATED if before else UNCHANGED, row.values, before))
        self.write(fresh, changed)
        return outcomes

    def known(self, keys: Iterable[str]) -> dict[str, Any]:
        raise NotImplementedError

    def prepare(self, rows: Sequence[Row]) -> list[tuple[Row, dict[str, Any]]]:
        """The rows that can be taken, with the values of their columns."""
        return [(row, row.values) for row in rows]

    def change(self, held: Any, values: dict[str, Any]) -> dict[str, Any]:
        """Set what differs on the row on file; the values that it had before."""
        before = {name: getattr(held, name) for name, value in values.items() if getattr(held, name) != value}
        for name in before:
            setattr(held, name, values[name])
        return before

    def write(self, fresh: list[Any], changed: list[tuple[Any, dict[str, Any]]]) -> None:
        self.model.objects.bulk_create(fresh)
        self._tell(fresh, update=False)
        rows = [held for held, _before in changed]
        fields = sorted({name.removesuffix("_id") for _held, before in changed for name in before})
        if rows:
            # An upsert by key is one statement a batch; bulk_update would write a CASE for every cell.
            self.model.objects.bulk_create(rows, update_conflicts=True, unique_fields=["pk"], update_fields=fields)
            self._tell(rows, update=True)

    def _tell(self, rows: list[Any], *, update: bool) -> None:
        self.model.history.bulk_history_create(
            rows, update=update, default_user=self.person, default_date=self.now, default_change_reason="import_base"
        )


class CustomerLoader(Loader):
    """Customers by number; a class that is new or differs is dated by the import (7.8a)."""

    model = Customer

    def known(self, keys: Iterable[str]) -> dict[str, Customer]:
        return selectors.customers_by_number(keys, lock=True)

    def write(self, fresh: list[Customer], changed: list[tuple[Customer, dict[str, Any]]]) -> None:
        super().write(fresh, changed)
        moved = fresh + [held for held, before in changed if "customer_class" in before]
        ClassChange.objects.bulk_create(
            [ClassChange(customer=one, customer_class=one.customer_class, since=self.since) for one in moved],
            update_conflicts=True, unique_fields=["customer", "since"], update_fields=["customer_class"],
        )  # fmt: skip


class MachineLoader(Loader):
    """Machines by serial; customers must be there, models and sites are made where missing."""

    model = Machine

    def known(self, keys: Iterable[str]) -> dict[str, Machine]:
        return selectors.machines_by_serial(keys)

    def prepare(self, rows: Sequence[Row]) -> list[tuple[Row, dict[str, Any]]]:
        owners = selectors.customers_by_number({row.values["customer"] for row in rows})
        for row in rows:
            if row.values["customer"] not in owners:
                row.refuse("customer", row.values["customer"], _("系统中没有该客户，请先导入客户或更正客户编号"))
        good = [(row, owners[row.values["customer"]]) for row in rows if not row.problems]
        models = self._models([row for row, _owner in good])
        sites = self._sites(good)
        return [(row, self._values(row, owner, models, sites)) for row, owner in good]

    def change(self, held: Machine, values: dict[str, Any]) -> dict[str, Any]:
        """A machine that goes to another customer leaves its site behind."""
        if values["customer_id"] != held.customer_id:
            values.setdefault("site_id", None)
        return super().change(held, values)

    def _models(self, rows: Sequence[Row]) -> dict[str, MachineModel]:
        wanted = {row.values["model"]: row.values.get("warranty_class") for row in rows if "model" in row.values}
        known = selectors.models_by_code(wanted)
        missing = [
            MachineModel(code=code, warranty_class=term or WarrantyClass.EIGHTEEN)
            for code, term in sorted(wanted.items())
            if code not in known
        ]
        MachineModel.objects.bulk_create(missing)
        return known | {model.code: model for model in missing}

    def _sites(self, rows: Sequence[tuple[Row, Customer]]) -> dict[tuple[int, str], Site]:
        """The places that differ from their customer's own address, made where missing."""
        elsewhere = {}
        for row, owner in rows:
            address = row.values.get("install_address", owner.address)
            if address != owner.address:
                elsewhere[owner.pk, address] = owner
        known = selectors.sites_by_address({owner.pk for owner in elsewhere.values()}) if elsewhere else {}
        missing = {key: _site(owner, key[1]) for key, owner in elsewhere.items() if key not in known}
        Site.objects.bulk_create(missing.values())
        return known | missing

    def _values(
        self, row: Row, owner: Customer, models: dict[str, MachineModel], sites: dict[tuple[int, str], Site]
    ) -> dict[str, Any]:
        values = {name: value for name, value in row.values.items() if name not in ("customer", "model")}
        values["customer_id"] = owner.pk
        if "model" in row.values:
            values["model_id"] = models[row.values["model"]].pk
        if (address := values.pop("install_address", None)) is not None:
            site = sites.get((owner.pk, address)) if address != owner.address else None
            values["site_id"] = site.pk if site else None
        return values


LOADERS: dict[str, type[Loader]] = {FileKind.CUSTOMERS: CustomerLoader, FileKind.MACHINES: MachineLoader}


def _site(owner: Customer, address: str) -> Site:
    """The zone hangs on the province: the one that the address begins with, else the customer's own."""
    province = provinces.leading(address)
    if province is None:
        return Site(customer=owner, name=address[:120], address=address, country=owner.country, province=owner.province)
    country = provinces.country_of(province)
    return Site(customer=owner, name=address[:120], address=address, country=country, province=province)
