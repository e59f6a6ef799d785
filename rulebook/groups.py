"""Several consequences of one matter of which only some stand (reading 0.10, E1, X1, X12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rulebook.book import Book


@dataclass(frozen=True)
class Group:
    """A group of the book with its id; `keep` is highest, all, or the ids of those that win."""

    id: str
    members: tuple[str, ...]
    same_by: tuple[str, ...]
    keep: str | tuple[str, ...]
    waive_together: bool


def groups_of(book: Book, consequence: str) -> tuple[Group, ...]:
    """Every group to which a consequence belongs, in the order of the book."""
    return tuple(
        Group(name, group.members, group.same_by, group.keep, group.waive_together)
        for name, group in book.groups.items()
        if consequence in group.members
    )


def group_of(book: Book, consequence: str) -> Group | None:
    """The first group that weighs a consequence against others."""
    return next((group for group in groups_of(book, consequence) if not isinstance(group.keep, tuple)), None)


def tier_of(book: Book, consequence: str) -> Group | None:
    """The first group in which consequences that the book names go before the others, whatever they weigh."""
    return next((group for group in groups_of(book, consequence) if isinstance(group.keep, tuple)), None)


def key(group: Group, facts: Mapping[str, Any], person_id: int) -> str:
    """What entries of one matter have in common; empty, so never grouped, where one of its facts is missing."""
    values = [person_id if name == "person" else facts.get(name) for name in group.same_by]
    # Else every incident that is about no complaint would be one matter.
    if any(value in (None, "") for value in values):
        return ""
    return ":".join(str(value) for value in (group.id, *values))


def winner(group: Group | None, entries: Sequence[tuple[str, Decimal]]) -> int:
    """Which of the (consequence, weight) entries stands: the named winner, else the heaviest.

    The weight of a range is its upper bound, of a free amount 0; on a tie the first member of the group wins.
    """
    members = group.members if group else ()
    named = group.keep if group and isinstance(group.keep, tuple) else ()

    def rank(index: int) -> tuple[bool, Decimal, int, int]:
        name, weight = entries[index]
        place = members.index(name) if name in members else len(members)
        return name in named, weight, -place, -index

    return max(range(len(entries)), key=rank)
