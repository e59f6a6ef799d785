"""The stock ledger: `move` alone writes quantities and movements; what a person books calls it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize
from accounts.roles import Role
from core import journal
from core.errors import OutOfRange, require
from core.journal import Actor
from core.subjects import Subject
from notifications.services import Message, notify_many
from warranty.models import Part, Stock, StockMovement, Warehouse
from warranty.states import MovementKind

Place = Warehouse | Person
BY_HAND = (MovementKind.RECEIPT, MovementKind.ADJUSTMENT, MovementKind.OPENING)
MOST = 1_000_000
# What the notice is about.
LOW = "stock_low"


@dataclass(frozen=True)
class Change:
    """`quantity` pieces of a part into a place, or out of it where negative."""

    part: Part
    place: Place
    quantity: int

    @property
    def key(self) -> tuple[int, int, int]:
        """Part, warehouse, holder; 0 for none."""
        warehouse, holder = _columns(self.place)
        return self.part.pk, warehouse or 0, holder or 0


@transaction.atomic
def move(
    changes: Iterable[Change], *, kind: str, paper: models.Model, actor: Actor, now: datetime, note: str = ""
) -> list[StockMovement]:
    """The only writer of the ledger: every change or none, each with a row and its balance.

    Takes the stocks of all changes under lock in the order of their keys. Raises OutOfRange naming every part of
    which fewer lie there than are wanted. A step of the act whose `paper` it is.
    """
    wanted = sorted(changes, key=lambda change: change.key)
    rows = _locked(wanted)
    _refuse_short(wanted, rows)
    about = Subject.of(paper)
    moved, low = [], []
    for change in wanted:
        row = rows[change.key]
        before, row.quantity = row.quantity, row.quantity + change.quantity
        moved.append(
            StockMovement(
                stock=row, kind=MovementKind(kind), quantity=change.quantity, balance=row.quantity, by_id=actor.pk,
                at=now, note=note[:200], subject_type=about.type, subject_id=about.id,
            )
        )  # fmt: skip
        if row.warehouse_id and before >= row.safety > row.quantity:
            low.append(row)
    Stock.objects.bulk_update(rows.values(), ["quantity"])
    StockMovement.objects.bulk_create(moved)
    warn_of_low_stock(low, now=now)
    return moved


@transaction.atomic
def book_stock(
    *, part: Part, warehouse: Warehouse, quantity: int, kind: str = MovementKind.RECEIPT, note: str = "",
    actor: Actor, now: datetime,
) -> StockMovement:  # fmt: skip
    """What came in, what a count found, or what lay there at the beginning; out of the warehouse is negative."""
    authorize(actor, "book_stock", now=now)
    if kind not in BY_HAND:
        raise OutOfRange(_("手工记账只能是：入库、盘点调整、期初"), details={"kind": _("请选择事由")})
    if not quantity or abs(quantity) > MOST:
        raise OutOfRange(_("数量不能为零，也不能超过一百万"), details={"quantity": _("请填写数量")})
    if kind != MovementKind.ADJUSTMENT and quantity < 0:
        raise OutOfRange(_("入库和期初的数量须大于零；减少请用盘点调整"), details={"quantity": _("须大于零")})
    if kind == MovementKind.ADJUSTMENT:
        require(note=(note, _("盘点说明")))
    change = Change(part, warehouse, quantity)
    (movement,) = move([change], kind=kind, paper=part, actor=actor, now=now, note=note)
    data = {"warehouse": warehouse.code, "quantity": quantity, "kind": str(kind), "balance": movement.balance}
    journal.record(part, "book_stock", actor=actor, now=now, reason=note, data=data)
    return movement


@transaction.atomic
def set_safety_stock(*, part: Part, warehouse: Warehouse, safety: int, actor: Actor, now: datetime) -> Stock:
    """Below how many pieces the store is warned; 0 for never."""
    authorize(actor, "set_safety_stock", now=now)
    if not 0 <= safety <= MOST:
        raise OutOfRange(_("安全库存须在 0 到一百万之间"), details={"safety": _("须在 0 到一百万之间")})
    (row,) = set_safeties({part: safety}, warehouse, actor=actor, now=now)
    return row


def set_safeties(wanted: Mapping[Part, int], warehouse: Warehouse, *, actor: Actor, now: datetime) -> list[Stock]:
    """The same for many parts at once. A step of set_safety_stock and of an import; no change writes nothing."""
    rows = _locked([Change(part, warehouse, 0) for part in wanted])
    by_part = {part.pk: (part, safety) for part, safety in wanted.items()}
    entries, altered = [], []
    for row in rows.values():
        part, safety = by_part[row.part_id]
        if row.safety != safety:
            data = {"warehouse": warehouse.code, "safety": [row.safety, safety]}
            entries.append(journal.Entry(Subject.of(part), "set_safety_stock", now, data=data))
            row.safety = safety
            altered.append(row)
    Stock.objects.bulk_update(altered, ["safety"], batch_size=500)
    journal.record_many(entries, actor=actor)
    return list(rows.values())


def warn_of_low_stock(rows: Sequence[Stock], *, now: datetime) -> None:
    """Tell the store and who draws from it that a warehouse has just fallen below its safety stock."""
    notify_many([_warning(row) for row in rows], now=now)


def _warning(row: Stock) -> Message:
    told = {"part": row.part, "place": row.warehouse, "left": row.quantity, "safety": row.safety}
    title = _("低于安全库存：%(part)s，%(place)s现有 %(left)d 件（安全库存 %(safety)d）") % told
    url = f"{reverse('warranty:stock')}?{urlencode({'q': row.part.code})}"
    return Message(LOW, title, Subject.of(row.part), url=url, roles=[Role.WAREHOUSE_KEEPER, Role.STATISTICIAN])


def _columns(place: Place) -> tuple[int | None, int | None]:
    return (place.pk, None) if isinstance(place, Warehouse) else (None, place.pk)


def _locked(changes: Sequence[Change]) -> dict[tuple[int, int, int], Stock]:
    """The stocks of these places, made where missing, locked in the order of their keys."""
    if len({change.key for change in changes}) < len(changes):
        raise ValueError("one change for each stock")
    missing = [Stock(part=change.part, **_named(change.place)) for change in changes]
    # Whoever is second finds the row of the first: the constraints of the table know it.
    known = set(_rows(changes).values_list("part_id", "warehouse_id", "holder_id"))
    Stock.objects.bulk_create(
        [row for row in missing if (row.part_id, row.warehouse_id, row.holder_id) not in known], ignore_conflicts=True
    )
    found = _held(_rows(changes))
    return {(row.part_id, row.warehouse_id or 0, row.holder_id or 0): row for row in found}


def _held(rows: models.QuerySet[Stock]) -> models.QuerySet[Stock]:
    """Nobody else moves these stocks until the transaction ends."""
    return rows.select_for_update(of=("self",), no_key=True)


def _named(place: Place) -> dict[str, int | None]:
    warehouse, holder = _columns(place)
    return {"warehouse_id": warehouse, "holder_id": holder}


def _rows(changes: Sequence[Change]) -> models.QuerySet[Stock]:
    wanted = models.Q(pk__in=[])
    for place in {change.place for change in changes}:
        parts = [change.part.pk for change in changes if change.place == place]
        wanted |= models.Q(part__in=parts, **_named(place))
    return Stock.objects.filter(wanted).select_related("part", "warehouse").order_by(
        "part_id", "warehouse_id", "holder_id", "pk"
    )


def _refuse_short(changes: Sequence[Change], rows: dict[tuple[int, int, int], Stock]) -> None:
    short = [change for change in changes if rows[change.key].quantity + change.quantity < 0]
    if short:
        lines = [_short_line(change, rows[change.key].quantity) for change in short]
        raise OutOfRange("；".join(lines) + _("。请先入库，或到别的库房领取"))


def _short_line(change: Change, there: int) -> str:
    place = change.place if isinstance(change.place, Warehouse) else _("%(name)s的包") % {"name": change.place}
    told = {"part": change.part, "place": place, "there": there, "wanted": -change.quantity}
    return _("%(part)s：%(place)s只有 %(there)d 件，需要 %(wanted)d 件") % told

