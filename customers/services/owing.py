"""Customers, machines and contracts as those for whom a book may owe something, and what a change of them does."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from core.journal import Actor
from core.subjects import Subject
from customers.models import ClassChange, Contract, Customer, Machine
from customers.selectors import contract_facts
from deadlines import services as deadlines
from deadlines.owing import Candidate, Source

BATCH = 1000
CUSTOMER = frozenset({
    "customer", "customer.class", "customer.visited_by", "customer.internal", "site.country", "site.province",
    "site.city", "site.area",
})  # fmt: skip
CONTRACT = frozenset({"contract.active", "contract.number", "contract.arrival", "contract.ends_on"})
MACHINE = frozenset({"machine.ex_factory_on", "machine.warranty_class", "machine.export"})


def batches_of(rows: QuerySet[Any], only: Collection[int] | None, after: int = 0) -> Iterator[list[Any]]:
    """`rows` by key, a batch a statement, so that a hundred thousand are never in memory at once."""
    rows, last = (rows if only is None else rows.filter(pk__in=list(only))).order_by("pk"), after
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


@dataclass(frozen=True)
class Held:
    """The contracts of some customers that hold on one day, newest first, with the machines that each names."""

    by_customer: Mapping[int, Sequence[tuple[Contract, frozenset[int]]]]

    @classmethod
    def on(cls, day: date, customers: Collection[int]) -> "Held":
        rows = Contract.objects.filter(customer__in=customers).holding(day).prefetch_related("named")
        found: dict[int, list[tuple[Contract, frozenset[int]]]] = {}
        for row in rows.order_by("-starts_on", "-pk"):
            machines = frozenset(named.machine_id for named in row.named.all())
            found.setdefault(row.customer_id, []).append((row, machines))
        return cls(found)

    def any_of(self, customer: int) -> Contract | None:
        """The newest contract of a customer, whatever it covers."""
        return next((row for row, _machines in self.by_customer.get(customer, ())), None)

    def covering(self, customer: int, machine: int) -> Contract | None:
        """As `customers.selectors.contract_for` finds it."""
        rows = self.by_customer.get(customer, ())
        named = next((row for row, machines in rows if machine in machines), None)
        return named or next((row for row, machines in rows if not machines), None)


def customer_facts(customer: Customer, class_: str | None) -> dict[str, Any]:
    """What a book may ask of a customer; `class_` is the one at the period's start (7.8a)."""
    return {
        "customer": customer.pk, "customer.class": class_, "customer.visited_by": customer.visited_by_id,
        "customer.internal": customer.internal, **_site(customer),
    }  # fmt: skip


def _site(place: Any) -> dict[str, Any]:
    names = ("country", "province", "city", "area")
    return {f"site.{name}": getattr(place, name, "") or None for name in names}


def _class_on(day: date, customer: str) -> Subquery:
    known = ClassChange.objects.filter(customer=OuterRef(customer), since__lte=day).order_by("-since")
    return Subquery(known.values("customer_class")[:1])


class Customers(Source):
    """Every customer who was one on the first day; the newest of his contracts speaks for him."""

    fields = CUSTOMER | CONTRACT

    def batches(
        self, first: date, last: date, *, role: str = "", only: Collection[int] | None = None, after: int = 0
    ) -> Iterator[Sequence[Candidate]]:
        since = ClassChange.objects.filter(customer=OuterRef("pk")).order_by("since").values("since")[:1]
        rows = Customer.objects.annotate(
            then=_class_on(first, "pk"), later=_class_on(last, "pk"), known_since=Subquery(since)
        )
        for batch in batches_of(rows.filter(known_since__lte=first), only, after):
            ids = [row.pk for row in batch]
            begun, ended = Held.on(first, ids), Held.on(last, ids)
            yield [_customer(row, begun, ended) for row in batch]


def _customer(row: Any, begun: Held, ended: Held) -> Candidate:
    contract = begun.any_of(row.pk)
    return Candidate(
        Subject.of(row), row.name,
        {**customer_facts(row, row.then), **contract_facts(contract)},
        {**customer_facts(row, row.later), **contract_facts(ended.any_of(row.pk))},
        anchor=max(row.known_since, contract.starts_on) if contract else row.known_since,
    )  # fmt: skip


class Machines(Source):
    """Every machine that was there on the first day, with its owner and the contract that covers it."""

    fields = CUSTOMER | CONTRACT | MACHINE

    def batches(
        self, first: date, last: date, *, role: str = "", only: Collection[int] | None = None, after: int = 0
    ) -> Iterator[Sequence[Candidate]]:
        rows = Machine.objects.with_owner().annotate(then=_class_on(first, "customer"))
        for batch in batches_of(rows, only, after):
            owners = {row.customer_id for row in batch}
            begun, ended = Held.on(first, owners), Held.on(last, owners)
            there = [row for row in batch if (made := made_on(row)) is None or made <= first]
            if there:
                yield [_machine(row, begun, ended) for row in there]


def made_on(machine: Machine) -> date | None:
    """From when on a machine ages."""
    return machine.ex_factory_on or machine.sold_on


def _machine(row: Any, begun: Held, ended: Held) -> Candidate:
    own = {
        **customer_facts(row.customer, row.then), **_site(row.site or row.customer),
        "machine.ex_factory_on": row.ex_factory_on, "machine.warranty_class": row.warranty_class,
        "machine.export": row.customer.export,
    }  # fmt: skip
    return Candidate(
        Subject.of(row), row.serial,
        {**own, **contract_facts(begun.covering(row.customer_id, row.pk))},
        {**own, **contract_facts(ended.covering(row.customer_id, row.pk))},
        anchor=made_on(row),
    )  # fmt: skip


class Contracts(Source):
    """Every contract that holds on the first day."""

    fields = CUSTOMER | CONTRACT

    def batches(
        self, first: date, last: date, *, role: str = "", only: Collection[int] | None = None, after: int = 0
    ) -> Iterator[Sequence[Candidate]]:
        rows = Contract.objects.holding(first).select_related("customer").annotate(then=_class_on(first, "customer"))
        for batch in batches_of(rows, only, after):
            yield [_contract(row, row.then, last) for row in batch]


def _contract(row: Contract, class_: str | None, last: date) -> Candidate:
    own = customer_facts(row.customer, class_)
    still = row.ends_on is None or row.ends_on >= last
    facts = {**own, **contract_facts(row)}
    at_end = facts if still else {**own, **contract_facts(None)}
    return Candidate(Subject.of(row), row.number, facts, at_end, anchor=row.starts_on)


SOURCES: dict[str, Source] = {"customer": Customers(), "machine": Machines(), "contract": Contracts()}


def owe_again(customer: Customer, *, since: date, reason: str, actor: Actor, now: datetime) -> None:
    """After a change of a customer or his contracts that counts from `since`: his duties as they are now."""
    owe_all_again([customer.pk], since=since, reason=reason, actor=actor, now=now)


def owe_all_again(
    customers: Collection[int], *, since: date, reason: str, actor: Actor, now: datetime
) -> None:
    """The same for many customers by their ids, as an import changes them."""
    owned: dict[str, QuerySet[Any]] = {
        "customer": Customer.objects.filter(pk__in=customers),
        "machine": Machine.objects.filter(customer__in=customers),
        "contract": Contract.objects.filter(customer__in=customers),
    }
    for kind, rows in owned.items():
        # Not asked for unless the book has an obligation of the kind.
        ids = rows.values_list("pk", flat=True)
        deadlines.recheck(SOURCES, kind, ids, since=since, reason=reason, actor=actor, now=now)
