"""Conditions on the area of a site name areas that the book has."""

from collections.abc import Iterator
from typing import Any

from rulebook.errors import Steps
from rulebook.schema.base import Block
from rulebook.schema.conditions import Condition
from rulebook.schema.document import Document

AREA = "site.area"


def problems(document: Document) -> Iterator[tuple[Steps, str]]:
    for section in ("zones", "classes", "slas", "deadlines", "obligations", "charges", "consequences"):
        for steps, condition in _conditions(getattr(document, section), (section,)):
            for path, test in condition.each():
                wanted = [value for name, value in test.comparisons() if name in ("eq", "ne")] + [*(test.among or ())]
                for value in wanted if path == AREA else ():
                    if value is not None and value not in document.areas:
                        yield (*steps, path), f"没有“{value}”这个片区"


def _conditions(part: Any, at: Steps) -> Iterator[tuple[Steps, Condition]]:
    if isinstance(part, Condition):
        yield at, part
    elif isinstance(part, dict):
        for name, entry in part.items():
            yield from _conditions(entry, (*at, name))
    elif isinstance(part, tuple):
        for index, entry in enumerate(part):
            yield from _conditions(entry, (*at, index))
    elif isinstance(part, Block):
        for name, field in type(part).model_fields.items():
            yield from _conditions(getattr(part, name), (*at, field.alias or name))
