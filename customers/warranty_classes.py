"""Which classes of warranty a machine can have: those of the book in force (5b)."""

from datetime import datetime

from core import cells, clock
from customers.states import WarrantyClass
from rulebook.schema.coverage import Classes
from rulebook.selectors import NoRulebook, in_force


def warranty_classes(*, now: datetime | None = None) -> dict[str, str]:
    """Titles by id; before a company has published its book, the terms that files have always written."""
    try:
        found = in_force(now=now or clock.now()).book.classes.get("warranty")
    except NoRulebook:
        return {code: str(label) for code, label in WarrantyClass.choices}
    return dict(found.values) if isinstance(found, Classes) else {}


def usual_class() -> str:
    """Of a machine about which nothing was said: the longest of the terms in months where the book has them."""
    longest = WarrantyClass.EIGHTEEN.value
    return longest if longest in warranty_classes() else ""


def told_class(text: str, known: dict[str, str]) -> str | None:
    """The id of a class that was written as its id or its title."""
    written = cells.plain(text).casefold()
    return next((code for code, title in known.items() if written in (code.casefold(), title.casefold())), None)
