"""The desk's queue: light rows in the order of an index, in one statement whatever waits; and its counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.models import Person
from accounts.permissions import scopes_of
from core import prepared
from core.errors import OutOfRange
from deadlines.models import Deadline
from tickets.managers import TicketQuerySet
from tickets.models import UNCLOSED, Hold, Ticket
from tickets.queues import QUEUES
from tickets.selectors.filters import Filters
from tickets.selectors.scope import standing_for
from tickets.selectors.searching import searched
from tickets.states import COLOURS, HoldKind, TicketState

S = TicketState
PAGE = 50
MOST = 1000
SUBJECT = Ticket._meta.label_lower
# A limit that was missed still waits until what it asked for has happened.
WAITING = Q(stopped_at=None, ended_at=None, superseded_at=None)

Condition = Callable[[Person, datetime], Q]


def _in(*states: str) -> Condition:
    return lambda _person, _now: UNCLOSED & (Q(state=states[0]) if len(states) == 1 else Q(state__in=states))


def _overdue(_person: Person, now: datetime) -> Q:
    return UNCLOSED & Q(waits_until__lt=now)


def _mine(person: Person, _now: datetime) -> Q:
    return UNCLOSED & (Q(engineer=person) | Q(reported_by=person))


def _helpless(_person: Person, _now: datetime) -> Q:
    holds = Hold.objects.filter(ticket=OuterRef("pk"), lifted_at=None, kind=HoldKind.ESCALATION)
    return UNCLOSED & Q(Exists(holds))


CONDITIONS: Mapping[str, Condition] = {
    "overdue": _overdue,
    "reported": _in(S.REPORTED),
    "dispatched": _in(S.DISPATCHED),
    "working": _in(S.ON_SITE, S.DIAGNOSED, S.WORKING),
    "completed": _in(S.COMPLETED),
    "follow_up": _in(S.FOLLOW_UP),
    "office": _in(S.HANDED_TO_OFFICE),
    "escalated": _helpless,
    "open": lambda _person, _now: UNCLOSED,
    "mine": _mine,
    "all": lambda _person, _now: Q(),
}
COUNTED = tuple(queue.code for queue in QUEUES)
# What a page narrows a queue to, besides the zones of the book.
ONLY: Mapping[str, Q] = {"urgent": Q(urgent=True), "free": Q(free=True), "paid": Q(free=False)}
SORTS: Mapping[str, tuple[str, bool]] = {
    "due": ("waits_until", False), "newest": ("notified_at", True), "number": ("number", False),
}  # fmt: skip


class Limit(NamedTuple):
    """What a list tells of a limit that has not been met, ended or replaced."""

    start_at: datetime
    due_at: datetime
    paused_at: datetime | None
    excused_at: datetime | None

    @property
    def runs(self) -> bool:
        return self.paused_at is None and self.excused_at is None


class Row(NamedTuple):
    """One line of the queue; a tuple, since pages look their written lines up by it."""

    pk: int
    number: str
    state: TicketState
    customer: str
    place: str
    country: str
    serial: str
    model: str
    engineer: str
    urgent: bool
    cycle: int
    fault: str
    free: bool | None
    in_warranty: bool | None
    warranty_ends: date | None
    zone: str
    address: str
    notified_at: datetime
    waiting: str
    deadline: Limit | None

    @property
    def colour(self) -> str:
        return COLOURS[self.state]

    @property
    def due_at(self) -> datetime | None:
        return self.deadline.due_at if self.deadline else None

    @property
    def paused(self) -> bool:
        """Whether its clock stands still until what it waits for has come."""
        return self.deadline is not None and self.deadline.paused_at is not None

    def late(self, now: datetime) -> bool:
        return self.deadline is not None and not self.paused and self.deadline.due_at < now


@dataclass(frozen=True)
class Page:
    """Rows and the key from which the next page goes on; empty at the end."""

    rows: Sequence[Row]
    after: str


def queue(
    person: Person, *, now: datetime, name: str = "open", q: str = "", only: str = "", sort: str = "due",
    after: str = "", size: int = PAGE, filters: Filters | None = None,
) -> Page:  # fmt: skip
    """The tickets of one queue that `person` may see, by the earliest limit, the newest notice or the number.

    `q` finds numbers, serials and phones by their beginning, customers and faults by any part, closed ones too.
    `only` is one of ONLY, or the id of a zone; `filters` narrows further.
    """
    column, _backwards = SORTS.get(sort, SORTS["due"])
    narrowed = filters or None
    plain = not (q.strip() or only or after) and (narrowed is None or narrowed.common)
    rows = _first_page(person, name, sort, size, narrowed, now=now) if plain else list(
        _ordered(_narrowed(person, name, q, only, filters, now=now), sort, after)[: size + 1])  # fmt: skip
    shown, more = rows[:size], len(rows) > size
    return Page([_row(row) for row in shown], _key(shown[-1], column) if more else "")


def _first_page(
    person: Person, name: str, sort: str, size: int, filters: Filters | None, *, now: datetime
) -> list[dict[str, Any]]:
    """What most pages ask, in a statement that was written before."""
    def build(given: Mapping[str, Any]) -> QuerySet[Any, dict[str, Any]]:
        found = _narrowed(standing_for(person, given), name, "", "", filters, now=given["now"])
        return _ordered(found, sort, "")[: size + 1]

    scopes = scopes_of(person, "tickets", now=now)
    key = ("queue", name, sort, size, filters, scopes, person.office_id is None)
    return prepared.rows(key, build, person=person.pk, office=person.office_id or 0, now=now)


def _narrowed(
    person: Person, name: str, q: str, only: str, filters: Filters | None, *, now: datetime
) -> TicketQuerySet:
    found = _rows(person, name, q, now=now).filter(ONLY.get(only, Q(zone=only)) if only else Q())
    return found.filter(filters.condition(now=now)) if filters else found


def _ordered(rows: TicketQuerySet, sort: str, after: str) -> QuerySet[Any, dict[str, Any]]:
    column, backwards = SORTS.get(sort, SORTS["due"])
    found = _beyond(rows, column, backwards, after).order_by(F(column).desc() if backwards else column, "pk")
    return found.values(*COLUMNS, "waits_until", limit=_limit(), waiting=_first_hold())


def rows_of(person: Person, numbers: Sequence[str], *, now: datetime) -> list[Row]:
    """These tickets as the queue shows them, wherever they are now; those out of sight are left out."""
    found = Ticket.objects.visible_to(person, now=now).filter(number__in=numbers)
    rows = list(found.values(*COLUMNS, limit=_limit(), waiting=_first_hold()))
    return [_row(row) for row in rows]


def phones_of(tickets: Sequence[int]) -> dict[int, str]:
    """The telephone numbers by ticket id, for an export."""
    return dict(Ticket.objects.filter(pk__in=tickets).values_list("pk", "phone"))


COLUMNS = (
    "pk", "number", "state", "customer_name", "province", "country", "serial", "machine__model__code",
    "engineer__name", "urgent", "cycle", "fault", "free", "in_warranty", "warranty_ends", "zone", "address",
    "notified_at",
)  # fmt: skip


def _limit() -> Subquery:
    """The limit that `waits_until` tells of, or one that stands still where none runs."""
    rows = Deadline.objects.filter(WAITING, subject_type=SUBJECT, subject_id=OuterRef("pk"))
    told = JSONObject(**{name: name for name in Limit._fields})
    return Subquery(rows.order_by(F("paused_at").asc(nulls_first=True), "due_at", "pk").values_list(told)[:1])


def _first_hold() -> Subquery:
    return Subquery(Hold.objects.filter(ticket=OuterRef("pk"), lifted_at=None).order_by("pk").values("kind")[:1])


def _rows(person: Person, name: str, q: str, *, now: datetime) -> TicketQuerySet:
    if name not in CONDITIONS:
        raise OutOfRange
    rows = Ticket.objects.visible_to(person, now=now)
    told = q.strip()
    if not told:
        return rows.filter(CONDITIONS[name](person, now))
    return searched(rows, told, person, now=now)


def _beyond(rows: QuerySet[Any], column: str, backwards: bool, after: str) -> QuerySet[Any]:
    """Rows after the key of the page before: stable while rows come and go."""
    if not after:
        return rows
    written, _sep, pk = after.rpartition("|")
    value = _value(column, written)
    if not pk.isdecimal() or value is None:
        return rows
    # The first bound alone is where the index is entered; the second only sorts out equals.
    reached = Q(**{f"{column}__{'lte' if backwards else 'gte'}": value})
    return rows.filter(reached, ~Q(**{column: value}) | Q(pk__gt=int(pk)))


def _value(column: str, written: str) -> datetime | str | None:
    """What a page key says; None for nothing, and for what no page wrote."""
    if column == "number":
        return written or None
    try:
        value = datetime.fromisoformat(written)
    except ValueError:
        return None
    return value if value.tzinfo else None


def _key(row: Mapping[str, Any], column: str) -> str:
    value = row[column]
    return f"{value.isoformat() if isinstance(value, datetime) else value}|{row['pk']}"


def _limit_of(told: Mapping[str, str | None] | None) -> Limit | None:
    if not told:
        return None
    paused, excused = told["paused_at"], told["excused_at"]
    return Limit(
        _instant(str(told["start_at"])), _instant(str(told["due_at"])), _instant(paused) if paused else None,
        _instant(excused) if excused else None,
    )  # fmt: skip


def _instant(told: str) -> datetime:
    found = datetime.fromisoformat(told)
    # SQLite keeps instants in UTC and does not say so.
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _row(row: Mapping[str, Any]) -> Row:
    return Row(
        pk=row["pk"], number=row["number"], state=TicketState(row["state"]), customer=row["customer_name"],
        place=row["province"], country=row["country"], serial=row["serial"], model=row["machine__model__code"] or "",
        engineer=row["engineer__name"] or "", urgent=row["urgent"], cycle=row["cycle"], fault=row["fault"],
        free=row["free"], in_warranty=row["in_warranty"], warranty_ends=row["warranty_ends"], zone=row["zone"],
        address=row["address"], notified_at=row["notified_at"],
        waiting=str(HoldKind(row["waiting"]).label) if row["waiting"] else "", deadline=_limit_of(row["limit"]),
    )  # fmt: skip


class Capped(Subquery):
    """How many rows a sliced query has: counting stops at the slice, however long the queue is."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) capped)"
    output_field = IntegerField()


def count_columns(person: Person, *, now: datetime, names: Sequence[str] = COUNTED) -> dict[str, Subquery]:
    """The length of each queue, at most 1001, as columns that any statement can carry."""
    seen = Ticket.objects.visible_to(person, now=now).order_by()
    return {
        f"n_{name}": Capped(seen.filter(CONDITIONS[name](person, now)).values("pk")[: MOST + 1]) for name in names
    }


def queue_counts(person: Person, *, now: datetime, names: Sequence[str] = COUNTED) -> dict[str, int]:
    """The length of each queue, at most 1001, in one statement."""
    found = Ticket.objects.order_by().annotate(**count_columns(person, now=now, names=names))
    row = next(iter(found.values(*(f"n_{name}" for name in names))[:1]), None)
    # A queue that the person can see nothing of is no row but NULL.
    return {name: (row and row[f"n_{name}"]) or 0 for name in names}
