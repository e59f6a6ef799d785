"""Every shipped book is whole: it loads, covers each clause once, and says where each number comes from."""

from pathlib import Path

import pytest

from accounts.acts import ACTS
from rulebook.book import Book
from rulebook.loader import load, shipped
from rulebook.offers import offers
from rulebook.schema.base import clause_numbers

SLUGS = ["appliance-service", "equipment-maker", "security-systems"]


@pytest.fixture(params=shipped(), ids=lambda path: path.stem)
def shipped_book(request: pytest.FixtureRequest) -> Book:
    path: Path = request.param
    return load(path)


def test_three_trades_are_shipped_each_under_its_own_slug() -> None:
    assert [load(path).id for path in shipped()] == [path.stem for path in shipped()] == SLUGS


def test_every_clause_has_words_and_is_covered_once_in_its_order(shipped_book: Book) -> None:
    assert list(shipped_book.coverage) == list(shipped_book.clauses)
    assert all(told.title and told.text for told in shipped_book.clauses.values())


def test_whatever_runs_is_named_by_the_clauses_it_cites(shipped_book: Book) -> None:
    named = {
        (section, name, clause)
        for section in ("slas", "obligations", "consequences", "escalations", "checklists", "surveys")
        for name, entry in getattr(shipped_book, section).items()
        for clause in clause_numbers(entry.clause)
    }

    assert [
        f"{section}.{name}" for section, name, clause in sorted(named)
        if f"{section}.{name}" not in shipped_book.coverage[clause]
    ] == []  # fmt: skip


def test_our_own_readings_give_a_reason_and_blanks_a_title(shipped_book: Book) -> None:
    for name, param in shipped_book.params.items():
        assert param.title, name
        assert param.why or param.origin == "text", name


def test_every_offer_tells_itself_in_one_line(shipped_book: Book) -> None:
    offer = next(offer for offer in offers() if offer.slug == shipped_book.id)

    assert offer.title
    assert offer.about
    assert "\n" not in offer.title + offer.about
    assert shipped_book.title.en
    assert shipped_book.about
    assert shipped_book.about.en


def test_acts_cite_clauses_of_the_book_and_acts_of_the_product(shipped_book: Book) -> None:
    assert shipped_book.acts["report_fault"]
    assert set(shipped_book.acts) <= set(ACTS)
    cited = {clause for text in shipped_book.acts.values() for clause in clause_numbers(text)}
    assert cited <= set(shipped_book.clauses)
