"""The list of what is owed: by due time, what was missed first, with the customer behind each row; four statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import Person
from accounts.permissions import scopes_of
from customers.contracts import contracts
from customers.models import Customer
from customers.selectors import customers_told, machines
from customers.services.contract_limits import limits_of
from deadlines.models import Deadline
from rulebook.models import RulebookVersion

PAGE = 50
SOON = timedelta(days=7)
# What was missed and cannot be made up any more leaves the list after a while; its breach stays.
KEPT = timedelta(days=31)
MOST_TOLD = 300
CUSTOMER, MACHINE, CONTRACT = "customers.customer", "customers.machine", "customers.contract"
STATES = ("late", "soon")


@dataclass(frozen=True)
class Owed:
    """One row: what, to whom, and the deadline; `about` is the machine or the contract, blank for the customer."""

    deadline: Deadline
    customer: Customer | None
    about: str = ""

    @property
    def title(self) -> str:
        owed = self.deadline.version.book.obligations.get(self.deadline.kind)
        limit = self.deadline.version.book.deadlines.get(self.deadline.kind)
        named = owed or limit
        return (named.title if named else "") or self.deadline.kind

    @property
    def is_visit(self) -> bool:
        owed = self.deadline.version.book.obligations.get(self.deadline.kind)
        return owed is not None and owed.stop == "visit.made"

    def is_over(self, now: datetime) -> bool:
        """Whether its period is over: a visit of April is none of the first quarter, and makes nothing up."""
        owed = self.deadline.version.book.obligations.get(self.deadline.kind)
        return self.deadline.due_at < now and owed is not None and isinstance(owed.every, str)

    @property
    def is_contract(self) -> bool:
        return self.deadline.subject_type == CONTRACT

    def opens_at(self, now: datetime) -> datetime | None:
        """From when it may be done, where that is still to come."""
        earliest = datetime.fromisoformat(self.deadline.formula.get("earliest") or now.isoformat())
        return earliest if earliest > now else None


@dataclass(frozen=True)
class Wanted:
    """What of the list is wanted; blanks leave all."""

    kind: str = ""
    state: str = ""
    person: str = ""
    q: str = ""
    after: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Wanted":
        told = {name: str(given.get(name, ""))[:80] for name in ("kind", "state", "person", "q", "after")}
        return cls(**{**told, "state": told["state"] if told["state"] in STATES else ""})

    def given(self) -> dict[str, str]:
        """What narrows the list, for addresses."""
        told = {"kind": self.kind, "state": self.state, "person": self.person, "q": self.q}
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True)
class OwedPage:
    rows: Sequence[Owed]
    counts: Mapping[str, int] = field(default_factory=dict)
    after: str = ""


def kinds_of(version: RulebookVersion) -> dict[str, str]:
    """Everything that can stand in the list under this version, with its title."""
    duties = {name: one.title or name for name, one in version.book.obligations.items()}
    return duties | {name: one.title or name for name, one in limits_of(version).items()}


def owed(person: Person, wanted: Wanted, version: RulebookVersion, *, now: datetime, size: int = PAGE) -> OwedPage:
    """What is owed and not done, the earliest first: to all customers for the office, an engineer sees his own."""
    rows = _seen(person, version, now=now)
    counts = rows.aggregate(
        all=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now)),
        soon=Count("pk", filter=Q(due_at__gte=now, due_at__lt=now + SOON)),
    )  # fmt: skip
    found = list(_narrowed(rows, wanted, now).order_by("due_at", "pk")[: size + 1])
    shown = found[:size]
    after = f"{shown[-1].due_at.isoformat()}|{shown[-1].pk}" if len(found) > size else ""
    return OwedPage(resolved(shown), counts, after)


def _seen(person: Person, version: RulebookVersion, *, now: datetime) -> QuerySet[Deadline]:
    rows = waiting(version, now=now)
    scopes = scopes_of(person, "customers", now=now)
    return rows if "all" in scopes else rows.filter(person=person)


def waiting(version: RulebookVersion, *, now: datetime) -> QuerySet[Deadline]:
    """What was not done, the missed ones of the last weeks included."""
    rows = Deadline.objects.filter(
        kind__in=list(kinds_of(version)), superseded_at=None, stopped_at=None, ended_at=None, due_at__gte=now - KEPT
    )
    return rows.exclude(subject_type="tickets.ticket")


def _narrowed(rows: QuerySet[Deadline], wanted: Wanted, now: datetime) -> QuerySet[Deadline]:
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.state:
        late = Q(due_at__lt=now)
        rows = rows.filter(late if wanted.state == "late" else ~late & Q(due_at__lt=now + SOON))
    if wanted.person:
        rows = rows.filter(person__isnull=True) if wanted.person == "none" else rows.filter(
            person__username=wanted.person
        )
    if wanted.q:
        rows = rows.filter(_told(wanted.q))
    if "|" in wanted.after:
        rows = _behind(rows, *wanted.after.split("|", 1))
    return rows.select_related("version", "person")


def owed_around(customer: Customer, version: RulebookVersion, *, now: datetime) -> list[Owed]:
    """What is owed to one customer, for his machines and before his contracts end."""
    rows = waiting(version, now=now).filter(_of([customer.pk])).select_related("version", "person")
    return resolved(list(rows.order_by("due_at", "pk")[:PAGE]))


def _told(text: str) -> Q:
    """Rows of the customers whom `text` tells."""
    return _of(list(customers_told(text).values_list("pk", flat=True)[:MOST_TOLD]))


def _of(owners: Sequence[int]) -> Q:
    """Rows of these customers, of their machines and of their contracts."""
    owned = {
        CUSTOMER: owners, MACHINE: machines().filter(customer__in=owners).values("pk"),
        CONTRACT: contracts().filter(customer__in=owners).order_by().values("pk"),
    }  # fmt: skip
    found = Q(pk=None)
    for type_, ids in owned.items():
        found |= Q(subject_type=type_, subject_id__in=ids)
    return found


def _behind(rows: QuerySet[Deadline], due: str, pk: str) -> QuerySet[Deadline]:
    try:
        last, number = datetime.fromisoformat(due), int(pk)
    except ValueError:
        return rows
    return rows.filter(Q(due_at__gt=last) | Q(due_at=last, pk__gt=number)) if last.tzinfo else rows


def resolved(rows: Sequence[Deadline]) -> list[Owed]:
    """The rows with their customers, a statement for each kind of subject."""
    ids: dict[str, list[int]] = {}
    for row in rows:
        ids.setdefault(row.subject_type, []).append(row.subject_id)
    read: dict[str, Any] = {CUSTOMER: Customer.objects.all(), MACHINE: machines(), CONTRACT: contracts()}
    known = {type_: read[type_].in_bulk(keys) for type_, keys in ids.items() if type_ in read}
    return [_owed(row, known.get(row.subject_type, {}).get(row.subject_id)) for row in rows]


def _owed(row: Deadline, subject: Any) -> Owed:
    if subject is None or isinstance(subject, Customer):
        return Owed(row, subject)
    return Owed(row, subject.customer, str(subject))


