"""Pauses, targets and hard limits."""

from datetime import timedelta

import pytest

from core.worktime import add, closed, difference, limits, paused, subtract

HOUR = timedelta(hours=1)


@pytest.fixture
def lunch(at):
    """Two pauses that overlap, over lunch, told out of order."""
    return [
        (at("2026-03-02 11:30:00"), at("2026-03-02 14:00:00")),
        (at("2026-03-02 11:00:00"), at("2026-03-02 12:30:00")),
    ]


def test_a_pause_moves_the_end_by_its_working_time(shanghai, at, lunch):
    start = at("2026-03-02 10:00:00")
    assert add(shanghai, start, 2 * HOUR, pauses=lunch) == at("2026-03-02 15:00:00")
    assert difference(shanghai, start, at("2026-03-02 15:00:00"), pauses=lunch) == 2 * HOUR
    assert subtract(shanghai, at("2026-03-02 15:00:00"), 2 * HOUR, pauses=lunch) == start


def test_overlapping_pauses_count_once_and_lunch_not_at_all(shanghai, at, lunch):
    whole = {"since": at("2026-03-02 00:00:00"), "until": at("2026-03-03 00:00:00")}
    assert paused(shanghai, lunch, **whole) == 2 * HOUR


def test_a_pause_that_still_lasts_counts_until_now(at):
    began, now = at("2026-03-02 10:00:00"), at("2026-03-02 11:00:00")
    assert closed([(began, None)], now=now) == ((began, now),)


def test_the_hard_limit_stands_still_while_the_target_moves(shanghai, at):
    start, hard = at("2026-03-02 10:00:00"), at("2026-03-05 10:00:00")
    free = limits(shanghai, start, 4 * HOUR, hard=hard)
    held = limits(shanghai, start, 4 * HOUR, hard=hard, pauses=[(start, at("2026-03-04 10:00:00"))])
    longer = limits(shanghai, start, 4 * HOUR, hard=hard, pauses=[(start, at("2026-03-09 10:00:00"))])

    assert [found.target for found in (free, held, longer)] == [
        at("2026-03-02 15:00:00"),
        at("2026-03-04 15:00:00"),
        hard,
    ]
    assert {found.hard for found in (free, held, longer)} == {hard}


def test_a_hard_limit_in_working_time_runs_on_through_pauses(shanghai, at):
    start = at("2026-03-02 10:00:00")
    found = limits(shanghai, start, 4 * HOUR, hard=18 * HOUR, pauses=[(start, at("2026-03-03 10:00:00"))])
    assert (found.target, found.hard) == (at("2026-03-03 15:00:00"), at("2026-03-04 10:00:00"))


def test_the_last_instant_of_a_limit_still_keeps_it(shanghai, at):
    found = limits(shanghai, at("2026-03-02 10:00:00"), 4 * HOUR, hard=at("2026-03-03 10:00:00"))
    tick = timedelta(microseconds=1)
    moments = (found.target, found.target + tick, found.hard, found.hard + tick)
    assert [found.stage(moment) for moment in moments] == ["in_time", "late", "late", "beyond"]
