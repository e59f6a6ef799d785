"""Who signs which amount, to the cent; calendar periods (6.4, 6.8, 6.9, 7.8)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.bands import index_of, signer, signers
from rulebook.book import Book
from rulebook.papers import missing
from rulebook.periods import next_period, period_of


@pytest.mark.parametrize("approval", ["parts_issue", "service_fee", "purchase"])
@pytest.mark.parametrize(
    ("amount", "role"),
    [
        ("0", "service_supervisor"),
        ("299.99", "service_supervisor"),
        ("300", "service_supervisor"),
        ("300.00", "service_supervisor"),
        ("300.001", "dept_head"),
        ("300.01", "dept_head"),
        ("1000.00", "dept_head"),
        ("1000.01", "general_manager"),
        ("99999999", "general_manager"),
    ],
)
def test_the_exact_amount_decides_who_signs(book: Book, approval: str, amount: str, role: str) -> None:
    assert signer(book, approval, Decimal(amount)) == role


def test_a_higher_band_need_not_wait_for_the_lower(book: Book) -> None:
    assert signers(book, "parts_issue", Decimal("300.01")) == ("dept_head", "general_manager")


@pytest.mark.parametrize("amount", [-1, 300.01])
def test_what_is_no_amount_is_refused(book: Book, amount: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        signer(book, "parts_issue", amount)


@given(st.decimals(min_value=0, max_value=10**9, places=3))
def test_exactly_one_band_holds_every_amount(book: Book, amount: Decimal) -> None:
    bands = book.approvals["parts_issue"].bands
    holding = [
        band for band in bands if (band.gt is None or amount > band.gt) and (band.le is None or amount <= band.le)
    ]

    assert holding == [bands[index_of(book, "parts_issue", amount)]]


@given(st.decimals(min_value=0, max_value=5000, places=2), st.decimals(min_value=0, max_value=5000, places=2))
def test_a_higher_amount_never_has_a_lower_signer(book: Book, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))

    assert index_of(book, "parts_issue", low) <= index_of(book, "parts_issue", high)


@pytest.mark.parametrize(
    ("day", "every", "name", "first", "last"),
    [
        ("2026-03-31", "quarter", "2026Q1", "2026-01-01", "2026-03-31"),
        ("2026-04-01", "quarter", "2026Q2", "2026-04-01", "2026-06-30"),
        ("2026-12-31", "quarter", "2026Q4", "2026-10-01", "2026-12-31"),
        ("2026-06-30", "half_year", "2026H1", "2026-01-01", "2026-06-30"),
        ("2026-07-01", "half_year", "2026H2", "2026-07-01", "2026-12-31"),
        ("2028-02-29", "month", "2028-02", "2028-02-01", "2028-02-29"),
        ("2026-05-05", "year", "2026", "2026-01-01", "2026-12-31"),
        ("2026-03-02", "day", "2026-03-02", "2026-03-02", "2026-03-02"),
        ("2026-01-01", "week", "2026-W01", "2025-12-29", "2026-01-04"),
    ],
)
def test_periods_are_those_of_the_calendar(day: str, every: str, name: str, first: str, last: str) -> None:
    period = period_of(date.fromisoformat(day), every)

    assert (period.id, period.first.isoformat(), period.last.isoformat()) == (name, first, last)
    assert date.fromisoformat(day) in period


@given(
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    st.sampled_from(["day", "week", "month", "quarter", "half_year", "year"]),
)
def test_the_next_period_begins_where_one_ends(day: date, every: str) -> None:
    period = period_of(day, every)
    following = next_period(period, every)

    assert (following.first - period.last).days == 1
    assert following.id != period.id


REPORT = {"work_done": "拆检泵头", "analysis": "密封圈硬化", "proposal": "更换"}


@pytest.mark.parametrize(
    ("form", "values", "lacks"),
    [
        ("anomaly_report", REPORT, set()),
        ("anomaly_report", REPORT | {"work_done": "  "}, {"work_done"}),
        ("anomaly_report", {}, {"work_done", "analysis", "proposal"}),
        ("anomaly_report", REPORT | {"not_reached": True}, {"not_reached_reason", "described_by_user"}),
        ("anomaly_report", REPORT | {"kind": "purchase"}, {"budget"}),
        ("service_card", {"cause_analysis": "老化", "result": "正常"}, {"training_done", "customer_signature"}),
        ("daily_report", {"customer": "某厂", "contact": "王工", "equipment": "正常", "phone": ""}, {"phone"}),
        ("unheard_of", {}, set()),
    ],
)
def test_forms_tell_what_is_missing(book: Book, form: str, values: dict[str, Any], lacks: set[str]) -> None:
    assert set(missing(book, form, values)) == lacks


def test_a_card_supplements_only_what_was_not_seen_before(book: Book) -> None:
    card = {"cause_analysis": "老化", "result": "正常", "training_done": True, "customer_signature": True}

    assert missing(book, "service_card", card, {"card.site_reached_before": True}) == {}
    assert missing(book, "service_card", card, {"card.site_reached_before": False}) == {
        "site_supplement": "现场补充分析"
    }
