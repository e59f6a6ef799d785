"""What a month comes to for everybody, as it stands now: the statements' sums, set by set instead of line by line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import Person
from fieldservice import claims, months
from fieldservice.models import CreditLoss, ExpenseLine, LineLoss, ServiceCard
from fieldservice.states import CardState, CreditKind, DocumentState
from judgement.managers import concerning
from penalties.models import LedgerEntry
from penalties.states import EntryKind
from rulebook.consequences import clause_against
from rulebook.models import RulebookVersion
from rulebook.selectors import timeline
from tickets.models import Arrival

NOTHING = Decimal("0.00")
UNINSTRUCTED = "card.uninstructed"


@dataclass
class Settled:
    """One person's month: cards that count, and yuan as his statement tells them."""

    person: int
    name: str = ""
    cards: int = 0
    commission: int = 0
    reimbursed: Decimal = NOTHING
    sums: dict[str, Decimal] = field(default_factory=dict)

    @property
    def fines(self) -> Decimal:
        return self.sums.get(EntryKind.FINE, NOTHING)

    @property
    def debits(self) -> Decimal:
        return sum(self.sums.values(), NOTHING) - self.fines


def totals(month: str, *, person: Person | None = None, now: datetime | None = None) -> Sequence[Settled]:
    """Everybody with cards, claims or amounts in `month`, by name; only whom `person` may know of where one is given.

    Adjustments of earlier months and travel borne for others are told by the statement alone.
    """
    found: dict[int, Settled] = {}

    def row(key: int) -> Settled:
        return found.setdefault(key, Settled(key))

    def seen(rows: QuerySet[Any], name: str) -> QuerySet[Any]:
        return rows if person is None or now is None else rows.filter(concerning(person, name, now=now))

    for key, cards, commission in _cards(month, seen):
        row(key).cards += cards
        row(key).commission += commission
    for key, amount in _paid(month, seen):
        row(key).reimbursed += amount
    entries = seen(LedgerEntry.objects.filter(month=month), "person").order_by().values_list("person", "kind")
    for key, kind, amount in entries.annotate(sum=Sum("amount")):
        row(key).sums[kind] = amount
    for key, name in Person.objects.filter(pk__in=found).values_list("pk", "name"):
        found[key].name = name
    return sorted(found.values(), key=lambda one: (one.name, one.person))


def _cards(month: str, seen: Any) -> Iterator[tuple[int, int, int]]:
    """Engineer, cards that count in the workload, cards that count in the commission; amended cards by themselves."""
    begin, end = months.bounds(month)
    versions = [version.pk for version in timeline().versions if _asks_instruction(version)]
    first = ServiceCard.objects.filter(
        ticket=OuterRef("ticket"), cycle=OuterRef("cycle"), revision=1, signed_at__gte=begin, signed_at__lt=end
    )
    received = ServiceCard.objects.filter(state=CardState.RECEIVED, signed_at__gte=begin)
    amended = received.filter(Exists(first), revision__gt=1)
    for rows, taken in ((received.filter(revision=1, signed_at__lt=end), _lost), (amended, _lost_before)):
        free = Q(ticket__free=True) | ~Q(ticket__version__in=versions) | Q(pk__in=_ordered(rows).values("pk"))
        counted = seen(rows, "engineer").order_by().values_list("engineer").annotate(
            workload=Count("pk", filter=free & ~taken(CreditKind.WORKLOAD)),
            commission=Count("pk", filter=~taken(CreditKind.COMMISSION)),
        )  # fmt: skip
        yield from counted


def _asks_instruction(version: RulebookVersion) -> bool:
    return bool(clause_against(version.book, UNINSTRUCTED))


def _ordered(rows: QuerySet[ServiceCard]) -> QuerySet[ServiceCard]:
    """9.4e: of the cards out of warranty those that the department ordered before the service began."""
    arrived = Arrival.objects.filter(ticket=OuterRef("ticket"), cycle=OuterRef("cycle"), first=True)
    began = Coalesce(Subquery(arrived.values("received_at")[:1]), "completed_at")
    return rows.filter(ticket__free=False).annotate(began=began).filter(ticket__instructions__at__lte=F("began"))


def _taken(credit: str) -> QuerySet[CreditLoss]:
    """What was taken of cards and not given back."""
    back = CreditLoss.objects.filter(reverses__isnull=False).values("reverses")
    return CreditLoss.objects.filter(credit=credit, reverses=None).exclude(pk__in=back)


def _lost(credit: str) -> Q:
    """Read once for all cards: asked for each of a million it would be the most of the work."""
    return Q(pk__in=_taken(credit).values("card"))


def _lost_before(credit: str) -> Q:
    """Of an amended card also what was taken from a revision before it."""
    before = _taken(credit).filter(
        card__ticket=OuterRef("ticket"), card__cycle=OuterRef("cycle"), card__state=CardState.SUPERSEDED,
        card__revision__lt=OuterRef("revision"),
    )  # fmt: skip
    return _lost(credit) | Q(Exists(before))


def _paid(month: str, seen: Any) -> Iterator[tuple[int, Decimal]]:
    """Lines as claimed by one sum; those of which something was taken one by one, for each is rounded by itself."""
    lines = seen(ExpenseLine.objects.filter(month=month, removed_at=None), "engineer")
    lines = lines.filter(document__state=DocumentState.RECEIVED)
    given_back = LineLoss.objects.filter(reverses=OuterRef("pk"))
    taken = LineLoss.objects.filter(~Exists(given_back), line=OuterRef("pk"), reverses=None)
    yield from lines.filter(~Exists(taken)).order_by().values_list("engineer").annotate(sum=Sum("amount"))
    for paid in claims.payable(lines.filter(Exists(taken)).select_related("document")):
        yield paid.line.engineer_id, paid.amount
