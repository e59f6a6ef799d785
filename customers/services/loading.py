"""Bringing staged rows into the tables: compared and written by a fixed number of statements, however many rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from core import staging
from core.journal import Actor
from customers.rows import Row
from customers.services.plans import Plan

ADDED, UPDATED, UNCHANGED = "added", "updated", "unchanged"
STAGE, TARGET = "import_stage", "import_target"
REASON = "import_base"


@dataclass(frozen=True)
class Outcome:
    """What a row did: added, updated or unchanged; its cleaned values, and what differed on file before."""

    row: int
    what: str
    values: dict[str, Any]
    before: dict[str, Any]


class Loader:
    """Takes the rows of one file: `stage` them, `judge` them against what is on file, then `write`, or do not."""

    plan: Plan

    def __init__(self, *, actor: Actor, now: datetime, since: date) -> None:
        self.actor, self.now, self.since = actor, now, since

    def open(self) -> None:
        """An empty staging table."""
        staging.create(STAGE, self.plan.columns())

    def close(self) -> None:
        staging.drop(STAGE, TARGET)

    def stage(self, rows: Iterable[Row], columns: Sequence[str]) -> None:
        """Put cleaned rows into the staging table."""
        lines = ((row.number, *map(row.values.get, columns)) for row in rows)
        staging.fill(STAGE, ("line", *columns), lines)

    def judge(self, *, writing: bool) -> list[Row]:
        """Compare everything staged with what is on file; the rows that refer to nothing come back refused.

        With `writing` the rows on file are locked first, and what the new ones refer to is made.
        """
        staging.settle(STAGE)
        refused = list(self.refusals())
        staging.remove(STAGE, "line", [row.number for row in refused])
        if writing:
            self.lock()
            self.make()
        staging.create_as(TARGET, self._compared())
        return refused

    def refusals(self) -> Iterable[Row]:
        """Rows that only the tables can refuse."""
        return ()

    def make(self) -> None:
        """Make what the rows refer to where it is missing."""

    def lock(self) -> None:
        """Hold the rows on file: what is compared is what will be changed."""
        if connection.features.has_select_for_update:
            key = self._key
            query = f"""SELECT 1 FROM {self.plan.table} h JOIN {STAGE} s ON h.{key} = s.{key}
                ORDER BY h.id FOR UPDATE OF h"""  # noqa: S608 -- names of ours
            staging.run(query)

    def counts(self) -> dict[str, int]:
        """How many rows are new, differ, and do not."""
        query = f"""SELECT COUNT(*) FILTER (WHERE held IS NULL), COUNT(*) FILTER (WHERE changed), COUNT(*)
                    FROM {TARGET}"""  # noqa: S608 -- names of ours
        [(added, updated, whole)] = staging.rows(query)
        return {ADDED: added, UPDATED: updated, UNCHANGED: whole - added - updated}

    def write(self) -> None:
        """Take over what is new or differs, with one history row each."""
        self._insert()
        self.between()
        self._update()
        self._tell()

    def between(self) -> None:
        """What must see the rows on file as they were, and the new ones."""

    @property
    def _key(self) -> str:
        return next(iter(self.plan.targets))

    def _compared(self) -> str:
        told = ", ".join(f"{expression} AS {name}" for name, expression in self.plan.targets.items())
        unlike = "t.besides OR " + " OR ".join(staging.differs(f"t.{name}", f"h.{name}") for name in self.plan.targets)
        return f"""SELECT t.*, h.id IS NOT NULL AND ({unlike}) AS changed
            FROM (SELECT s.line AS line, h.id AS held, {self.plan.besides} AS besides, {told}
                  FROM {STAGE} s {self.plan.joins}) t
            LEFT JOIN {self.plan.table} h ON h.id = t.held"""  # noqa: S608 -- names of ours

    def _insert(self) -> None:
        fields = [field for field in self.plan.model._meta.concrete_fields if not field.primary_key]
        given = [field for field in fields if field.column not in self.plan.targets]
        values = ", ".join(f"t.{one.column}" if one.column in self.plan.targets else "%s" for one in fields)
        columns = ", ".join(field.column for field in fields)
        staging.run(
            f"""INSERT INTO {self.plan.table} ({columns})
            SELECT {values} FROM {TARGET} t WHERE t.held IS NULL ORDER BY t.line""",  # noqa: S608 -- names of ours
            [field.get_db_prep_save(field.get_default(), connection) for field in given],
        )

    def _update(self) -> None:
        told = ", ".join(f"{name} = t.{name}" for name in self.plan.targets)
        staging.run(
            f"""UPDATE {self.plan.table} SET {told} FROM {TARGET} t
            WHERE {self.plan.table}.id = t.held AND t.changed"""  # noqa: S608 -- names of ours
        )

    def _tell(self) -> None:
        """History rows as django-simple-history writes them, dated by the act and named after the actor."""
        past = self.plan.model.history.model._meta
        own: dict[str, Callable[[], Any]] = {
            "history_date": lambda: past.get_field("history_date").get_db_prep_save(self.now, connection),
            "history_change_reason": lambda: REASON,
            "history_user_id": lambda: self.actor.pk,
        }
        fields = [field for field in past.concrete_fields if not field.primary_key]
        kind = "CASE WHEN t.held IS NULL THEN '+' ELSE '~' END"
        values = ", ".join(
            kind if one.column == "history_type" else "%s" if one.column in own else f"m.{one.column}" for one in fields
        )
        columns = ", ".join(field.column for field in fields)
        staging.run(
            f"""INSERT INTO {past.db_table} ({columns}) SELECT {values}
            FROM {TARGET} t JOIN {self.plan.table} m ON m.{self._key} = t.{self._key}
            WHERE t.held IS NULL OR t.changed""",  # noqa: S608 -- names of ours
            [own[field.column]() for field in fields if field.column in own],
        )


def unknown_customers(kind: Any) -> Iterable[Row]:
    """The staged rows whose customer is not on file, refused."""
    query = f"""SELECT s.line, s.customer FROM {STAGE} s
        WHERE NOT EXISTS (SELECT 1 FROM customers_customer c WHERE c.number = s.customer)
        ORDER BY s.line"""  # noqa: S608 -- names of ours
    for line, customer in staging.rows(query):
        row = Row(line, kind)
        row.refuse("customer", customer, _("系统中没有该客户，请先导入客户或更正客户编号"))
        yield row
