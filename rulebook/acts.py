"""By which clause of the book an act is done, as the journal cites it."""

from rulebook.book import Book


def clause_of(book: Book, act: str) -> str:
    """The clause, or several; empty where the book has none for the act."""
    return book.acts.get(act, "")
