"""Money that people type: exact, two places, within what a paper can hold; and which of two amounts is signed."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.errors import OutOfRange
from core.money import CENT, yuan
from rulebook.book import Book
from rulebook.schema.approvals import Approval

LARGEST = Decimal("9999999999.99")


def problem_with(value: Any, *, least: Decimal = CENT) -> str:
    """Why `value` is no amount for a paper; empty where it is one, or is missing."""
    if value is None:
        return ""
    if not isinstance(value, Decimal) or not value.is_finite() or value != yuan(value):
        return _("金额最多两位小数")
    if value < least or value > LARGEST:
        return _("金额须在 %(least)s 至 %(most)s 元之间") % {"least": least, "most": LARGEST}
    return ""


def check(name: str, value: Any, *, least: Decimal = CENT) -> None:
    """Raise OutOfRange naming the field unless `value` is an amount, or None."""
    if problem := problem_with(value, least=least):
        raise OutOfRange(problem, details={name: problem})


def amount_to_sign(book: Book, approval: str, known: Mapping[str, Decimal | None]) -> Decimal | None:
    """What the book makes of the amounts that are known (6.9c: the highest of budget and consulted cost).

    None where the book names none of them.
    """
    entry = book.approvals[approval]
    amounts = [amount for path in _paths(entry) if (amount := known.get(path)) is not None]
    if not amounts:
        return None
    return max(amounts) if entry.amount_is == "highest" else sum(amounts, Decimal(0))


def _paths(entry: Approval) -> Iterable[str]:
    return entry.of or ([entry.amount] if entry.amount else [])
