"""Whatever stands in a document, it is a book or a list of errors, never a crash."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook.book import validated
from rulebook.changes import UnknownPath, changed
from rulebook.errors import BookErrors
from rulebook.loader import template
from rulebook.reader import read
from tests.support import company

TEXT = json.dumps(changed(template("equipment-maker"), company.BLANKS), default=str)
ODD: list[Any] = [
    None, 0, 1, -1, 1.5, 10**12, True, "", " ", "$nobody", "$", "24:00", "2026-13-01", "6.1.2", "x", [], {}, [None],
    [[1]], {"any": []}, {"any": {}}, {"eq": {}}, {"fixed": None}, {"range": [1]}, {"of": 1},
    {"zone": None, "within": None},
]  # fmt: skip


def walk(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    pairs = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for step, below in pairs:
        yield (*path, step)
        yield from walk(below, (*path, step))


PATHS = list(walk(json.loads(TEXT)))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


def told_about(document: Any) -> list[str] | None:
    """The messages about a document; None where it is a book."""
    try:
        validated(document)
    except BookErrors as errors:
        return [error.message for error in errors.errors]
    return None


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PATHS), st.sampled_from(ODD) | JSON)
def test_any_value_anywhere_is_a_book_or_errors_with_a_path(path: tuple[Any, ...], value: Any) -> None:
    document = json.loads(TEXT)
    here = document
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value

    messages = told_about(document)

    assert messages is None or (messages and all(messages))


@settings(max_examples=100, deadline=None)
@given(JSON)
def test_any_document_is_refused_with_errors(document: Any) -> None:
    with pytest.raises(BookErrors):
        validated(document)


@settings(max_examples=200)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    written = read(text)

    assert isinstance(written.document, dict) or written.errors


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="abc.params_", max_size=20), JSON)
def test_any_change_is_made_or_refused(path: str, value: Any) -> None:
    document = json.loads(TEXT)

    with suppress(UnknownPath):
        changed(document, {path: value})

    assert document == json.loads(TEXT)


CHOKING = ("2026-02-30", "1" * 5000, "!!int abc", "!!timestamp abc", "!!python/name:os.system x", r'"a\0b"')


@pytest.mark.parametrize("value", CHOKING)
def test_a_value_that_yaml_itself_chokes_on_is_told_with_its_line(value: str) -> None:
    (fault,) = read(f"id: x\nday: {value}\n").errors
    assert (fault.path, fault.line) == ("day", 2)
