"""Rules of conduct that a paper goes through: what is asked, and what was neither done nor explained (7.2 to 7.7)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rulebook.book import Book

FIELD = "conduct"


@dataclass(frozen=True)
class Line:
    """One rule of a list: `key` tells it apart on the paper (`tools.borrowed`), `clause` is its own or the list's."""

    key: str
    title: str
    clause: str
    group: str
    for_customer: Mapping[str, str] = field(default_factory=dict)


def lines_of(book: Book, form: str) -> list[Line]:
    """Every rule that `form` goes through, in the order of its lists; nothing for a book that names none."""
    entry = book.forms.get(form)
    asked = entry.fields.get(FIELD) if entry else None
    return [
        Line(
            f"{name}.{item.id}", item.title, item.clause or book.checklists[name].clause, book.checklists[name].title,
            item.for_customer.model_dump() if item.for_customer else {},
        )
        for name in (asked.options if asked else ())
        for item in book.checklists[name].items
    ]  # fmt: skip


def unexplained(lines: list[Line], answers: Mapping[str, Any]) -> list[Line]:
    """The rules that `answers` (key to `{"done": bool, "why": text}`) leave open without a sentence why."""
    return [line for line in lines if not _answered(answers.get(line.key) or {})]


def _answered(given: Mapping[str, Any]) -> bool:
    return given.get("done") is True or bool(str(given.get("why") or "").strip())


def choices_of(book: Book, form: str, field: str) -> tuple[str, ...]:
    """What may be chosen in a field of `form`; nothing where the book does not ask for it."""
    entry = book.forms.get(form)
    spec = entry.fields.get(field) if entry else None
    return spec.options if spec else ()
