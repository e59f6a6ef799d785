"""The equipment maker's book is the whole regulation, every clause once, and quick to read."""

import re
from pathlib import Path
from time import process_time

import pytest

from rulebook import book as books
from rulebook.book import Book, digest_of, parsed
from rulebook.checks.clauses import SECTIONS
from rulebook.events import EVENTS
from rulebook.fields import FIELDS
from rulebook.loader import SHIPPED, load, template
from rulebook.schema.base import clause_numbers
from rulebook.schema.document import Document

CLAUSES = [
    "5", *(f"6.{n}" for n in range(1, 13)), *(f"7.{n}" for n in range(1, 9)), *(f"8.{n}" for n in range(1, 6)),
    *(f"9.{n}" for n in range(1, 13)),
]  # fmt: skip


def test_every_clause_is_covered_once_in_its_order(book: Book) -> None:
    assert list(book.coverage) == list(book.clauses) == CLAUSES


def test_only_what_nothing_executes_is_a_statement(book: Book) -> None:
    assert [clause for clause, names in book.coverage.items() if names == ("statement",)] == ["8.3"]


def test_every_clock_form_and_consequence_is_named_by_the_clauses_it_cites(book: Book) -> None:
    for section in ("slas", "deadlines", "obligations", "approvals", "consequences", "escalations", "checklists"):
        for name, entry in getattr(book, section).items():
            if entry.clause == "9":
                continue
            for clause in clause_numbers(entry.clause):
                assert f"{section}.{name}" in book.coverage[clause]


@pytest.mark.parametrize(
    ("name", "value", "origin", "clause"),
    [
        ("home_province", "重庆市", "blank", "5"),
        ("overseas_arrival", None, "blank", "5"),
        ("waiver_submit", "7d", "reading", "6.2"),
        ("approval_aggregate", "per_request", "reading", "6.4"),
        ("old_part_return", "30d", "blank", "9.2"),
        ("monthly_due_day", 5, "text", "9.4"),
        ("monthly_due_inclusive", True, "reading", "9.4"),
        ("offence_window", "none", "reading", "9.5, 9.10"),
        ("contact_attempts_min", 2, "reading", "9.7"),
        ("part_price_basis", "ex_works_price", "reading", "6.4"),
        ("shipping_days", "calendar", "reading", "6.6"),
        ("follow_up_within", "3d", "reading", "6.12"),
        ("unreachable_attempts", 3, "reading", "6.12"),
        ("reply_to_enquiry", "1d", "reading", "8.2"),
        ("mismatch_base", "ex_works_price", "reading", "9.2"),
        ("repeat_window", "12mo", "text", "9.2"),
        ("monthly_due_until", "24:00", "reading", "9.4"),
        ("holiday_shift", False, "reading", "9.4"),
        ("daily_report_cutoff", "24:00", "reading", "9.1"),
        ("daily_report_sampling", 100, "reading", "9.1"),
        ("trip_min_days", 60, "text", "9.8"),
        ("leave_max_days", 7, "text", "9.8"),
        ("appeal_submit", "15d", "reading", "9"),
        ("satisfaction_scale", "1_to_5", "reading", "7.8"),
    ],
)
def test_parameters_have_their_value_and_origin(book: Book, name: str, value: object, origin: str, clause: str) -> None:
    param = book.params[name]

    assert (param.value, param.origin, param.clause) == (value, origin, clause)
    assert param.title


def test_every_reading_gives_its_reason(book: Book) -> None:
    assert [name for name, param in book.params.items() if param.origin == "reading" and not param.why] == []


def test_a_visit_asks_seven_questions(book: Book) -> None:
    assert len(book.surveys["visit"].items) == 7


def test_clauses_have_a_title_and_words_of_our_own(book: Book) -> None:
    for told in book.clauses.values():
        assert re.search(r"[\u4e00-\u9fff]", told.title)
        assert len(told.text) > 5


def test_every_event_carries_known_facts() -> None:
    for event in EVENTS.values():
        assert event.fields <= set(FIELDS), event.name
        assert str(event.label)


def test_sections_are_all_there(book: Book) -> None:
    empty = [name for name in SECTIONS if not getattr(book, name) and name not in ("areas", "returns")]

    assert empty == []


def test_reading_the_book_is_quick() -> None:
    started = process_time()
    load(SHIPPED / "equipment-maker.yaml")

    assert process_time() - started < 0.3


def test_a_stored_document_is_parsed_once(document: dict[str, object]) -> None:
    digest = digest_of(document)

    assert parsed(digest, document) is parsed(digest, document)
    assert books.kept(digest) is parsed(digest, document)


def test_equal_documents_have_one_digest() -> None:
    one = template("equipment-maker")
    other = dict(reversed(template("equipment-maker").items()))

    assert digest_of(one) == digest_of(other)
    assert digest_of(one) != digest_of({**one, "version": 2})


def test_a_book_never_changes(book: Book) -> None:
    with pytest.raises(ValueError, match="frozen"):
        book.tz = "UTC"  # type: ignore[misc]


def test_the_reference_names_every_section(root: Path) -> None:
    told = (root / "docs" / "reference" / "rulebook.md").read_text(encoding="utf-8")
    sections = [field.alias or name for name, field in Document.model_fields.items()]

    assert [name for name in sections if f"`{name}`" not in told] == []
