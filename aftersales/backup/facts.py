"""What must be the same after a restore: rows of every table, and the hashes of ledger and journal.

Values are taken as the database gives them, so facts compare within one kind of database only.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

# What people decided and what it cost whom; what is told of everything else stands in the journal.
LEDGER = ("judgement_fact", "penalties_decision", "penalties_ledgerentry")
JOURNAL = ("core_journalhead",)
CHUNK = 2000


@dataclass(frozen=True)
class Facts:
    """Row counts by table; `ledger` and `journal` are SHA-256 over all rows in the order of their ids."""

    tables: dict[str, int]
    ledger: str
    journal: str

    def told(self) -> dict[str, Any]:
        return asdict(self)

    def lines(self) -> dict[str, str]:
        """Every fact as text by its name, as a drill compares them."""
        counts = {f"rows of {name}": str(count) for name, count in sorted(self.tables.items())}
        return {"ledger hash": self.ledger[:16], "journal hash": self.journal[:16], **counts}


def facts(connection: BaseDatabaseWrapper) -> Facts:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    counts = {name: _count(connection, name) for name in tables}
    present = set(tables)
    ledger, journal = (_hash(connection, [t for t in names if t in present]) for names in (LEDGER, JOURNAL))
    return Facts(counts, ledger, journal)


def another_connection(**changed: Any) -> BaseDatabaseWrapper:
    """A connection of its own to the product's database, or with other settings; its caller closes it."""
    described = {**connections["default"].settings_dict, **changed}
    return load_backend(described["ENGINE"]).DatabaseWrapper(described, alias="backup")


def _count(connection: BaseDatabaseWrapper, table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table's own name
        return int(cursor.fetchone()[0])


def _hash(connection: BaseDatabaseWrapper, tables: list[str]) -> str:
    digest = hashlib.sha256()
    for table in tables:
        for row in _rows(connection, table):
            digest.update(json.dumps([table, *row], ensure_ascii=False, default=str).encode() + b"\n")
    return digest.hexdigest()


def _rows(connection: BaseDatabaseWrapper, table: str) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY id")  # noqa: S608 - as above
        while rows := cursor.fetchmany(CHUNK):
            yield from rows
