"""In which class of an ordered classification something falls: the first condition that holds wins."""

from collections.abc import Mapping
from typing import Any

from rulebook.book import Book
from rulebook.conditions import holds
from rulebook.schema.coverage import ClassLine

SERVICE = "service"


def class_of(book: Book, name: str, facts: Mapping[str, Any]) -> str:
    """The id of the class; empty where the book has no such ordered classification."""
    return next((line.id for line in lines_of(book, name) if holds(line.when, facts)), "")


def title_of(book: Book, name: str, found: str) -> str:
    """How the book calls a class, or its id."""
    return next((line.title for line in lines_of(book, name) if line.id == found), found)


def lines_of(book: Book, name: str) -> tuple[ClassLine, ...]:
    """The lines in the book's order; none for a classification by a value on file."""
    found = book.classes.get(name, ())
    return found if isinstance(found, tuple) else ()
