"""Repetition: which confirmed offences of one person bring the count to where the book asks for more (X4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rulebook.book import Book
from rulebook.durations import add_months
from rulebook.schema.consequences import Effect, Threshold


@dataclass(frozen=True)
class Escalation:
    """An escalation of the book with its id."""

    id: str
    clause: str
    counts: tuple[str, ...]
    window: str
    at: Threshold
    do: tuple[Effect, ...]
    decide: str


def counting(book: Book, consequence: str) -> list[Escalation]:
    """The escalations that count a consequence."""
    return [
        Escalation(name, entry.clause, entry.counts, entry.window, entry.at, entry.effects(), entry.decide)
        for name, entry in book.escalations.items()
        if consequence in entry.counts
    ]


def triggers(escalation: Escalation, dated: Iterable[tuple[int, date]], window: str) -> set[int]:
    """The offences at which the count within `window`, themselves included, satisfies the threshold.

    `window` is none (all that ever happened), calendar_year, or rolling_12mo (an offence counts up to and
    including the day twelve months after it).
    """
    ordered = sorted(dated, key=lambda pair: (pair[1], pair[0]))
    found = set()
    for index, (offence, day) in enumerate(ordered):
        counted = sum(within(window, earlier, day) for _, earlier in ordered[: index + 1])
        if escalation.at.met_by(counted):
            found.add(offence)
    return found


def within(window: str, earlier: date, day: date) -> bool:
    """Whether an offence of the day `earlier` still counts on `day`."""
    if window == "calendar_year":
        return earlier.year == day.year
    if window == "rolling_12mo":
        return day <= add_months(earlier, 12)
    return True
