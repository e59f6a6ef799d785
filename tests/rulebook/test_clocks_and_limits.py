"""How long a clock runs in which zone, and when limits in days end (5, 6.6, 8.2, 9.2, 9.4, 9.7, 9.8)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from core.clock import zone
from core.worktime import NoCalendarData
from rulebook import clocks, limits
from rulebook.book import Book, validated
from rulebook.changes import changed
from rulebook.durations import Duration


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone())


def shown(due: limits.Due | None) -> str:
    """The day whose 24:00 ends the limit, as users read it."""
    assert due is not None
    after = (due.at + timedelta(microseconds=1)).astimezone(zone())
    assert after.time().isoformat() == "00:00:00"
    return (after.date() - timedelta(days=1)).isoformat()


@pytest.mark.parametrize(("place", "hours"), [("in_province", 12), ("out_province", 48)])
def test_arrival_has_its_hours_by_zone(book: Book, place: str, hours: int) -> None:
    told = clocks.target(book, "arrival", zone=place, facts={})

    assert (told.clause, told.within, told.calendar) == ("5, 6.2", Duration(hours, "h"), "always")


def test_abroad_a_person_sets_the_due_time(book: Book) -> None:
    assert clocks.target(book, "arrival", zone="overseas", facts={}).within is None


def test_abroad_with_a_period_the_book_does(document: dict[str, Any]) -> None:
    filled = validated(changed(document, {"overseas_arrival": "72h"}))

    assert clocks.target(filled, "arrival", zone="overseas", facts={}).within == Duration(72, "h")


def test_a_late_arrival_is_excused_by_a_written_proof_within_seven_days(book: Book) -> None:
    excuse = clocks.target(book, "arrival", zone="in_province", facts={}).excuse

    assert excuse is not None
    assert (excuse.record, excuse.by, excuse.within) == ("written_proof", "dept_head", Duration(7, "d"))
    assert book.excuse_for("sla.arrival.missed") == excuse
    assert book.excuse_for("incident.conduct") is None


def test_an_unknown_clock_is_left_to_a_person(book: Book) -> None:
    told = clocks.target(book, "response", zone="in_province", facts={})

    assert (told.clause, told.within) == ("", None)


@pytest.mark.parametrize(
    ("name", "start", "facts", "ends"),
    [
        ("shipping", "2026-03-02 09:00:00", {"claim.mode": "freight"}, "2026-03-03"),
        ("shipping", "2026-03-02 23:30:00", {"claim.mode": "coach"}, "2026-03-03"),
        ("follow_up", "2026-03-03 09:00:00", {}, "2026-03-06"),
        ("reply", "2026-03-05 10:00:00", {"enquiry.answered": False}, "2026-03-06"),
        ("old_part", "2026-03-02 11:00:00", {}, "2026-04-01"),
        ("report_back", "2026-04-30 10:00:00", {}, "2026-05-01"),
        ("appeal", "2026-03-06 10:00:00", {}, "2026-03-21"),
        ("leave", "2026-05-07 00:00:00", {"leave.days": 8}, "2026-05-13"),
    ],
)
def test_limits_in_days_end_at_midnight(book: Book, name: str, start: str, facts: dict[str, Any], ends: str) -> None:
    assert shown(limits.due_of(book, name, start=local(start), facts=facts)) == ends


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("shipping", {"claim.mode": "courier"}),
        ("reply", {"enquiry.answered": True}),
        ("old_part", {"machine.export": True}),
        ("unheard_of", {}),
    ],
)
def test_some_have_no_limit(book: Book, name: str, facts: dict[str, Any]) -> None:
    assert limits.due_of(book, name, start=local("2026-03-02 09:00:00"), facts=facts) is None


def test_the_hour_to_be_reachable_is_an_instant(book: Book) -> None:
    due = limits.due_of(book, "reachable", start=local("2026-03-05 10:00:00"))

    assert due is not None
    assert due.at == local("2026-03-05 11:00:00")
    assert due.formula == "2026-03-05 10:00:00 + 1小时"


@pytest.mark.parametrize(
    ("month", "changes", "ends"),
    [
        ("2026-02", {}, "2026-03-05"),
        ("2025-12", {}, "2026-01-05"),
        ("2026-03", {}, "2026-04-05"),
        ("2026-02", {"monthly_due_inclusive": False}, "2026-03-04"),
        ("2026-04", {"monthly_due_day": 3}, "2026-05-03"),
        ("2026-01", {"monthly_due_day": 31}, "2026-02-28"),
    ],
)
def test_month_papers_are_due_on_a_day_of_the_next_month(
    document: dict[str, Any], month: str, changes: dict[str, Any], ends: str
) -> None:
    assert shown(limits.due_of(validated(changed(document, changes)), "monthly", month=month)) == ends


def test_a_time_of_day_cuts_the_last_day(document: dict[str, Any]) -> None:
    earlier = validated(changed(document, {"monthly_due_until": "17:00"}))

    due = limits.due_of(earlier, "monthly", month="2026-02")

    assert due is not None
    assert due.at == local("2026-03-05 17:00:00")


def test_departure_is_due_on_the_ordered_date(book: Book) -> None:
    assert shown(limits.due_of(book, "depart", facts={"trip.depart_on": "2026-05-08"})) == "2026-05-08"


def test_an_order_without_a_date_is_an_error(book: Book) -> None:
    with pytest.raises(ValueError, match=r"trip\.depart_on is empty"):
        limits.due_of(book, "depart", facts={})


@pytest.mark.parametrize(
    ("before", "expected"), [("1mo", "2026-02-28"), ("10d", "2026-03-21"), ("1y", "2025-03-31"), ("2w", "2026-03-17")]
)
def test_a_limit_may_lie_before_an_event(document: dict[str, Any], before: str, expected: str) -> None:
    notice = {"clause": "9.4", "start": "month.closed", "before": before}
    longer = validated(changed(document, {"deadlines.notice": notice}))

    assert shown(limits.due_of(longer, "notice", start=date(2026, 3, 31))) == expected


def test_working_days_without_a_list_of_days_are_refused(document: dict[str, Any]) -> None:
    strict = validated(changed(document, {"shipping_days": "working"}))

    with pytest.raises(NoCalendarData, match="2026年"):
        limits.due_of(strict, "shipping", start=local("2026-03-02 09:00:00"), facts={"claim.mode": "freight"})


def test_a_shift_over_holidays_without_a_list_of_days_is_refused(document: dict[str, Any]) -> None:
    strict = validated(changed(document, {"holiday_shift": True}))

    with pytest.raises(NoCalendarData, match="2026年"):
        limits.due_of(strict, "monthly", month="2026-02")


def test_the_span_of_a_parameter_ends_with_its_day(book: Book) -> None:
    until = limits.span_end(book, "waiver_submit", local("2026-03-02 20:00:00"))

    assert until == local("2026-03-09 23:59:59.999999")


def test_a_target_may_be_written_in_the_contract(document: dict[str, Any]) -> None:
    targets = [
        {"zone": z, "within": {"from_field": "ticket.zone"}} for z in ("in_province", "out_province", "overseas")
    ]
    agreed = validated(changed(document, {"slas.arrival.targets": targets}))

    assert clocks.target(agreed, "arrival", zone="overseas", facts={"ticket.zone": "6h"}).within == Duration(6, "h")
    assert clocks.target(agreed, "arrival", zone="overseas", facts={}).within is None


@pytest.mark.parametrize(
    ("quantity", "round_", "days"), [(10, "up", 1), (11, "up", 2), (19, "down", 1), (3, "down", 1)]
)
def test_a_span_may_grow_with_the_quantity(document: dict[str, Any], quantity: int, round_: str, days: int) -> None:
    span = {"by_quantity": {"of": "quantity", "step": 10, "days_per_step": 1, "round": round_}}
    grown = validated(changed(document, {"deadlines.follow_up.add": span}))

    due = limits.due_of(grown, "follow_up", start=date(2026, 3, 2), facts={"quantity": quantity})

    assert shown(due) == date(2026, 3, 2 + days).isoformat()
