"""Who signs an amount (6.4c, 6.8c, 6.9c): compared as the exact decimal, never rounded first."""

from decimal import Decimal

from rulebook.book import Book
from rulebook.schema.approvals import Band


def signer(book: Book, approval: str, amount: Decimal) -> str:
    """The role that signs `amount`: 300.00 is the first band's, 300.01 the second's."""
    return book.approvals[approval].bands[index_of(book, approval, amount)].by


def index_of(book: Book, approval: str, amount: Decimal | float) -> int:
    """The place of the band in which `amount` lies; higher bands may sign for lower ones."""
    # A binary 300.01 may lie on either side of 300.01.
    if isinstance(amount, float):
        raise TypeError("money is never a binary fraction")
    exact = Decimal(amount)
    if exact < 0:
        raise ValueError("an amount to be signed is not negative")
    return next(index for index, band in enumerate(book.approvals[approval].bands) if _contains(band, exact))


def signers(book: Book, approval: str, amount: Decimal) -> tuple[str, ...]:
    """The role that signs `amount` and every role of a higher band, which need not wait for it."""
    return tuple(band.by for band in book.approvals[approval].bands[index_of(book, approval, amount) :])


def _contains(band: Band, amount: Decimal) -> bool:
    above = (band.gt is None or amount > band.gt) and (band.ge is None or amount >= band.ge)
    below = (band.le is None or amount <= band.le) and (band.lt is None or amount < band.lt)
    return above and below
