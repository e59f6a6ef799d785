"""Reading the stock ledger: what lies where, what falls short, and whether sums and balances agree."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from core.errors import NotFound
from warranty.models import Claim, ClaimLine, Part, Stock, StockMovement, Warehouse


@dataclass(frozen=True)
class Difference:
    """A stock whose balance is not the sum of its movements."""

    stock: Stock
    moved: int

    def __str__(self) -> str:
        place = self.stock.warehouse or self.stock.holder
        return f"{self.stock.part.code} {place}: {self.stock.quantity} != {self.moved}"


def out_of_balance() -> Iterator[Difference]:
    """Every stock whose quantity differs from what was moved; nothing means that the ledger is whole."""
    rows = _stocks().annotate(moved=Coalesce(Sum("movements__quantity"), 0)).exclude(quantity=F("moved"))
    for row in rows:
        yield Difference(row, row.moved)


def warehouses() -> QuerySet[Warehouse]:
    return Warehouse.objects.order_by("code")


def in_warehouses(*, search: str = "", warehouse: str = "", low: bool = False) -> QuerySet[Stock]:
    """What lies in the warehouses, by code of the part; `low` only what is below its safety stock."""
    rows = _stocks().filter(warehouse__isnull=False)
    if search:
        rows = rows.filter(Q(part__code__icontains=search) | Q(part__name__icontains=search))
    if warehouse:
        rows = rows.filter(warehouse__code=warehouse)
    if low:
        rows = rows.filter(BELOW)
    return rows.order_by("part__code", "pk")


def page_of(
    *, search: str, warehouse: str, low: bool, after: str, size: int
) -> tuple[list[Stock], str]:
    """A page of what lies in the warehouses, and where the next begins: code and number of the last row."""
    rows = in_warehouses(search=search, warehouse=warehouse, low=low)
    code, _bar, pk = after.rpartition("|")
    if code and pk.isdigit():
        rows = rows.filter(Q(part__code__gt=code) | Q(part__code=code, pk__gt=int(pk)))
    found = list(rows.order_by("part__code", "pk")[: size + 1])
    return found[:size], f"{found[size - 1].part.code}|{found[size - 1].pk}" if len(found) > size else ""


BELOW = Q(quantity__lt=F("safety"))


def below_safety() -> int:
    """How many stocks of warehouses lie below their safety stock."""
    return Stock.objects.filter(BELOW, warehouse__isnull=False).count()


def stocks_of(part: Part) -> list[Stock]:
    """Where a part lies, warehouses first."""
    rows = _stocks().filter(part=part).exclude(quantity=0, safety=0)
    return sorted(rows, key=lambda row: (row.warehouse_id is None, row.pk))


def movements(part: Part) -> QuerySet[StockMovement]:
    """The ledger of a part, newest first."""
    rows = StockMovement.objects.filter(stock__part=part).order_by("-id")
    return rows.select_related("stock__part", "stock__warehouse", "stock__holder", "by")


def ledger_page(part: Part, *, after: str, size: int) -> tuple[list[StockMovement], str]:
    """A page of the ledger of a part, newest first, and where the next begins."""
    rows = movements(part)
    if after.isdigit():
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: size + 1])
    return found[:size], str(found[size - 1].pk) if len(found) > size else ""


def with_papers(rows: Sequence[StockMovement]) -> list[tuple[StockMovement, str]]:
    """Each movement with the number of the claim that caused it; blank where a person booked it."""
    of_claims = {row.subject_id for row in rows if row.subject_type == Claim._meta.label_lower}
    numbers = dict(Claim.objects.filter(pk__in=of_claims).values_list("pk", "number"))
    return [(row, numbers.get(row.subject_id, "") if row.subject_id in of_claims else "") for row in rows]


def there(parts: Iterable[int]) -> dict[tuple[int, int], int]:
    """How many of each part lie in each warehouse, by part and warehouse."""
    rows = Stock.objects.filter(part__in=list(parts), warehouse__isnull=False)
    return {(row.part_id, row.warehouse_id or 0): row.quantity for row in rows}


def first_with(wanted: Mapping[int, int]) -> Warehouse | None:
    """The first warehouse that has all of these parts; where none has, the first of all; None where there is none."""
    known, lie = list(warehouses()), there(wanted)
    whole = (one for one in known if all(lie.get((part, one.pk), 0) >= count for part, count in wanted.items()))
    return next(whole, known[0] if known else None)


def in_bag(claim: Claim) -> dict[int, int]:
    """What of a claim still lies in a bag, by part: delivered, less what was used or given back."""
    return in_bags([claim]).get(claim.pk, {})


def in_bags(claims: Iterable[Claim]) -> dict[int, dict[int, int]]:
    """The same for many claims, by claim, in one statement."""
    rows = StockMovement.objects.filter(
        subject_type=Claim._meta.label_lower, subject_id__in=[claim.pk for claim in claims],
        stock__holder__isnull=False,
    )  # fmt: skip
    found: dict[int, dict[int, int]] = {}
    for claim, part, left in rows.values_list("subject_id", "stock__part").annotate(left=Sum("quantity")).order_by():
        if left:
            found.setdefault(claim, {})[part] = left
    return found


@dataclass(frozen=True)
class BagLine:
    """A part of a claim of a ticket, and how many of it lie in the bag of whoever received it."""

    claim: Claim
    part: Part
    left: int

    @property
    def key(self) -> tuple[int, int]:
        return self.claim.pk, self.part.pk


def bag_lines(claims: Sequence[Claim]) -> list[BagLine]:
    """Every part that these claims brought, by claim and code, also what nothing is left of; three statements."""
    left = in_bags(claims)
    rows = ClaimLine.objects.filter(claim__in=[claim.pk for claim in claims]).select_related("part")
    by_key = {claim.pk: claim for claim in claims}
    lines = [BagLine(by_key[row.claim_id], row.part, left.get(row.claim_id, {}).get(row.part_id, 0)) for row in rows]
    return sorted(lines, key=lambda line: (line.claim.number, line.part.code))


def bag_of(person: Any) -> QuerySet[Stock]:
    """What an engineer carries."""
    return _stocks().filter(holder=person.pk, quantity__gt=0).order_by("part__code")


def all_parts() -> QuerySet[Part]:
    return Part.objects.order_by("code")


def all_stocks() -> QuerySet[Stock]:
    """What lies anywhere, bags too."""
    return _stocks()


def place_of(row: Stock) -> str:
    """A warehouse by its name, a bag by whose it is."""
    return row.warehouse.name if row.warehouse else _("%(name)s的包") % {"name": row.holder}


def parts(ids: Iterable[int]) -> list[Part]:
    return list(Part.objects.filter(pk__in=list(ids)).order_by("code"))


def part_by_id(pk: int) -> Part:
    """The part, or NotFound."""
    found = Part.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到该配件"))
    return found


def usual_safety(part: Part) -> int:
    """The safety stock of the first warehouse that has one."""
    rows = Stock.objects.filter(part=part, warehouse__isnull=False).order_by("warehouse__code")
    return rows.values_list("safety", flat=True).first() or 0


def part_of(code: str) -> Part | None:
    return Part.objects.filter(code=code).first()


def parts_by_code(codes: Iterable[str]) -> QuerySet[Part]:
    return Part.objects.filter(code__in=list(codes))


def safeties(parts: Iterable[Part], warehouse: Warehouse) -> dict[int, int]:
    """The safety stock of each of these parts in a warehouse."""
    rows = Stock.objects.filter(part__in=[part.pk for part in parts], warehouse=warehouse)
    return dict(rows.values_list("part_id", "safety"))


def _stocks() -> QuerySet[Stock]:
    return Stock.objects.select_related("part", "warehouse", "holder")
