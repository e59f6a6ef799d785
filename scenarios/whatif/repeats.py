"""Repetition: at which offence of the span each book would first ask for more, counted over all that went before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.subjects import Subject
from rulebook import amounts, escalations
from rulebook.book import Book
from rulebook.escalations import Escalation
from scenarios.whatif.cases import Case
from scenarios.whatif.decisions import amount_of
from scenarios.whatif.entries import Entry, Pair

PREFIX = "escalation."


@dataclass
class Offences:
    """Counted offences by person, under one book: what was confirmed before the span, and the entries of the span."""

    book: Book
    earlier: Mapping[int, Sequence[tuple[str, date]]]
    found: dict[int, list[Entry]] = field(default_factory=lambda: defaultdict(list))

    def note(self, entry: Entry) -> None:
        """Keep an entry of the span if the book counts it."""
        if entry.stands and entry.counted and any(escalations.counting(self.book, entry.consequence)):
            self.found[entry.person].append(entry)

    def reached(self) -> dict[tuple[str, int], Entry]:
        """By escalation and person, what the book would ask for in the span: once, as long as its effect lasts."""
        told: dict[tuple[str, int], Entry] = {}
        for person, entries in self.found.items():
            for escalation in _escalations(self.book, {entry.consequence for entry in entries}):
                day = self._first(escalation, person, entries)
                if day is not None:
                    told[escalation.id, person] = _entry(self.book, escalation, person, day)
        return told

    def _first(self, escalation: Escalation, person: int, entries: Sequence[Entry]) -> date | None:
        """The day of the offence that reaches the threshold; None where it was reached before the span."""
        before = [day for name, day in self.earlier.get(person, ()) if name in escalation.counts]
        days = [entry.day for entry in entries if entry.consequence in escalation.counts]
        dated = list(enumerate([*sorted(before), *sorted(days)]))
        hit = min(escalations.triggers(escalation, dated, escalation.window), default=None)
        return None if hit is None or hit < len(before) else dated[hit][1]


def compared(before: Offences, after: Offences) -> list[Pair]:
    """The escalations of both books, matched by id and person; they are about the person, not about a single fact."""
    old, new = before.reached(), after.reached()
    return [
        Pair(Case(None, None, Subject("accounts.person", person)), old.get((name, person)), new.get((name, person)))
        for name, person in {**old, **new}
    ]


def counted_by(books: Iterable[Book]) -> frozenset[str]:
    """Every consequence that an escalation of one of the books counts."""
    return frozenset(name for book in books for entry in book.escalations.values() for name in entry.counts)


def _escalations(book: Book, names: Iterable[str]) -> list[Escalation]:
    found = {one.id: one for name in sorted(names) for one in escalations.counting(book, name)}
    return list(found.values())


def _entry(book: Book, escalation: Escalation, person: int, day: date) -> Entry:
    effects = [amounts.resolve(effect, {}, quantity=1) for effect in escalation.do]
    amount, open_ = amount_of(effects, None)
    return Entry(
        consequence=f"{PREFIX}{escalation.id}", clause=escalation.clause,
        title=book.escalations[escalation.id].title or escalation.id, person=person, amount=amount, weight=Decimal(0),
        day=day, month=f"{day:%Y-%m}", formula="", does=tuple(str(effect["do"]) for effect in effects), counted=False,
        open=open_,
    )  # fmt: skip
