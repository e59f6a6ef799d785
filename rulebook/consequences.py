"""What a book makes of an event: the consequences whose conditions hold, for whom, decided by whom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rulebook.book import Book
from rulebook.conditions import holds
from rulebook.schema.consequences import Consequence, Effect


@dataclass(frozen=True)
class Match:
    """One consequence for one kind of person; a split consequence gives one match per share, under the same id."""

    id: str
    clause: str
    who: str
    decide: str
    detect: str
    per: str
    effects: tuple[Effect, ...]
    takes_effect: str = "confirmed"
    title: str = ""


def matching(book: Book, event: str, facts: Mapping[str, Any]) -> list[Match]:
    """The consequences of `event` under these facts, in the order of the book."""
    return [
        match
        for name, consequence in book.answers.get(event, ())
        if holds(consequence.when, facts)
        for match in _matches(name, consequence, facts)
    ]


def clause_against(book: Book, event: str) -> str:
    """The clause by which the book answers `event` at all; empty where it does not mind."""
    return next((consequence.clause for _name, consequence in book.answers.get(event, ())), "")


def _matches(name: str, consequence: Consequence, facts: Mapping[str, Any]) -> Iterator[Match]:
    for who, effects in _shares(consequence, facts):
        yield Match(
            id=name,
            clause=consequence.clause,
            who=who,
            decide=consequence.decide,
            detect=consequence.detect,
            per=consequence.per,
            effects=effects,
            takes_effect=consequence.takes_effect,
            title=consequence.title or "",
        )


def _shares(consequence: Consequence, facts: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Effect, ...]]]:
    if consequence.who is not None:
        yield consequence.who, consequence.effects()
    for share in consequence.split:
        if holds(share.when, facts):
            yield share.who, share.effects()
