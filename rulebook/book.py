"""A validated book: the document with its parameters put in, immutable, parsed once for the life of the process."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from rulebook import checks
from rulebook.conditions import holds
from rulebook.errors import BookError, BookErrors, Steps, from_schema, located
from rulebook.events import clock_of
from rulebook.needs import paths_of_clocks, paths_of_report
from rulebook.references import resolved
from rulebook.schema.clocks import Excuse
from rulebook.schema.consequences import Consequence
from rulebook.schema.document import Document
from rulebook.schema.notices import Notice

# Old versions stay in use for as long as objects are bound to them; a handful is read at any one time.
KEPT = 32
_parsed: dict[str, "Book"] = {}


class Book(Document):
    """What engines read. Everything in it is plain data; the rules that use it are functions of this app."""

    @property
    def zone_info(self) -> ZoneInfo:
        """The time zone in which its days are counted."""
        return ZoneInfo(self.tz)

    def param(self, name: str) -> Any:
        """The value of a parameter; KeyError where the book has none of that name."""
        return self.params[name].value

    def blanks(self) -> tuple[str, ...]:
        """The required parameters that a company must still fill before the book can take effect."""
        return tuple(name for name, param in self.params.items() if param.blank)

    @cached_property
    def answers(self) -> Mapping[str, Sequence[tuple[str, Consequence]]]:
        """The consequences by the event that they answer, in the order of the book."""
        found: dict[str, list[tuple[str, Consequence]]] = {}
        for name, consequence in self.consequences.items():
            for event in consequence.events:
                found.setdefault(event, []).append((name, consequence))
        return found

    @cached_property
    def report_facts(self) -> frozenset[str]:
        """Every fact by which a report is judged."""
        return paths_of_report(self)

    @cached_property
    def clock_facts(self) -> frozenset[str]:
        """Every fact by which the target of a clock is chosen or counted."""
        return paths_of_clocks(self)

    def asks_for(self, prefix: str) -> bool:
        """Whether a report is judged by a fact whose path begins with `prefix`, so that it must be looked up."""
        return any(path.startswith(prefix) for path in self.report_facts)

    def excuse_for(self, event: str) -> Excuse | None:
        """By what a consequence of `event` may be waived; None where the decider's word is enough (E5)."""
        clock = clock_of(event)
        sla = self.slas.get(clock[1]) if clock and clock[0] == "slas" else None
        return sla.excuse if sla else None

    def notices_for(self, event: str, facts: Mapping[str, Any] | None = None) -> tuple[Notice, ...]:
        """Whom the book wants told when `event` happens."""
        named = (notice for notice in self.notices.values() if notice.event == event)
        return tuple(notice for notice in named if holds(notice.when, facts or {}))


def validated(document: Any, lines: Mapping[Steps, int] | None = None, found: Iterable[BookError] = ()) -> Book:
    """The book that `document` describes; BookErrors with everything that is wrong with it, `found` included.

    Blank required parameters are no error here: they keep a book from being published, not from being read.
    """
    lines, errors = lines or {}, list(found)
    if not isinstance(document, dict):
        raise BookErrors(errors or [BookError("", "文件应为键值结构")])
    plain = resolved(document, lines, errors)
    try:
        book = Book.model_validate(plain)
    except ValidationError as invalid:
        raise BookErrors([*errors, *_distinct(invalid, plain, lines)]) from None
    errors += [located(steps, message, lines) for steps, message in checks.problems(book)]
    if errors:
        raise BookErrors(errors)
    return book


def _distinct(invalid: ValidationError, plain: Any, lines: Mapping[Steps, int]) -> list[BookError]:
    found = [from_schema(detail, plain, lines) for detail in invalid.errors(include_url=False)]
    return list(dict.fromkeys(found))


def kept(digest: str) -> Book | None:
    """The book parsed before under this digest, if it is still kept."""
    return _parsed.get(digest)


def parsed(digest: str, document: Any) -> Book:
    """The book of a stored document, kept under its digest."""
    if digest not in _parsed:
        while len(_parsed) >= KEPT:
            _parsed.pop(next(iter(_parsed)))
        _parsed[digest] = validated(document)
    return _parsed[digest]


def canonical(document: Any) -> str:
    """One text for equal documents: what is hashed, and what the schema reads."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_text)


def digest_of(document: Any) -> str:
    return hashlib.sha256(canonical(document).encode()).hexdigest()


def plain(value: Any) -> Any:
    """`value` as JSON holds it: dates and exact decimals as text."""
    return json.loads(json.dumps(value, default=_text))


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(value)
    return str(value.isoformat())
