"""verify_daily_report: genuine, false, missed, excused; the newest result counts, nothing is edited (9.1b to 9.1d)."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from core import journal
from core.errors import Incomplete, NotAllowed, NotFound, OwnCase, WrongState
from fieldservice.models import DailyCheck, ReportCall
from judgement.models import Fact, Proposal
from notifications.models import Notice
from penalties import services as penalties
from tests.factories import moment
from tests.fieldservice.daily import THURSDAY, WEDNESDAY, at, away, entries, sent, state, verified
from tests.support.books import publish

pytestmark = pytest.mark.django_db
NOON = "2026-03-06 12:00:00"


@pytest.fixture
def trip(world):
    return away(world)


def confirmed(world, day=WEDNESDAY, now="2026-03-06 09:00:00"):
    for row in Proposal.objects.filter(clause="9.1", happened_on=day, state="proposed"):
        penalties.confirm_penalty(proposal=row, actor=world.head, now=moment(now))


def test_a_genuine_report_is_off_the_list_and_costs_nothing(world, trip):
    report = sent(world)
    check = verified(world, "genuine", note="已与刘工核对")

    assert (check.report, check.by, check.note) == (report, world.clerk, "已与刘工核对")
    assert ReportCall.objects.get().done_at == check.at
    assert entries() == []
    assert journal.last_of(check).data["result"] == "genuine"


def test_a_false_one_is_500_and_not_100_on_top(world, trip):
    sent(world)
    verified(world, "fake")

    assert (state(), entries()) == ("met", [("500.00", "proposed")])


def test_each_false_message_is_one_falsehood(world, trip):
    first, second = sent(world), sent(world, "2026-03-04 21:00:00")
    verified(world, "fake", report=first)
    verified(world, "genuine", report=second)
    assert entries() == [("500.00", "proposed")]
    verified(world, "fake", report=second)
    assert entries() == [("500.00", "proposed"), ("500.00", "proposed")]


def test_a_late_false_message_takes_the_place_of_the_omission(world, trip):
    param = {"type": "time", "value": "18:00", "origin": "reading", "clause": "9.1", "title": "截止", "why": "试"}
    publish({"params.daily_report_cutoff": param}, actor=world.gm, now=moment("2026-03-04 09:00:00"), on=THURSDAY,
            clause="9.1")  # fmt: skip
    sent(world, "2026-03-05 20:00:00")
    assert entries(THURSDAY) == [("100.00", "proposed")]
    verified(world, "fake", THURSDAY, now=NOON)
    assert entries(THURSDAY) == [("100.00", "revoked"), ("500.00", "proposed")]
    verified(world, "genuine", THURSDAY, now=NOON)
    assert entries(THURSDAY) == [("100.00", "revoked"), ("500.00", "revoked"), ("100.00", "proposed")]


def test_a_falsehood_taken_back_and_found_again_is_proposed_once_each_time(world, trip):
    sent(world)
    for result in ("fake", "genuine", "fake"):
        verified(world, result)

    assert entries() == [("500.00", "revoked"), ("500.00", "proposed")]
    assert [check.result for check in DailyCheck.objects.order_by("pk")] == ["fake", "genuine", "fake"]
    assert Fact.objects.filter(event="daily_report.falsified").count() == 2


def test_the_same_result_twice_is_one(world, trip):
    sent(world)
    assert verified(world, "fake") == verified(world, "fake")
    assert (DailyCheck.objects.count(), entries()) == (1, [("500.00", "proposed")])


def test_a_missed_day_that_somebody_looked_at_stays_proposed(world, trip):
    check = verified(world, "missing")

    assert (check.report, state(), entries()) == (None, "missed", [("100.00", "proposed")])


def test_an_excuse_withdraws_the_proposal(world, trip):
    verified(world, "excused", note="山区没有信号")

    assert (state(), entries()) == ("excused", [("100.00", "revoked")])


def test_an_excuse_before_the_sweep_came_leaves_nothing_to_propose(world, trip):
    from fieldservice import services

    services.verify_daily_report(engineer=world.e1, day=WEDNESDAY, result="excused", actor=world.clerk,
                                 now=moment("2026-03-05 00:00:00"))  # fmt: skip
    at(NOON)
    assert entries() == [("100.00", "revoked")]


def test_an_excuse_after_the_decision_is_told_to_the_decider(world, trip):
    at("2026-03-05 00:00:00")
    confirmed(world)
    verified(world, "excused", now=NOON)

    assert entries() == [("100.00", "confirmed")]
    assert Proposal.objects.get(happened_on=WEDNESDAY).facts_changed
    assert Notice.objects.filter(person=world.head, about="facts_changed").exists()


def test_an_excuse_taken_back_proposes_again_but_never_on_top_of_a_decision(world, trip):
    verified(world, "excused")
    verified(world, "missing")
    assert (state(), entries()) == ("missed", [("100.00", "revoked"), ("100.00", "proposed")])
    confirmed(world)
    verified(world, "excused", now=NOON)
    verified(world, "missing", now=NOON)
    assert (state(), entries()) == ("missed", [("100.00", "revoked"), ("100.00", "confirmed")])


@pytest.mark.parametrize("result", ["missing", "excused"])
def test_before_the_cut_off_nothing_is_missing(world, trip, result):
    with pytest.raises(WrongState, match="尚未截止"):
        verified(world, result, now="2026-03-04 23:59:59")


@pytest.mark.parametrize("result", ["missing", "excused"])
def test_a_day_with_a_report_is_not_missing(world, trip, result):
    sent(world)
    with pytest.raises(WrongState, match="已按时报送"):
        verified(world, result)


@pytest.mark.parametrize("result", ["missing", "excused"])
def test_a_day_at_home_is_not_missing(world, result):
    with pytest.raises(WrongState, match="不要求报送"):
        verified(world, result)


@pytest.mark.parametrize("result", ["genuine", "fake"])
def test_what_was_not_sent_is_neither_genuine_nor_false(world, trip, result):
    with pytest.raises(NotFound):
        verified(world, result)


def test_a_message_of_another_day_or_engineer_is_none_of_this_one(world, trip):
    away(world, "e2", "CF-2")
    other, later = sent(world, by="e2"), sent(world, "2026-03-05 08:00:00")
    for report in (other, later):
        with pytest.raises(NotFound):
            verified(world, "fake", report=report)


@pytest.mark.parametrize("result", ["", "wrong", "GENUINE"])
def test_an_unknown_result_is_refused(world, trip, result):
    sent(world)
    with pytest.raises(Incomplete):
        verified(world, result)


@pytest.mark.parametrize("who", ["liaison", "head", "gm", "supervisor", "auditor", "administrator", "e1", "e2"])
def test_only_the_clerk_verifies(world, trip, who):
    sent(world)
    with pytest.raises(NotAllowed):
        verified(world, "genuine", actor=world.people[who])


def test_nobody_verifies_himself(world, trip):
    from tests.support.company import FOUNDED

    world.e1.assignments.create(role="clerk", since=FOUNDED)
    sent(world)
    with pytest.raises(OwnCase):
        verified(world, "genuine", actor=world.e1)


def test_what_was_found_is_changed_by_nobody(world, trip):
    sent(world)
    check = verified(world, "genuine")
    check.result = "fake"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        check.save()


def test_a_week_without_a_report_is_seven_entries(world, trip):
    sent(world)
    at("2026-03-12 00:00:00")

    assert entries(None) == [("100.00", "proposed")] * 7
    assert entries(THURSDAY) == [("100.00", "proposed")]
    assert entries(date(2026, 3, 12)) == []
