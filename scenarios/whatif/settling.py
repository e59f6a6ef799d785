"""Of several entries of one matter only some stand: the book's groups, on plain values, as the judgement does it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rulebook import groups
from rulebook.book import Book
from rulebook.groups import Group
from scenarios.whatif.entries import Entry


def settle(book: Book, entries: Iterable[Entry]) -> None:
    """Let only those stand that the groups of `book` keep; tiers first, what a tier took is weighed no more."""
    listed = list(entries)
    for field, find in (("tier_key", groups.tier_of), ("group_key", groups.group_of)):
        for rivals in _together(field, listed):
            group = find(book, rivals[0].consequence)
            if group is not None and group.keep != "all":
                _settle(group, rivals)


def spans_facts(book: Book, entry: Entry) -> bool:
    """Whether an entry may be weighed against one of another fact: it must wait for that."""
    found = [groups.group_of(book, entry.consequence) if entry.group_key else None]
    found.append(groups.tier_of(book, entry.consequence) if entry.tier_key else None)
    return any(group is not None and len(_events(book, group)) > 1 for group in found)


def _events(book: Book, group: Group) -> set[str]:
    return {event for name in group.members if name in book.consequences for event in book.consequences[name].events}


def _together(field: str, entries: Sequence[Entry]) -> list[list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        # What has fallen is kept: it takes along what falls together.
        if (key := getattr(entry, field)) and (entry.stands or entry.fallen):
            found[key].append(entry)
    return [rivals for rivals in found.values() if len(rivals) > 1]


def _settle(group: Group, rivals: Sequence[Entry]) -> None:
    alive = [entry for entry in rivals if entry.stands]
    if group.waive_together and len(alive) < len(rivals):
        losers = [entry for entry in alive if not entry.counted]
    elif len(alive) > 1:
        losers = _losers(group, alive)
    else:
        losers = []
    for entry in losers:
        entry.stands = entry.counted = False


def _losers(group: Group, alive: Sequence[Entry]) -> list[Entry]:
    winner = alive[groups.winner(group, [(entry.consequence, entry.weight) for entry in alive])]
    if not isinstance(group.keep, tuple):
        return [entry for entry in alive if entry is not winner]
    if winner.consequence not in group.keep:
        return []
    return [
        entry for entry in alive
        if entry is not winner and (entry.consequence != winner.consequence or entry.person == winner.person)
    ]  # fmt: skip
