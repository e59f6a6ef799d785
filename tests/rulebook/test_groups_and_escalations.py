"""One matter, one entry; repetition counts (0.10, E1, X1, X4, X12)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.book import Book
from rulebook.escalations import counting, triggers
from rulebook.groups import Group, group_of, groups_of, key, winner

LATE = Group("late", ("late_arrival", "urgent_late"), ("ticket_cycle", "person"), "highest", True)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([("late_arrival", 1000), ("urgent_late", 500)], 0),
        ([("urgent_late", 500), ("late_arrival", 1000)], 1),
        ([("urgent_late", 500), ("late_arrival", 500)], 1),
        ([("late_arrival", 500), ("late_arrival", 500)], 0),
        ([("urgent_late", 0), ("late_arrival", 0)], 1),
    ],
)
def test_the_highest_stays_and_on_a_tie_the_first_member(entries: list[tuple[str, int]], expected: int) -> None:
    assert winner(LATE, [(name, Decimal(weight)) for name, weight in entries]) == expected


def test_conduct_stays_against_a_range_up_to_the_same_amount(book: Book) -> None:
    group = group_of(book, "conduct")

    assert winner(group, [("complaint_department", Decimal(500)), ("conduct", Decimal(500))]) == 1


def test_a_named_winner_needs_no_weight(book: Book) -> None:
    tier = groups_of(book, "complaint_department")[1]

    assert tier.id == "complaint_tier"
    assert winner(tier, [("complaint_department", Decimal(900)), ("complaint_general_manager", Decimal(500))]) == 1


@given(st.lists(st.tuples(st.sampled_from(LATE.members), st.decimals(0, 9999, places=2)), min_size=1, max_size=6))
def test_nobody_outweighs_the_winner(entries: list[tuple[str, Decimal]]) -> None:
    assert entries[winner(LATE, entries)][1] == max(weight for _, weight in entries)


def test_entries_of_one_cycle_and_person_share_a_key() -> None:
    assert key(LATE, {"ticket_cycle": "12:1"}, 7) == "late:12:1:7"
    assert key(LATE, {"ticket_cycle": "12:2"}, 7) != key(LATE, {"ticket_cycle": "12:1"}, 7)
    assert key(LATE, {"ticket_cycle": "12:1"}, 8) != key(LATE, {"ticket_cycle": "12:1"}, 7)


@pytest.mark.parametrize("facts", [{}, {"complaint": None}, {"complaint": ""}])
def test_without_the_common_fact_nothing_is_grouped(book: Book, facts: dict[str, str]) -> None:
    group = group_of(book, "conduct")
    assert group is not None

    assert key(group, facts, 7) == ""


def test_a_consequence_alone_has_no_group(book: Book) -> None:
    assert group_of(book, "card_fake") is None
    assert winner(None, [("card_fake", Decimal(500))]) == 0


def dated(*days: str) -> list[tuple[int, date]]:
    return [(number, date.fromisoformat(day)) for number, day in enumerate(days, start=1)]


@pytest.mark.parametrize(
    ("window", "days", "expected"),
    [
        ("none", dated("2026-03-02", "2026-03-10"), set()),
        ("none", dated("2024-05-14", "2025-06-03", "2026-01-20"), {3}),
        ("none", dated("2026-03-02", "2026-03-10", "2026-03-18", "2026-03-19"), {3, 4}),
        ("calendar_year", dated("2024-05-14", "2025-06-03", "2026-01-20"), set()),
        ("calendar_year", dated("2026-01-01", "2026-06-01", "2026-12-31"), {3}),
        ("calendar_year", dated("2025-12-31", "2026-06-01", "2026-12-31"), set()),
        ("rolling_12mo", dated("2025-06-20", "2025-12-08", "2026-05-11"), {3}),
        ("rolling_12mo", dated("2025-06-20", "2025-12-08", "2026-06-20"), {3}),
        ("rolling_12mo", dated("2025-06-20", "2025-12-08", "2026-06-21"), set()),
    ],
)
def test_more_than_twice_is_the_third_time(
    book: Book, window: str, days: list[tuple[int, date]], expected: set[int]
) -> None:
    (fake,) = counting(book, "card_fake")

    assert triggers(fake, days, window) == expected


def test_occurring_twice_is_the_second_time(book: Book) -> None:
    (desertion,) = counting(book, "deserted")

    assert triggers(desertion, dated("2026-03-05"), "none") == set()
    assert triggers(desertion, dated("2026-04-14", "2026-03-05"), "none") == {1}


def test_other_false_papers_and_other_limbs_are_not_counted(book: Book) -> None:
    for consequence in ("message_falsified", "part_falsified", "no_effective_measure", "urgent_late"):
        assert counting(book, consequence) == []


def test_an_escalation_ends_the_post_by_the_head(book: Book) -> None:
    (fake,) = counting(book, "card_fake")

    assert (fake.id, fake.clause, fake.window, fake.decide) == ("fake_cards", "9.5", "none", "dept_head")
    assert [effect.do for effect in fake.do] == ["off_post"]


@given(
    st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1)), max_size=8),
    st.sampled_from(["none", "calendar_year", "rolling_12mo"]),
)
def test_one_offence_more_never_lowers_the_count(book: Book, days: list[date], window: str) -> None:
    (fake,) = counting(book, "card_fake")
    all_of_them = list(enumerate(sorted(days)))

    assert triggers(fake, all_of_them[:-1], window) <= triggers(fake, all_of_them, window)
