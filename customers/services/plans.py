"""How the staged rows of each kind of file meet what is on file, as SQL over these names:

s the staged row, h the row on file with the same key, c its customer, k its model; `-1` stands for what is yet to be
made. A blank cell is NULL and says nothing, so that what is on file stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from customers.columns import COLUMNS
from customers.models import Contract, Customer, Machine
from customers.states import CustomerClass, FileKind


@dataclass(frozen=True)
class Plan:
    """`staged` are columns that the model has not; `targets` what a row on file shall read, by database column."""

    kind: FileKind
    model: type[Any]
    joins: str
    targets: Mapping[str, str]
    staged: Mapping[str, str] = field(default_factory=dict)
    # What makes a row differ besides its targets.
    besides: str = "FALSE"

    @property
    def table(self) -> str:
        return str(self.model._meta.db_table)

    def columns(self) -> dict[str, str]:
        """The columns of the staging table with their types; `line` is the row's number in the file."""
        names = [column.name for column in COLUMNS[self.kind]]
        own = {name: self.model._meta.get_field(name).db_type(connection) for name in names if name not in self.staged}
        return {"line": "integer", **own, **self.staged}


def _kept(*names: str, default: str = "''") -> dict[str, str]:
    """What the file says, else what is on file, else the default of a new row."""
    return {name: f"COALESCE(s.{name}, h.{name}, {default})" for name in names}


def _optional(*names: str) -> dict[str, str]:
    return {name: f"COALESCE(s.{name}, h.{name})" for name in names}


CUSTOMERS = Plan(
    FileKind.CUSTOMERS,
    Customer,
    "LEFT JOIN customers_customer h ON h.number = s.number",
    {
        "number": "s.number",
        "name": "s.name",
        **_kept("customer_class", default=f"'{CustomerClass.C}'"),
        **_kept("country", default="'CN'"),
        **_kept("province", "city", "district", "address", "contact", "phone"),
        **_kept("export", default="FALSE"),
    },
)
CONTRACTS = Plan(
    FileKind.CONTRACTS,
    Contract,
    """JOIN customers_customer c ON c.number = s.customer
    LEFT JOIN customers_contract h ON h.number = s.number""",
    {
        "number": "s.number",
        "customer_id": "c.id",
        **_kept("kind", "arrival", "remarks"),
        "starts_on": "s.starts_on",
        **_optional("ends_on"),
    },
    {"customer": "varchar(40)", "machines": "text", "renamed": "boolean"},
    besides="COALESCE(s.renamed, FALSE)",
)


def machines(usual: str) -> Plan:
    """A machine that goes to another customer leaves its site behind; without a class of its own it has its model's.

    `usual` is the class of a machine about which nothing is said (5b).
    """
    return Plan(
        FileKind.MACHINES,
        Machine,
        """JOIN customers_customer c ON c.number = s.customer
        LEFT JOIN customers_machine h ON h.serial = s.serial
        LEFT JOIN customers_machinemodel k ON k.code = s.model""",
        {
            "serial": "s.serial",
            "customer_id": "c.id",
            "model_id": "CASE WHEN s.model IS NULL THEN h.model_id ELSE COALESCE(k.id, -1) END",
            "site_id": """CASE
                WHEN s.install_address IS NULL THEN CASE WHEN h.customer_id = c.id THEN h.site_id END
                WHEN s.install_address = c.address THEN NULL
                ELSE COALESCE((SELECT MIN(p.id) FROM customers_site p
                               WHERE p.customer_id = c.id AND p.address = s.install_address), -1) END""",
            "warranty_class": f"COALESCE(s.warranty_class, h.warranty_class, k.warranty_class, '{_code(usual)}')",
            **_optional("ex_factory_on", "sold_on", "ex_works_price"),
        },
        {"customer": "varchar(40)", "model": "varchar(60)", "install_address": "varchar(300)"},
    )


def _code(name: str) -> str:
    """A name of a book inside a statement: letters, digits and lines only, as books write them."""
    if name and not name.replace("-", "_").isidentifier():
        raise ValueError(name)
    return name
