"""Whose signature an amount needs, alone or together with what was asked before for the same ticket (6.4c, W4)."""

from collections.abc import Iterable
from decimal import Decimal

from rulebook import bands
from rulebook.book import Book

PER_TICKET = "per_ticket"


def counted(book: Book, approval: str, amount: Decimal, others: Iterable[Decimal]) -> Decimal:
    """The amount that decides the band: with the sums of the others where the book adds up a ticket's requests."""
    if book.approvals[approval].aggregate == PER_TICKET:
        return amount + sum(others, Decimal(0))
    return amount


def crosses(book: Book, approval: str, amount: Decimal, others: Iterable[Decimal]) -> bool:
    """Whether a request lies in a lower band than all of its ticket together: judged alone, but told."""
    if book.approvals[approval].aggregate == PER_TICKET:
        return False
    together = amount + sum(others, Decimal(0))
    return bands.index_of(book, approval, together) > bands.index_of(book, approval, amount)
