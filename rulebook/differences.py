"""What one version of a book says otherwise than another, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rulebook.book import Book
from rulebook.showing import entry_of, shown_value

# What is told of a book besides its rules, or follows from them.
NOT_RULES = {"params", "slug", "schema", "coverage", "title"}


@dataclass(frozen=True)
class Difference:
    """One thing that differs: its clause, what it is, and how it read before and reads after."""

    clause: str
    what: str
    before: str
    after: str


def differences(before: Book, after: Book) -> list[Difference]:
    """Parameters first, then entries, in the order of the clauses."""
    found = [*_params(before, after), *_texts(before, after), *_entries(before, after)]
    order = list(after.coverage)
    return sorted(found, key=lambda one: order.index(one.clause) if one.clause in order else len(order))


def _params(before: Book, after: Book) -> list[Difference]:
    told = []
    for name in {**before.params, **after.params}:
        old, new = before.params.get(name), after.params.get(name)
        values = tuple(shown_value(one) if one else _("（无）") for one in (old, new))
        shown = new or old
        if values[0] != values[1] and shown:
            told.append(Difference(_first(shown.clause), shown.title or name, *values))
    return told


def _texts(before: Book, after: Book) -> list[Difference]:
    told = []
    for number in {**before.clauses, **after.clauses}:
        old, new = before.clauses.get(number), after.clauses.get(number)
        if old != new:
            told.append(
                Difference(number, _("条文"), old.text if old else _("（无）"), new.text if new else _("（无）"))
            )
    return told


def _entries(before: Book, after: Book) -> list[Difference]:
    told = []
    for section in type(after).model_fields:
        old, new = getattr(before, section, None), getattr(after, section, None)
        if section in NOT_RULES or section == "clauses" or not (isinstance(old, Mapping) and isinstance(new, Mapping)):
            continue
        for name in {**old, **new}:
            if old.get(name) != new.get(name):
                told.append(_entry(section, name, (before, old.get(name)), (after, new.get(name))))
    return told


def _entry(section: str, name: str, old: tuple[Book, Any], new: tuple[Book, Any]) -> Difference:
    words = [entry_of(book, f"{section}.{name}").text if entry else _("（无）") for book, entry in (old, new)]
    shown = new[1] or old[1]
    clause = getattr(shown, "clause", None) or ""
    if words[0] == words[1]:
        # The same words with other conditions or recipients: what differs stands in the document.
        words[1] = _("内容有调整：%(parts)s") % {"parts": "、".join(_parts(old[1], new[1]))}
    return Difference(
        _first(clause), words[0] if new[1] is None else entry_of(new[0], f"{section}.{name}").label, *words
    )


def _parts(old: Any, new: Any) -> list[str]:
    """The names of the fields that differ."""
    if not hasattr(type(new), "model_fields"):
        return ["…"]
    return [name for name in type(new).model_fields if getattr(old, name, None) != getattr(new, name, None)]


def _first(cited: str) -> str:
    return cited.partition(",")[0].strip()
