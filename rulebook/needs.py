"""Which facts a book asks for when a report is judged: what it never asks for need not be looked up."""

from collections.abc import Iterator
from typing import Any

from rulebook.schema.base import Block
from rulebook.schema.conditions import Condition
from rulebook.schema.document import Document
from rulebook.schema.spans import Span


def paths_of_report(document: Document) -> frozenset[str]:
    """Every fact that zones, warranty, SLAs and the classes of service look at."""
    parts = (document.zones, document.warranty, document.slas, document.classes.get("service"))
    return frozenset(path for part in parts for path in _paths(part))


def paths_of_clocks(document: Document) -> frozenset[str]:
    """Every fact that the targets of SLAs look at."""
    return frozenset(_paths(document.slas))


def _paths(part: Any) -> Iterator[str]:
    if isinstance(part, Condition):
        yield from part.paths()
    elif isinstance(part, Span):
        yield from filter(None, (part.from_field, part.by_quantity.of if part.by_quantity else None))
    elif isinstance(part, dict):
        yield from (path for entry in part.values() for path in _paths(entry))
    elif isinstance(part, tuple):
        yield from (path for entry in part for path in _paths(entry))
    elif isinstance(part, Block):
        yield from (path for name in type(part).model_fields for path in _paths(getattr(part, name)))
