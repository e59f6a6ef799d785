"""Limits counted anew under another book, on rows that no database holds."""

from datetime import timedelta

import pytest

from core.worktime.table import published_list
from deadlines.models import Deadline
from rulebook.changes import changed
from rulebook.durations import end_of_day
from rulebook.loader import template
from scenarios.whatif.clocks import Both, late, recount, terms
from scenarios.whatif.trial import trial_of
from tests.factories import moment

START = moment("2026-03-02 08:00:00")
PLACE = {"site.country": "CN", "site.province": "四川省", "ticket.zone": "out_province"}
FILLED = {"home_province": "重庆市", "old_part_return": "30d"}


@pytest.fixture(scope="module")
def book():
    return changed(template("equipment-maker"), FILLED)


def both(book, changes):
    return Both(trial_of(book).book, trial_of(changed(book, changes)).book)


def row(kind, due, *, facts=None, start=START, **given):
    return Deadline(kind=kind, event=f"deadline.{kind}.missed", start_at=start, due_at=due, facts=facts or {},
                    **{"formula": {"start": start.isoformat()}, **given})  # fmt: skip


def again(one, books):
    told = recount(one, books, days=published_list())
    return told.due, told.problem


def test_another_home_province_moves_the_site_and_its_limit(book):
    arrival = row("arrival", START + timedelta(hours=48), facts=PLACE)
    books = both(book, {"home_province": "四川省"})
    assert again(arrival, books) == (START + timedelta(hours=12), "")
    assert terms(books.bound, "arrival") != terms(books.trial, "arrival")
    # Somebody had placed the site himself: that stays.
    placed = row("arrival", START + timedelta(hours=12), facts=PLACE | {"ticket.zone": "in_province"})
    assert again(placed, books) == (START + timedelta(hours=12), "")
    unknown = row("arrival", START + timedelta(hours=48), facts={"ticket.zone": "out_province"})
    assert again(unknown, books)[1] == "没有记录所在地，无法按草案划分区域"


def test_pauses_are_kept_and_an_instant_of_other_origin_is_not_guessed(book):
    books = both(book, {"slas.arrival.targets": [
        {"zone": "in_province", "within": "10h"}, {"zone": "out_province", "within": "40h"},
        {"zone": "overseas", "within": None},
    ]})  # fmt: skip
    told = {"from": "2026-03-02T10:00:00+08:00", "to": "2026-03-02T13:00:00+08:00"}
    paused = row("arrival", START + timedelta(hours=51), facts=PLACE, formula={"pauses": [told]})
    assert again(paused, books) == (START + timedelta(hours=43), "")
    other = row("arrival", START + timedelta(hours=50), facts=PLACE)
    assert again(other, books) == (other.due_at, "原到期时刻另有依据，不能由记录重算")
    by_hand = row("arrival", START + timedelta(hours=90), facts={**PLACE, "ticket.zone": "overseas"}, by_hand=True)
    assert again(by_hand, books) == (by_hand.due_at, "")


def test_limits_in_days_of_the_month_and_of_a_duty(book):
    books = both(book, {"monthly_due_day": 10, "follow_up_within": "1d", "daily_report_cutoff": "22:00"})
    papers = row("monthly", end_of_day(moment("2026-04-05 00:00:00").date(), START.tzinfo), facts={"month": "2026-03"},
                 occurrence="2026-03:work_summary")  # fmt: skip
    assert again(papers, books) == (papers.due_at + timedelta(days=5), "")
    call = row("follow_up", end_of_day(moment("2026-03-05 00:00:00").date(), START.tzinfo))
    assert again(call, books) == (call.due_at - timedelta(days=2), "")
    day = moment("2026-03-02 00:00:00")
    facts = {"trip.away": True, "person.on_leave": False, "person.in_training": False}
    report = row("daily_report", end_of_day(day.date(), START.tzinfo), start=day, occurrence="2026-03-02", facts=facts)
    assert again(report, books) == (moment("2026-03-02 22:00:00"), "")


def test_what_the_draft_does_not_ask_any_more_is_not_missed_and_another_rhythm_is_named(book):
    gone = {"deadlines.shipping": None, "obligations.visit_a": None, "notices.shipping_late": None}
    coverage = {
        f"coverage.{number}": [name for name in book["coverage"][number] if name not in gone]
        for number in book["coverage"] if set(book["coverage"][number]) & set(gone)
    }  # fmt: skip
    books = both(book, gone | coverage | {"obligations.visit_b.every": "month"})
    assert again(row("shipping", START), books) == (None, "")
    visit = row("visit_b", START, facts={"customer.class": "B"})
    assert again(visit, books) == (START, "草案改了履行周期，原来的期间不能换算")


def test_late_is_what_came_after_the_instant_or_not_yet():
    due, now = START, START + timedelta(days=1)
    assert not late(row("x", due, stopped_at=due), due, now=now)
    assert late(row("x", due, stopped_at=due + timedelta(microseconds=1)), due, now=now)
    assert late(row("x", due), due, now=now)
    assert not late(row("x", due, ended_at=due - timedelta(hours=1)), due, now=now)
