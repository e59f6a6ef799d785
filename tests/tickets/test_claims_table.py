"""Table W8 over values: what an arrival is worth that reaches the server late (no database)."""

from datetime import UTC, datetime, timedelta

import pytest

from tickets.claims import (
    Fix,
    Place,
    claimed_time,
    clock_flagged,
    flags_of,
    kilometres,
    one_tap,
    outcome_of,
    state_of,
    too_fast,
)
from tickets.states import ArrivalOutcome

DUE = datetime(2026, 3, 2, 12, tzinfo=UTC)
TICK, MINUTE, HOUR, DAY = timedelta(microseconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
CHONGQING, CHENGDU = Place(29.563, 106.551), Place(30.572, 104.066)


@pytest.mark.parametrize(
    ("received", "claimed", "accepted", "state"),
    [
        # at or before due, whatever is claimed
        (DUE, None, None, "ok"), (DUE, DUE - HOUR, None, "ok"), (DUE - TICK, DUE - DAY, None, "ok"),
        # after due, nothing claimed
        (DUE + TICK, None, None, "ok"), (DUE + 40 * DAY, None, None, "ok"),
        # after due, claimed at or before due
        (DUE + TICK, DUE, None, "claimed"), (DUE + 10 * MINUTE, DUE, None, "claimed"),
        (DUE + 40 * DAY, DUE - HOUR, None, "claimed"),
        # claimed for a time that is late as well: nothing to accept
        (DUE + HOUR, DUE + TICK, None, "ok"),
        # decided
        (DUE + HOUR, DUE, True, "accepted"), (DUE + HOUR, DUE, False, "refused"),
    ],
)  # fmt: skip
def test_state_of_a_claim(received: datetime, claimed: datetime, accepted: bool | None, state: str) -> None:
    assert state_of(received, claimed, due_at=DUE, accepted=accepted) == state


def test_without_a_limit_nothing_is_claimed() -> None:
    assert state_of(DUE + HOUR, DUE, due_at=None) == "ok"


@pytest.mark.parametrize(
    ("lag", "flags", "enough"),
    [(10 * MINUTE, [], True), (10 * MINUTE + TICK, [], False), (MINUTE, ["clock"], False), (MINUTE, ["far"], False)],
)
def test_one_tap_is_enough_for_a_short_lag_without_flags(lag: timedelta, flags: list[str], enough: bool) -> None:
    assert one_tap(DUE + lag, DUE, flags) is enough


@pytest.mark.parametrize("wrong_by", [-DAY, timedelta(), DAY], ids=["a day slow", "right", "a day fast"])
@pytest.mark.parametrize("lag", [MINUTE, 6 * HOUR, 40 * DAY], ids=["1 minute", "6 hours", "40 days"])
def test_the_counter_counts_whatever_the_clock_says(wrong_by: timedelta, lag: timedelta) -> None:
    clock = {"device_time": DUE - lag + wrong_by, "age": lag}

    assert claimed_time(DUE, **clock) == DUE - lag
    assert clock_flagged(DUE, **clock) is bool(wrong_by)


@pytest.mark.parametrize(("off", "flagged"), [(2 * MINUTE, False), (2 * MINUTE + TICK, True), (-3 * MINUTE, True)])
def test_clocks_may_differ_by_two_minutes(off: timedelta, flagged: bool) -> None:
    assert clock_flagged(DUE, device_time=DUE - HOUR + off, age=HOUR) is flagged


def test_without_the_counter_the_clock_claims_and_is_flagged() -> None:
    assert claimed_time(DUE, device_time=DUE - HOUR, age=None) == DUE - HOUR
    assert clock_flagged(DUE, device_time=DUE - HOUR, age=None)


def test_a_clock_that_is_ahead_claims_nothing() -> None:
    assert claimed_time(DUE, device_time=DUE + DAY, age=None) is None
    assert claimed_time(DUE, device_time=None, age=None) is None
    assert not clock_flagged(DUE, device_time=None, age=None)


@pytest.mark.parametrize(
    ("fix", "consent", "site", "outcome"),
    [
        (Fix(CHONGQING), True, None, "ok"), (Fix(CHONGQING), True, CHONGQING, "ok"),
        (Fix(Place(29.572, 106.551)), True, CHONGQING, "far"), (Fix(Place(29.5715, 106.551)), True, CHONGQING, "ok"),
        (Fix(CHENGDU), True, CHONGQING, "far"), (Fix(CHENGDU), False, CHONGQING, "refused"),
        (Fix(), True, CHONGQING, "no_signal"), (Fix(outcome="refused"), True, None, "refused"),
        (Fix(outcome="unsupported"), True, None, "no_signal"),
    ],
)  # fmt: skip
def test_outcome_of_asking_for_the_place(fix: Fix, consent: bool, site: Place | None, outcome: str) -> None:
    assert outcome_of(fix, consent=consent, site=site) == outcome


def test_distance_as_the_crow_flies() -> None:
    assert kilometres(CHONGQING, CHENGDU) == pytest.approx(264, abs=3)
    assert kilometres(CHONGQING, CHONGQING) == 0
    assert kilometres(Place(0, 179.9), Place(0, -179.9)) == pytest.approx(22.2, abs=0.1)
    assert kilometres(Place(90, 0), Place(-90, 0)) == pytest.approx(20015, abs=5)


@pytest.mark.parametrize(("hours", "fast"), [(1.0, True), (1.7, True), (1.8, False), (24.0, False)])
def test_nobody_is_faster_than_a_train_between_two_check_ins(hours: float, fast: bool) -> None:
    assert too_fast(CHENGDU, DUE, CHONGQING, DUE - timedelta(hours=hours)) is fast
    assert too_fast(CHENGDU, DUE - timedelta(hours=hours), CHONGQING, DUE) is fast


def test_a_few_steps_at_the_same_instant_are_no_journey() -> None:
    assert not too_fast(Place(29.564, 106.551), DUE, CHONGQING, DUE)


def test_flags_stand_in_the_order_of_pages() -> None:
    found = flags_of(clock=True, early=True, fast=True, outcome=ArrivalOutcome.FAR)

    assert found == ["clock", "early", "far", "speed"]
    assert flags_of(clock=False, early=False, fast=False, outcome=ArrivalOutcome.OK) == []
