"""Until which day service is free of charge, and by which clause (5a, 5b, 9.2i)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rulebook.book import Book
from rulebook.conditions import holds
from rulebook.durations import Duration, last_day
from rulebook.fields import FIELDS
from rulebook.schema.coverage import RepairGuarantee


@dataclass(frozen=True)
class Verdict:
    """Whether a machine is in warranty; `covered` None where its start is unknown; `ends_on` the last covered day."""

    covered: bool | None
    clause: str
    ends_on: date | None
    term: str
    formula: str


def verdict(book: Book, facts: Mapping[str, Any], *, on: date) -> Verdict:
    """The warranty of the machine that `facts` describe, on a local day. The first day is not counted, the last is."""
    warranty = book.warranty
    if warranty is None:
        return Verdict(None, "", None, "", "制度没有保修条款")
    clause = warranty.clause or cited_for(book, "warranty")
    duration = _term(book, facts)
    label, start = FIELDS[warranty.start].label, as_date(facts.get(warranty.start))
    if start is None or duration is None:
        return Verdict(None, clause, None, str(duration or ""), f"{label}不明，无法判断是否在保修期内")
    ends_on = last_day(start, duration)
    excluded = next((rule for rule in warranty.exclusions if holds(rule.when, facts)), None)
    if excluded:
        return Verdict(False, excluded.clause, ends_on, str(duration), f"不在保修范围：{excluded.title}")
    return Verdict(on <= ends_on, clause, ends_on, str(duration), _formula(str(label), start, duration, ends_on, on))


def guarantee_until(book: Book, facts: Mapping[str, Any], *, completed_on: date) -> date | None:
    """The last day on which a repair completed on that day is guaranteed; None where the book guarantees nothing."""
    rule = guarantee(book)
    if rule is None or not holds(rule.when, facts):
        return None
    duration = rule.span.duration(dict(facts))
    return last_day(completed_on, duration) if duration else None


def guarantee(book: Book) -> RepairGuarantee | None:
    """The book's guarantee of a repair, with its clause."""
    return book.warranty.repair_guarantee if book.warranty else None


def as_date(value: Any) -> date | None:
    """A day given as a date or as ISO text."""
    if isinstance(value, datetime):
        raise TypeError("a local day is needed, not an instant")
    return date.fromisoformat(value) if isinstance(value, str) and value else value or None


def cited_for(book: Book, name: str) -> str:
    """The first clause that the book says `name` executes."""
    return next((clause for clause, names in book.coverage.items() if name in names), "")


def _term(book: Book, facts: Mapping[str, Any]) -> Duration | None:
    terms = book.warranty.terms if book.warranty else ()
    found = next((term for term in terms if holds(term.when, facts)), None)
    return found.span.duration(dict(facts)) if found else None


def _formula(label: str, start: date, duration: Duration, ends_on: date, on: date) -> str:
    inside = "在保修期内" if on <= ends_on else "已过保修期"
    return f"{label} {start} + {duration.text}（首日不计）→ {ends_on} 24:00 止；{on} {inside}"
