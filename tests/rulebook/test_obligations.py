"""When something is owed: calendar periods, spans from an anchor, windows, and what follows an event."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from rulebook import obligations
from rulebook.periods import period_of
from rulebook.schema.clocks import Obligation

TZ = ZoneInfo("Asia/Shanghai")


def owed(**fields):
    return Obligation.model_validate({"clause": "1", **fields})


def local(instant):
    return instant.astimezone(TZ).strftime("%Y-%m-%d %H:%M:%S.%f")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=TZ)


@pytest.mark.parametrize(("every", "day", "name", "due"), [
    ("day", date(2026, 2, 28), "2026-02-28", "2026-02-28"),
    ("week", date(2026, 1, 1), "2026-W01", "2026-01-04"),
    ("month", date(2024, 2, 10), "2024-02", "2024-02-29"),
    ("quarter", date(2026, 3, 31), "2026Q1", "2026-03-31"),
    ("half_year", date(2026, 7, 1), "2026H2", "2026-12-31"),
    ("year", date(2026, 5, 5), "2026", "2026-12-31"),
])  # fmt: skip
def test_a_turn_of_the_calendar_ends_with_the_last_microsecond_of_its_period(every, day, name, due):
    turn = obligations.turn_of(owed(every=every), period_of(day, every), TZ)
    assert (turn.occurrence, local(turn.due_at)) == (name, f"{due} 23:59:59.999999")


def test_a_time_of_day_is_kept_by_acting_exactly_at_it():
    turn = obligations.turn_of(owed(every="month", until="17:00"), period_of(date(2026, 2, 1), "month"), TZ)
    assert local(turn.due_at) == "2026-02-28 17:00:00.000000"


def test_periods_of_forty_days_are_all_there_and_in_order():
    names = [period.id for period in obligations.periods("month", date(2026, 1, 31), date(2026, 3, 12))]
    assert names == ["2026-01", "2026-02", "2026-03"]


def test_a_window_opens_and_closes_in_days_after_the_start():
    call = owed(after="visit.made", window={"from": "3d", "until": "7d"})
    turn = obligations.turn_after(call, "9", at("2026-03-02 15:00"), TZ)
    assert (local(turn.earliest_at), local(turn.due_at)) == (
        "2026-03-05 00:00:00.000000", "2026-03-09 23:59:59.999999"
    )  # fmt: skip
    assert turn.occurrence == "after:9"


def test_a_survey_between_half_a_year_and_a_year_ends_on_the_corresponding_day_or_the_months_last():
    survey = owed(after="visit.made", window={"from": "6mo", "until": "1y"})
    turn = obligations.turn_after(survey, "1", at("2026-08-31 10:00"), TZ)
    assert (local(turn.earliest_at)[:10], local(turn.due_at)[:10]) == ("2027-02-28", "2027-08-31")


def test_an_overhaul_first_after_eight_years_then_every_five():
    overhaul = owed(for_each="machine", first_at_age="8y", every="5y")
    turns = list(obligations.turns_since(
        overhaul, date(2010, 2, 28), TZ, since=date(2018, 2, 28), until=date(2026, 1, 1)
    ))  # fmt: skip
    assert [turn.occurrence for turn in turns] == ["2018-02-28", "2023-02-28", "2028-02-28"]
    assert local(turns[1].start_at)[:10] == "2018-03-01"


def test_months_are_counted_from_the_anchor_and_do_not_slip_to_the_twenty_eighth():
    monthly = owed(for_each="contract", every="1mo")
    turns = obligations.turns_since(monthly, date(2026, 1, 31), TZ, since=date(2026, 1, 1), until=date(2026, 4, 30))
    assert [turn.occurrence for turn in turns] == ["2026-02-28", "2026-03-31", "2026-04-30"]


def test_an_age_without_repetition_comes_once():
    once = owed(for_each="machine", first_at_age="8y")
    turns = obligations.turns_since(once, date(2010, 1, 1), TZ, since=date(2000, 1, 1), until=date(2040, 1, 1))
    assert [turn.occurrence for turn in turns] == ["2018-01-01"]
