"""In which zone a site lies: the first condition that holds, the last is otherwise (clause 5f)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.errors import OutOfRange
from rulebook.book import Book
from rulebook.conditions import holds


def zone_of(book: Book, facts: Mapping[str, Any]) -> str:
    """The id of the zone; empty for a book without zones. Hong Kong, Macao and Taiwan are the book's to place."""
    return next((zone.id for zone in book.zones if holds(zone.when, facts)), "")


def title_of(book: Book, zone: str) -> str:
    """How the book calls a zone, or its id."""
    return next((entry.title for entry in book.zones if entry.id == zone and entry.title), zone)


def area_title(book: Book, area: str) -> str:
    """How the book calls an area, or its id."""
    return book.areas.get(area, area)


def known_area(book: Book, area: str) -> str:
    """The id of an area that was chosen or typed by its id or title; raises OutOfRange with those that there are."""
    wanted = area.strip()
    found = next((key for key, title in book.areas.items() if wanted in (key, title)), "")
    if wanted and not found:
        listed = "、".join(book.areas.values()) or _("无")
        raise OutOfRange(
            _("没有名为“%(name)s”的片区，请从列表中选择（%(listed)s）") % {"name": area, "listed": listed},
            details={"site_area": _("请从列表中选择片区")},
        )
    return found
