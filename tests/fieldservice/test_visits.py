"""Visits to customers: complete surveys, by whom they are owed, counted in the period in which they lie."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from core import journal
from core.errors import Incomplete, NotAllowed, OutOfRange
from customers import services as customers
from deadlines.models import Deadline
from deadlines.services import sweep
from fieldservice import services
from fieldservice.models import CustomerVisit
from fieldservice.openers import OPENERS
from fieldservice.visits import averages, visits_of
from tests.factories import moment
from tests.support.books import publish

pytestmark = pytest.mark.django_db

MARCH = moment("2026-03-02 09:00:00")
SEVEN = [5, 4, 5, 4, 5, 4, 5]


@pytest.fixture
def world(world):
    for number, engineer in (("c1", world.e1), ("c2", world.e2)):
        world.customers[number].visited_by = engineer
        world.customers[number].save()
    return world


def opened(now=MARCH):
    return sum(opener(now, since=MARCH.date()) for opener in OPENERS)


def visited(world, customer="c1", *, by="e1", at=MARCH, scores=SEVEN, **more):
    return services.visit_customer(
        customer=world.customers[customer], scores=scores, actor=world.people[by], now=at, **more
    )


def state(kind="visit_a", period="2026Q1"):
    row = Deadline.objects.filter(kind=kind, occurrence=period, superseded_at=None).first()
    return str(row.state) if row else "none"


def test_a_visit_with_its_survey_fulfils_the_period(world):
    opened()
    visit = visited(world, interviewee="李厂长")
    assert state() == "met"
    assert visit.fulfilled == [{"kind": "visit_a", "period": "2026Q1"}]
    entry = journal.last_of(visit)
    assert (entry.act, entry.clause, entry.thread_type) == ("visit_customer", "7.8", "customers.customer")


def test_a_visit_before_the_round_of_the_day_counts_all_the_same(world):
    assert visited(world).fulfilled == [{"kind": "visit_a", "period": "2026Q1"}]
    opened()
    assert state() == "met"


@pytest.mark.parametrize(("at", "period"), [
    ("2026-03-31 23:59:59.999999", "2026Q1"), ("2026-04-01 00:00:00", "2026Q2"),
])  # fmt: skip
def test_a_visit_counts_in_the_period_in_which_it_lies(world, at, period):
    opened()
    now = moment(at)
    opened(now)
    sweep(now=now)
    assert visited(world, at=now).fulfilled == [{"kind": "visit_a", "period": period}]
    assert state() == ("met" if period == "2026Q1" else "missed")


def test_a_second_visit_of_the_period_is_kept_and_fulfils_nothing(world):
    visited(world)
    assert visited(world, at=MARCH + timedelta(days=9)).fulfilled == []
    assert visits_of(world.customers["c1"]).count() == 2


def test_six_answers_of_seven_leave_nothing_behind(world):
    opened()
    with pytest.raises(Incomplete) as refusal:
        visited(world, scores=SEVEN[:6])
    assert "技术响应" in str(refusal.value)
    assert (CustomerVisit.objects.count(), state()) == (0, "open")


@pytest.mark.parametrize("scores", [(), {}])
def test_no_answers_at_all_name_all_seven(world, scores):
    with pytest.raises(Incomplete) as refusal:
        visited(world, scores=scores)
    assert len(refusal.value.details) == 7


def test_an_engineer_hands_in_no_visit_of_a_colleagues_customer(world):
    with pytest.raises(NotAllowed) as refusal:
        visited(world, by="e2")
    assert "张伟" in str(refusal.value)


def test_a_customer_whom_nobody_has_may_be_visited_by_any_engineer(world):
    assert visited(world, "c4", by="e3").fulfilled == []


def test_the_office_writes_down_a_visit_of_an_engineer(world):
    visit = visited(world, by="clerk", visitor=world.e1)
    assert (visit.visitor, visit.by) == (world.e1, world.clerk)


@pytest.mark.parametrize("who", ["finance", "inspector", "salesperson", "auditor"])
def test_who_has_nothing_to_do_with_visits_hands_in_none(world, who):
    with pytest.raises(NotAllowed):
        visited(world, by=who)


def test_a_visit_written_down_later_counts_when_it_was_made_but_not_in_the_future(world):
    opened()
    visit = visited(world, at=moment("2026-04-02 09:00:00"), visited_at=moment("2026-03-30 15:00:00"))
    assert visit.fulfilled == [{"kind": "visit_a", "period": "2026Q1"}]
    with pytest.raises(OutOfRange):
        visited(world, visited_at=MARCH + timedelta(minutes=1))


def test_a_visit_written_down_after_the_breach_leaves_the_breach(world):
    opened()
    april = moment("2026-04-02 09:00:00")
    sweep(now=april)
    visited(world, at=april, visited_at=moment("2026-03-30 15:00:00"))
    assert state() == "missed"


def test_what_was_handed_in_is_changed_by_nobody(world):
    visit = visited(world)
    visit.scores = {}
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        visit.save()


def test_a_chain_of_surveys_begins_at_once_and_goes_on_half_a_year_after_the_last_one(world):
    duty = {
        "clause": "7.8", "title": "意见调查", "who": "customer.visited_by", "for_each": "customer",
        "when": {"contract.active": {"eq": True}}, "after": "visit.made",
        "window": {"from": "6mo", "until": "1y"}, "survey": "visit", "stop": "visit.made",
    }  # fmt: skip
    publish({"obligations.survey": duty}, actor=world.gm, now=MARCH)
    customers.add_contract(customer=world.customers["c1"], number="HT-1", starts_on=date(2026, 3, 1),
                           actor=world.liaison, now=MARCH)  # fmt: skip
    opened()
    first = Deadline.objects.get(kind="survey")
    assert (first.occurrence, first.due_at) == ("first", moment("2027-03-03 00:00:00") - timedelta(microseconds=1))

    visited(world, at=moment("2026-03-10 10:00:00"))
    second = Deadline.objects.get(kind="survey", stopped_at=None)
    assert second.due_at == moment("2027-03-11 00:00:00") - timedelta(microseconds=1)

    early = visited(world, at=moment("2026-09-09 23:59:59"))
    assert [done["kind"] for done in early.fulfilled] == ["visit_a"]
    assert Deadline.objects.get(kind="survey", stopped_at=None) == second

    in_time = visited(world, at=moment("2026-09-10 00:00:00"))
    assert "survey" in [done["kind"] for done in in_time.fulfilled]

    late = moment("2027-09-12 10:00:00")
    opened(late)
    sweep(now=late)
    third = Deadline.objects.get(kind="survey", stopped_at=None)
    assert third.state == "missed"
    assert "survey" in [done["kind"] for done in visited(world, at=late).fulfilled]
    assert Deadline.objects.filter(kind="survey", stopped_at=None).count() == 1


def test_the_chain_ends_with_the_contract(world):
    duty = {
        "clause": "7.8", "title": "意见调查", "for_each": "customer", "when": {"contract.active": {"eq": True}},
        "after": "visit.made", "window": {"from": "6mo", "until": "1y"}, "survey": "visit", "stop": "visit.made",
    }  # fmt: skip
    publish({"obligations.survey": duty}, actor=world.gm, now=MARCH)
    customers.add_contract(customer=world.customers["c1"], number="HT-1", starts_on=date(2026, 3, 1),
                           ends_on=date(2026, 6, 30), actor=world.liaison, now=MARCH)  # fmt: skip
    opened()
    opened(moment("2026-06-30 09:00:00"))
    assert Deadline.objects.get(kind="survey").state == "open"
    opened(moment("2026-07-01 09:00:00"))
    assert Deadline.objects.get(kind="survey").state == "ended"


def test_an_overhaul_is_owed_for_each_machine_by_its_age(world):
    duty = {"clause": "7.8", "title": "大修", "for_each": "machine", "first_at_age": "1y", "every": "6mo"}
    publish({"obligations.overhaul": duty}, actor=world.gm, now=MARCH)
    opened()
    rows = Deadline.objects.filter(kind="overhaul", subject_id=world.machines["P1"].pk)
    assert [row.occurrence for row in rows] == ["2026-07-31"]  # made on 2025-01-31: 2026-01-31 is over
    opened(moment("2026-08-02 09:00:00"))
    assert sorted(row.occurrence for row in rows.all()) == ["2026-07-31", "2027-01-31"]


def test_averages_tell_each_question_by_itself(world):
    visited(world, scores=[5, 4, 5, 4, 5, 4, 5])
    visited(world, scores=[3, 4, 5, 4, 5, 4, 1])
    found = averages(world.book.book, "visit", visits_of(world.customers["c1"]))
    assert [(one.count, one.mean) for one in found][::6] == [(2, 4.0), (2, 3.0)]
    assert [one.percent for one in found][::6] == [75, 50]
