"""Zones, warranty and the guarantee of a repair (clauses 5, 9.2)."""

from datetime import date
from typing import Any

import pytest

from rulebook import coverage, zones
from rulebook.book import Book, validated
from rulebook.changes import changed


def machine(ex_factory_on: str | None, warranty_class: str = "eighteen") -> dict[str, Any]:
    return {"machine.ex_factory_on": ex_factory_on, "machine.warranty_class": warranty_class}


@pytest.mark.parametrize(
    ("country", "province", "zone"),
    [
        ("CN", "重庆市", "in_province"),
        ("CN", "四川省", "out_province"),
        ("CN", None, "out_province"),
        ("CN", "香港特别行政区", "overseas"),
        ("HK", "重庆市", "overseas"),
        ("MO", None, "overseas"),
        ("TW", None, "overseas"),
        ("KZ", None, "overseas"),
    ],
)
def test_the_site_decides_the_zone(book: Book, country: str, province: str | None, zone: str) -> None:
    assert zones.zone_of(book, {"site.country": country, "site.province": province}) == zone


def test_a_company_elsewhere_has_other_zones(document: dict[str, Any]) -> None:
    elsewhere = validated(changed(document, {"home_province": "四川省"}))

    assert zones.zone_of(elsewhere, {"site.country": "CN", "site.province": "四川省"}) == "in_province"
    assert zones.zone_of(elsewhere, {"site.country": "CN", "site.province": "重庆市"}) == "out_province"


def test_zones_have_names(book: Book) -> None:
    assert (zones.title_of(book, "out_province"), zones.title_of(book, "moon")) == ("省外", "moon")


@pytest.mark.parametrize(
    ("facts", "ends_on"),
    [
        (machine("2025-01-31"), date(2026, 7, 31)),
        (machine("2024-08-31", "six"), date(2025, 2, 28)),
        (machine("2023-08-31", "six"), date(2024, 2, 29)),
        (machine("2024-02-29", "twelve"), date(2025, 2, 28)),
        (machine("2025-04-01"), date(2026, 10, 1)),
        (machine("2025-01-31", "unheard-of"), date(2026, 7, 31)),
    ],
)
def test_the_last_day_is_covered_and_the_next_is_not(book: Book, facts: dict[str, Any], ends_on: date) -> None:
    on_it = coverage.verdict(book, facts, on=ends_on)
    after = coverage.verdict(book, facts, on=date.fromordinal(ends_on.toordinal() + 1))

    assert (on_it.covered, after.covered) == (True, False)
    assert on_it.ends_on == after.ends_on == ends_on
    assert on_it.clause == "5"


def test_the_verdict_tells_its_arithmetic(book: Book) -> None:
    told = coverage.verdict(book, machine("2025-01-31"), on=date(2026, 8, 1))

    assert told.term == "18mo"
    assert told.formula == "出厂日 2025-01-31 + 18个月（首日不计）→ 2026-07-31 24:00 止；2026-08-01 已过保修期"


def test_a_day_may_be_given_as_a_date(book: Book) -> None:
    facts = {"machine.ex_factory_on": date(2025, 1, 31), "machine.warranty_class": "eighteen"}

    assert coverage.verdict(book, facts, on=date(2026, 7, 31)).covered is True


@pytest.mark.parametrize("unknown", [None, ""])
def test_without_a_start_nothing_is_said(book: Book, unknown: str | None) -> None:
    told = coverage.verdict(book, machine(unknown), on=date(2026, 3, 2))

    assert (told.covered, told.ends_on) == (None, None)
    assert "不明" in told.formula


def test_an_exclusion_is_not_covered(document: dict[str, Any]) -> None:
    rule = {"clause": "5", "title": "出口产品另定", "when": {"machine.export": {"eq": True}}}
    narrow = validated(changed(document, {"warranty.exclusions": [rule]}))

    told = coverage.verdict(narrow, machine("2026-01-31") | {"machine.export": True}, on=date(2026, 3, 2))

    assert (told.covered, told.formula) == (False, "不在保修范围：出口产品另定")


def test_a_repair_in_warranty_is_guaranteed_for_six_months(book: Book) -> None:
    until = coverage.guarantee_until(book, {"ticket.in_warranty": True}, completed_on=date(2026, 2, 28))

    assert until == date(2026, 8, 28)


@pytest.mark.parametrize("in_warranty", [False, None])
def test_another_repair_is_not(book: Book, in_warranty: bool | None) -> None:
    facts = {"ticket.in_warranty": in_warranty}

    assert coverage.guarantee_until(book, facts, completed_on=date(2026, 2, 28)) is None


def test_a_book_without_warranty_says_so(document: dict[str, Any]) -> None:
    changes = {"warranty": None, "coverage": document["coverage"] | {"5": ["zones"], "9.2": ["statement"]}}
    bare = validated(changed(document, changes))

    assert coverage.verdict(bare, machine("2026-01-31"), on=date(2026, 3, 2)).covered is None
    assert coverage.guarantee_until(bare, {"ticket.in_warranty": True}, completed_on=date(2026, 3, 2)) is None
