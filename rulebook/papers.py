"""What is missing on a form of the book, given what was filled in (6.11, 9.1, 9.3)."""

from collections.abc import Mapping
from typing import Any

from rulebook.book import Book
from rulebook.conditions import holds
from rulebook.schema.papers import FormField


def missing(book: Book, form: str, values: Mapping[str, Any], facts: Mapping[str, Any] | None = None) -> dict[str, str]:
    """The fields of `form` that are empty although required, with their titles; nothing for a book without it.

    Conditions look at the form's own values first, then at `facts`.
    """
    entry = book.forms.get(form)
    known = {**(facts or {}), **values}
    return {name: field.title for name, field in (entry.fields if entry else {}).items() if _lacks(field, name, known)}


def titles_of(book: Book, form: str) -> dict[str, str]:
    """What the book calls the fields of a form; nothing for a book without it."""
    entry = book.forms.get(form)
    return {name: field.title for name, field in entry.fields.items()} if entry else {}


def _lacks(field: FormField, name: str, values: Mapping[str, Any]) -> bool:
    required = field.required or (field.required_when is not None and holds(field.required_when, values))
    given = values.get(name)
    if field.must_be:
        return given is not True
    if not required:
        return False
    if isinstance(given, str):
        return len(given.strip()) < field.min_length
    return given is None or given in ([], ())
