"""Reading clauses and versions."""

import pytest

from rulebook.book import Book
from rulebook.models import RulebookVersion
from rulebook.selectors import clause_lines, clause_text, in_force
from tests.rulebook.conftest import NOW


def test_a_clause_has_its_words(book: Book) -> None:
    told = clause_text(book, "6.2")

    assert told is not None
    assert told.title == "派工与到场"
    assert clause_text(book, "5, 6.2") == clause_text(book, "5")
    assert clause_text(book, "9") is None


def test_every_clause_is_listed_with_what_executes_it(book: Book) -> None:
    lines = {line.number: line for line in clause_lines(book)}

    assert len(lines) == 38
    assert lines["8.3"].executes == ()
    assert "slas.arrival" in lines["6.2"].executes


def test_the_version_in_force_costs_one_query_and_its_book_none_later(
    first: RulebookVersion, django_assert_num_queries: object
) -> None:
    assert first.book

    with django_assert_num_queries(1):  # type: ignore[operator]
        assert in_force(now=NOW).book is first.book


@pytest.mark.parametrize("again", range(2))
def test_a_document_is_stored_once(first: RulebookVersion, again: int) -> None:
    assert first.content.document["id"] == "equipment-maker"
