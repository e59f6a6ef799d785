"""What one version of a book says otherwise than another, clause by clause and in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rulebook.book import Book
from rulebook.schema.base import Block, clause_numbers
from rulebook.schema.clocks import Target
from rulebook.showing import SECTIONS, entry_of, shown_value
from rulebook.wording import label, words
from rulebook.zones import title_of

# What is told of a book besides its rules, or has a line of its own below.
NOT_ENTRIES = {"schema_", "id", "version", "effective", "params", "clauses", "coverage", "title", "about"}


@dataclass(frozen=True)
class Detail:
    """One key of an entry that differs."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """One thing that differs: its clause, what it is, and how it read before and reads after.

    `cited` are all clauses that it stands under; `details` are the keys of an entry that is in both.
    """

    clause: str
    what: str
    before: str
    after: str
    cited: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()


def differences(before: Book, after: Book) -> list[Difference]:
    """Parameters first, then texts, entries and what executes a clause, in the order of the clauses."""
    found = [*_params(before, after), *_texts(before, after), *_entries(before, after), *_coverage(before, after)]
    order = {number: place for place, number in enumerate([*after.coverage, *before.coverage])}
    return sorted(found, key=lambda one: order.get(one.clause, len(order)))


def changed_clauses(before: Book, after: Book) -> frozenset[str]:
    """Every clause that stands otherwise in `after`."""
    return frozenset(number for one in differences(before, after) for number in one.cited)


def _params(before: Book, after: Book) -> Iterator[Difference]:
    for name in {**before.params, **after.params}:
        old, new = before.params.get(name), after.params.get(name)
        told, becomes = (shown_value(one) if one else _("（无）") for one in (old, new))
        shown = new or old
        if told != becomes and shown:
            cited = clause_numbers(shown.clause)
            yield Difference(cited[0], shown.title or name, told, becomes, cited=cited)


def _texts(before: Book, after: Book) -> Iterator[Difference]:
    for number in {**before.clauses, **after.clauses}:
        old, new = before.clauses.get(number), after.clauses.get(number)
        if old != new:
            told, becomes = (f"{one.title}：{one.text}" if one else _("（无）") for one in (old, new))
            yield Difference(number, _("条文"), told, becomes, cited=(number,))


def _entries(before: Book, after: Book) -> Iterator[Difference]:
    for section in type(after).model_fields:
        old, new = getattr(before, section), getattr(after, section)
        if section in NOT_ENTRIES or old == new:
            continue
        if not (isinstance(old, Mapping) and isinstance(new, Mapping)):
            yield _whole(section, old, new)
            continue
        for name in {**old, **new}:
            if old.get(name) != new.get(name):
                yield _entry(section, name, (before, old.get(name)), (after, new.get(name)))


def _whole(section: str, old: Any, new: Any) -> Difference:
    """A section that is one thing: zones, warranty, time zone."""
    cited = tuple(dict.fromkeys(_clauses_in(new) or _clauses_in(old)))
    what = str(SECTIONS.get(section, section))
    return Difference(cited[0] if cited else "", what, words(old), words(new), cited=cited)


def _clauses_in(part: Any) -> list[str]:
    if isinstance(part, tuple):
        return [number for one in part for number in _clauses_in(one)]
    cited = getattr(part, "clause", None)
    return list(clause_numbers(cited)) if cited else []


def _entry(section: str, name: str, old: tuple[Book, Any], new: tuple[Book, Any]) -> Difference:
    told, becomes = (
        entry_of(book, f"{section}.{name}").text if entry else _("（无）") for book, entry in (old, new)
    )
    cited = _cited(section, name, *new) or _cited(section, name, *old)
    what = entry_of(*((new[0], f"{section}.{name}") if new[1] is not None else (old[0], f"{section}.{name}"))).label
    details = tuple(_details(old, new))
    if told == becomes and not details:
        # Neither has keys: a list of names or a plain value.
        told, becomes = words(old[1]), words(new[1])
    return Difference(cited[0] if cited else "", what, told, becomes, cited=cited, details=details)


def _cited(section: str, name: str, book: Book, entry: Any) -> tuple[str, ...]:
    """The clauses of an entry: its own word, else those that it executes."""
    if entry is None:
        return ()
    own = getattr(entry, "clause", None)
    if own:
        return clause_numbers(own)
    path = f"{section}.{name}"
    return tuple(number for number, done in book.coverage.items() if path in done)


def _details(old: tuple[Book, Any], new: tuple[Book, Any]) -> Iterator[Detail]:
    """The keys that differ of an entry that is in both."""
    if not (isinstance(old[1], Block) and isinstance(new[1], Block)):
        return
    for name in dict.fromkeys((*type(old[1]).model_fields, *type(new[1]).model_fields)):
        values = [getattr(entry, name, None) for _book, entry in (old, new)]
        if values[0] != values[1]:
            told, becomes = (words(_titled(book, one)) for book, one in zip((old[0], new[0]), values, strict=True))
            yield Detail(label(name), told, becomes)


def _titled(book: Book, value: Any) -> Any:
    """Zones and consequences by their titles in place of their ids."""
    if isinstance(value, tuple) and value and all(isinstance(one, Target) for one in value):
        return tuple(one.model_copy(update={"zone": title_of(book, one.zone or "")}) for one in value)
    if isinstance(value, tuple) and value and all(isinstance(one, str) and one in book.consequences for one in value):
        return tuple(book.consequences[one].title or one for one in value)
    return value


def _coverage(before: Book, after: Book) -> Iterator[Difference]:
    """Clauses that are new, gone, or executed by something else."""
    for number in {**before.coverage, **after.coverage}:
        old, new = before.coverage.get(number), after.coverage.get(number)
        if old != new:
            yield Difference(
                number, _("由什么执行"), _executed(before, old), _executed(after, new), cited=(number,)
            )


def _executed(book: Book, done: tuple[str, ...] | None) -> str:
    if done is None:
        return _("（无）")
    return "、".join(entry_of(book, name).label for name in done if name != "statement") or _("陈述，不自动执行")
