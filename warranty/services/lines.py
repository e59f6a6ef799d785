"""Priced lines of a parts request: a price is rounded to two places before it is multiplied (6.4a, reading 0.7)."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from core.errors import ActError, Incomplete, OutOfRange
from core.money import yuan
from rulebook.book import Book
from warranty.models import Part, PartsRequest, RequestLine
from warranty.services.amounts import LARGEST

MOST = 9999
BASIS = "ex_works_price"


class Priced(NamedTuple):
    """A part, how many, and the frozen price of one."""

    part: Part
    quantity: int
    price: Decimal


def priced(lines: Iterable[Mapping[str, Any]], book: Book) -> list[Priced]:
    """`[{"part": code or Part, "qty": 2, "price": optional}]` at the prices of today.

    The price is the book's basis for this approval, or the one given. Raises Incomplete or OutOfRange about `lines`.
    """
    asked = list(lines)
    if not asked:
        raise _wrong(Incomplete, _("请至少选择一种配件"))
    catalogue = _catalogue(asked)
    rows = [_priced(line, catalogue, basis_of(book)) for line in asked]
    if len({row.part.pk for row in rows}) < len(rows):
        raise _wrong(OutOfRange, _("同一配件请合并为一行"))
    if total_of(rows) > LARGEST:
        raise _wrong(OutOfRange, _("合计金额超出允许范围"))
    return rows


def basis_of(book: Book) -> str:
    """Which price of a part counts: the field of the catalogue."""
    entry = book.approvals.get(PartsRequest.APPROVAL)
    return entry.price.removeprefix("part.") if entry and entry.price else BASIS


def total_of(rows: Iterable[Priced]) -> Decimal:
    return sum((row.price * row.quantity for row in rows), Decimal(0))


def write(request: PartsRequest, rows: Iterable[Priced]) -> None:
    """Keep the lines of the revision that stands."""
    RequestLine.objects.bulk_create(
        RequestLine(request=request, revision=request.revision, **row._asdict()) for row in rows
    )


def told(rows: Iterable[Priced]) -> list[dict[str, Any]]:
    """The lines as the journal keeps them."""
    return [{"part": row.part.code, "quantity": row.quantity, "price": row.price} for row in rows]


def _catalogue(asked: list[Mapping[str, Any]]) -> dict[str, Part]:
    codes = [str(line.get("part") or "").strip() for line in asked if not isinstance(line.get("part"), Part)]
    return {part.code: part for part in Part.objects.filter(code__in=codes, active=True)}


def _priced(line: Mapping[str, Any], catalogue: Mapping[str, Part], basis: str) -> Priced:
    named = line.get("part")
    part = named if isinstance(named, Part) else catalogue.get(str(named or "").strip())
    if part is None:
        raise _wrong(Incomplete, _("配件目录中没有 %(code)s，请从目录中选择") % {"code": named or "—"})
    return Priced(part, _quantity(line.get("qty")), _price(line.get("price"), part, basis))


def _quantity(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST:
        raise _wrong(OutOfRange, _("数量须为 1 至 %(most)d 的整数") % {"most": MOST})
    return value


def _price(given: Any, part: Part, basis: str) -> Decimal:
    value = given if given is not None else getattr(part, basis)
    if value is None:
        raise _wrong(Incomplete, _("配件 %(code)s 还没有价格，请先在配件目录中补充") % {"code": part.code})
    try:
        price = yuan(value)
    except InvalidOperation:
        raise _wrong(OutOfRange, _("单价不是金额")) from None
    if not 0 <= price <= LARGEST:
        raise _wrong(OutOfRange, _("单价不能为负数，也不能超出允许范围"))
    return price


def _wrong(kind: type[ActError], sentence: str) -> ActError:
    return kind(sentence, details={"lines": sentence})
