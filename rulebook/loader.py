"""Books as files: read, composed with the book that they extend, validated."""

from pathlib import Path
from typing import Any

from rulebook.book import Book, validated
from rulebook.changes import UnknownPath, changed
from rulebook.errors import BookError, BookErrors
from rulebook.reader import Written, read

SHIPPED = Path(__file__).parent / "books"


def load(source: Path | str) -> Book:
    """The book in a file, or in a YAML text; BookErrors with every error, its path and its line."""
    written = written_of(source)
    return validated(written.document, written.lines, written.errors)


def written_of(source: Path | str) -> Written:
    """What is written in a file or a text, variants composed."""
    text = source if isinstance(source, str) and "\n" in source else Path(source).read_text(encoding="utf-8")
    written = read(text)
    if isinstance(written.document, dict) and "extends" in written.document:
        _compose(written)
    return written


def template(slug: str) -> dict[str, Any]:
    """The document of a shipped book, blanks and all; BookErrors where no such book is shipped."""
    path = SHIPPED / f"{slug}.yaml"
    if path not in shipped():
        raise BookErrors([BookError("", f"没有随产品提供的制度“{slug}”")])
    document: dict[str, Any] = written_of(path).document
    return document


def shipped() -> list[Path]:
    """The books that the product brings along."""
    return sorted(SHIPPED.glob("*.yaml"))


def _compose(written: Written) -> None:
    """Put a variant's own keys and its `overrides` (by dotted path) on top of the book that it extends."""
    own = dict(written.document)
    base, overrides = own.pop("extends"), own.pop("overrides", {}) or {}
    try:
        document = changed(template(str(base)), overrides)
    except BookErrors as missing:
        written.refuse(("extends",), written.lines[("extends",)], str(missing))
    except UnknownPath as unknown:
        written.refuse(("overrides", unknown.path), written.lines.get(("overrides",), 1), str(unknown))
    else:
        written.document = document | own
