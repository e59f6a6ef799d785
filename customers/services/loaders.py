"""The loaders of each kind of file: what is particular to customers and to machines."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from accounts import provinces
from core import staging
from customers import selectors
from customers.models import Customer, MachineModel, Site
from customers.rows import Row
from customers.services import plans
from customers.services.contract_loader import ContractLoader
from customers.services.loading import STAGE, TARGET, Loader, unknown_customers
from customers.services.owing import owe_all_again
from customers.states import FileKind
from customers.warranty_classes import usual_class

BATCH = 1000


class CustomerLoader(Loader):
    """Customers by number; a class that is new or differs is dated by the import (7.8a)."""

    plan = plans.CUSTOMERS

    def write(self) -> None:
        moved = staging.differs("c.customer_class", "t.customer_class")
        query = f"""SELECT c.id FROM {TARGET} t JOIN customers_customer c ON c.id = t.held
            WHERE t.changed AND {moved}"""  # noqa: S608 -- names of ours
        graded = [pk for (pk,) in staging.rows(query)]
        super().write()
        if graded:
            owe_all_again(graded, since=self.since, reason=_("客户等级更正"), actor=self.actor, now=self.now)

    def between(self) -> None:
        moved = staging.differs("c.customer_class", "t.customer_class")
        staging.run(
            f"""INSERT INTO customers_classchange (customer_id, customer_class, since)
            SELECT c.id, t.customer_class, %s FROM {TARGET} t JOIN customers_customer c ON c.number = t.number
            WHERE t.held IS NULL OR t.changed AND {moved} ORDER BY t.line
            ON CONFLICT (customer_id, since) DO UPDATE SET customer_class = excluded.customer_class""",  # noqa: S608
            [self.since],
        )


class MachineLoader(Loader):
    """Machines by serial; customers must be there, models and sites are made where missing."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.usual = usual_class()
        self.plan = plans.machines(self.usual)

    def refusals(self) -> Iterable[Row]:
        return unknown_customers(FileKind.MACHINES)

    def make(self) -> None:
        self._models()
        self._sites()

    def _models(self) -> None:
        """A new model has the class of its first machine in the file, else the usual one (5b)."""
        query = f"""SELECT s.model, s.warranty_class FROM {STAGE} s
            WHERE s.model IS NOT NULL AND NOT EXISTS (SELECT 1 FROM customers_machinemodel k WHERE k.code = s.model)
            GROUP BY s.model, s.warranty_class ORDER BY MIN(s.line)"""  # noqa: S608 -- names of ours
        terms: dict[str, str] = {}
        for code, term in staging.rows(query):
            terms[code] = terms.get(code) or term or ""
        MachineModel.objects.bulk_create(
            [MachineModel(code=code, warranty_class=term or self.usual) for code, term in terms.items()]
        )

    def _sites(self) -> None:
        """The places that differ from their customer's own address."""
        query = f"""SELECT c.id, s.install_address FROM {STAGE} s JOIN customers_customer c ON c.number = s.customer
            WHERE s.install_address <> c.address AND NOT EXISTS (
                SELECT 1 FROM customers_site p WHERE p.customer_id = c.id AND p.address = s.install_address)
            GROUP BY c.id, s.install_address ORDER BY MIN(s.line)"""  # noqa: S608 -- names of ours
        missing = staging.rows(query)
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            owners = selectors.customers_by_id({customer for customer, _address in batch})
            Site.objects.bulk_create([_site(owners[customer], address) for customer, address in batch])


LOADERS: dict[str, type[Loader]] = {
    FileKind.CUSTOMERS: CustomerLoader, FileKind.MACHINES: MachineLoader, FileKind.CONTRACTS: ContractLoader,
}  # fmt: skip


def _site(owner: Customer, address: str) -> Site:
    """The zone hangs on the province: the one that the address begins with, else the customer's own."""
    province = provinces.leading(address)
    if province is None:
        return Site(customer=owner, name=address[:120], address=address, country=owner.country, province=owner.province)
    country = provinces.country_of(province)
    return Site(customer=owner, name=address[:120], address=address, country=country, province=province)
