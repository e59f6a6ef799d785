"""The books among which a company chooses on its first day, as a list shows them."""

from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language

from core.errors import OutOfRange
from rulebook.book import Book
from rulebook.loader import SHIPPED, load, shipped
from rulebook.schema.document import Title


@dataclass(frozen=True)
class Offer:
    """One shipped book: its slug, its title, and what kind of house it fits, each in one line."""

    slug: str
    title: str
    about: str


def offers() -> list[Offer]:
    """Every shipped book in the reader's language, by slug."""
    books = [offered(path.stem) for path in shipped()]
    return [Offer(book.id, told(book.title), told(book.about) if book.about else "") for book in books]


@cache
def offered(slug: str) -> Book:
    """A shipped book, read once; raises OutOfRange with those that there are."""
    known = [path.stem for path in shipped()]
    if slug not in known:
        raise OutOfRange(f"{slug}: {', '.join(known)}", details={"rulebook": slug})
    return load(SHIPPED / f"{slug}.yaml")


def told(title: Title) -> str:
    """The title in the reader's language where the book has it, else in Chinese."""
    return title.en if title.en and (get_language() or "").startswith("en") else title.zh
