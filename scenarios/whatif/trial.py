"""The book that is tried: read, its blanks filled as the company fills them, and never saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rulebook.book import Book, digest_of, parsed, plain, validated
from rulebook.changes import changed
from rulebook.loader import written_of
from rulebook.models import BookDocument, RulebookVersion
from rulebook.reader import Written


@dataclass(frozen=True)
class Trial:
    """A version that exists in memory only; `filled` are the blank parameters that took the company's own values."""

    version: RulebookVersion
    filled: tuple[str, ...] = ()

    @property
    def book(self) -> Book:
        return self.version.book


def trial_of(source: Path | str | Mapping[str, Any], *, like: Book | None = None) -> Trial:
    """The book in a file, a YAML text or a document; BookErrors with every place that is wrong.

    Required parameters that the book leaves blank are taken from `like`, the book in force: a template is tried as
    the company would publish it.
    """
    written = Written(plain(source), {}) if isinstance(source, Mapping) else written_of(source)
    book = validated(written.document, written.lines, written.errors)
    known = like.params if like is not None and like.id == book.id else {}
    given = {name: known[name].value for name in book.blanks() if name in known and not known[name].blank}
    document = plain(changed(plain(written.document), plain(given)))
    return Trial(_unsaved(document, book), tuple(given))


def _unsaved(document: dict[str, Any], book: Book) -> RulebookVersion:
    digest = digest_of(document)
    parsed(digest, document)
    content = BookDocument(digest=digest, document=document)
    return RulebookVersion(slug=book.id, number=book.version, content=content, effective_from=book.effective.since)
