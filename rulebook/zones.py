"""In which zone a site lies: the first condition that holds, the last is otherwise (clause 5f)."""

from collections.abc import Mapping
from typing import Any

from rulebook.book import Book
from rulebook.conditions import holds


def zone_of(book: Book, facts: Mapping[str, Any]) -> str:
    """The id of the zone; empty for a book without zones. Hong Kong, Macao and Taiwan are the book's to place."""
    return next((zone.id for zone in book.zones if holds(zone.when, facts)), "")


def title_of(book: Book, zone: str) -> str:
    """How the book calls a zone, or its id."""
    return next((entry.title for entry in book.zones if entry.id == zone and entry.title), zone)
