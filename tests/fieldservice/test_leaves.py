"""Leaves and trainings: days counted, stays merged, limits that run only where they can be broken (9.8b, 9.8g)."""

from datetime import date, timedelta

import pytest

from accounts.models import Absence
from accounts.selectors import is_assignable
from core import journal
from core.errors import Incomplete, NotAllowed, OutOfRange, OwnCase, WrongState
from deadlines.models import Deadline
from deadlines.services import sweep
from fieldservice import services
from fieldservice.openers import OPENERS
from judgement.models import Proposal
from judgement.states import ProposalState
from tests.factories import moment
from tests.support.books import changed

pytestmark = pytest.mark.django_db

GRANTED = moment("2026-05-06 09:00:00")
TICK = timedelta(microseconds=1)


def may(day):
    return date(2026, 5, day)


def leave(world, first, last, *, who="e1", at=GRANTED, by="quality_supervisor"):
    return services.take_leave(
        engineer=world.people[who], first_day=may(first), last_day=may(last), actor=world.people[by], now=at
    )


def end(world, row, last=None, *, at=GRANTED, reason="提前回来"):
    return services.end_leave(
        leave=row, last_day=may(last) if last else None, reason=reason, actor=world.quality_supervisor, now=at
    )


def rounds(text):
    now = moment(text)
    for opener in OPENERS:
        opener(now, since=GRANTED.date())
    sweep(now=now)
    sweep(now=now)


def overruns(who=None):
    rows = Proposal.objects.filter(consequence="long_leave").exclude(state=ProposalState.REVOKED)
    return [row.happened_on.day for row in (rows.filter(person=who) if who else rows).order_by("happened_on")]


def timers():
    return list(Deadline.objects.filter(kind="leave", superseded_at=None).values_list("due_at", flat=True))


def test_a_leave_that_fits_has_no_timer_and_is_never_fined(world):
    leave(world, 7, 13)
    assert timers() == []
    for text in ("2026-05-13 23:59:59", "2026-05-14 00:00:00", "2026-05-20 00:00:00"):
        rounds(text)
    assert overruns() == []


def test_the_breach_of_eight_days_is_at_the_end_of_the_seventh(world):
    leave(world, 7, 14)
    assert timers() == [moment("2026-05-14 00:00:00") - TICK]
    rounds("2026-05-13 23:59:59.999999")
    assert overruns() == []
    rounds("2026-05-14 00:00:00")
    rounds("2026-05-14 00:00:01")
    assert overruns() == [13]


def test_contiguous_leaves_are_one_stay(world):
    first = leave(world, 7, 11)
    second = leave(world, 12, 14, at=moment("2026-05-11 09:00:00"))
    assert second.stay_id == first.pk or second.stay == first
    rounds("2026-05-14 00:00:00")
    assert overruns() == [13]


def test_a_day_at_work_between_makes_two_stays(world):
    leave(world, 7, 12)
    leave(world, 14, 20)
    assert timers() == []


def test_a_leave_before_another_moves_the_first_day(world):
    later = leave(world, 10, 17)
    assert timers() == [moment("2026-05-17 00:00:00") - TICK]
    leave(world, 8, 9)
    assert timers() == [moment("2026-05-15 00:00:00") - TICK]
    later.refresh_from_db()
    assert later.stay.first_day == may(8)


def test_a_leave_between_two_makes_them_one(world):
    for first, last in ((7, 9), (11, 14), (10, 10)):
        leave(world, first, last)
    assert timers() == [moment("2026-05-14 00:00:00") - TICK]


def test_a_prolongation_after_the_limit_is_judged_at_once_and_dated_by_the_limit(world):
    leave(world, 7, 13)
    rounds("2026-05-14 00:00:00")
    leave(world, 14, 15, at=moment("2026-05-14 08:00:00"))
    assert overruns() == [13]
    rounds("2026-05-15 00:00:00")
    assert overruns() == [13]


def test_a_leave_shortened_in_time_breaks_nothing(world):
    row = leave(world, 7, 14)
    end(world, row, 13, at=moment("2026-05-13 17:00:00"))
    rounds("2026-05-14 00:00:00")
    assert (overruns(), timers()) == ([], [])


def test_back_in_time_but_told_after_the_sweep_the_breach_is_withdrawn(world):
    row = leave(world, 7, 14)
    rounds("2026-05-14 00:00:00")
    assert overruns() == [13]
    end(world, row, 13, at=moment("2026-05-14 09:00:00"))
    assert overruns() == []


def test_one_leave_of_a_stay_cancelled_parts_the_rest(world):
    leave(world, 7, 10)
    middle = leave(world, 11, 11)
    leave(world, 12, 15)
    assert len(timers()) == 1
    end(world, middle)
    assert timers() == []
    middle.refresh_from_db()
    assert (middle.cancelled_at, middle.absence) == (GRANTED, None)
    assert is_assignable(world.e1, may(11)) is None


def test_a_cancelled_first_leave_leaves_its_follower_alone(world):
    head = leave(world, 7, 8)
    follower = leave(world, 9, 16)
    end(world, head)
    follower.refresh_from_db()
    assert follower.stay_id == follower.pk
    assert timers() == [moment("2026-05-16 00:00:00") - TICK]


def test_dispatch_reads_the_leave_from_its_first_to_its_last_day(world):
    row = leave(world, 7, 9)
    assert [bool(is_assignable(world.e1, may(day))) for day in (6, 7, 9, 10)] == [False, True, True, False]
    end(world, row, 8, at=moment("2026-05-08 12:00:00"))
    assert [bool(is_assignable(world.e1, may(day))) for day in (8, 9)] == [True, False]
    assert journal.last_of(row).act == "end_leave"


@pytest.mark.parametrize(("first", "last"), [(9, 8), (7, 7), (6, 11)])
def test_days_that_are_none_or_taken_are_refused(world, first, last):
    leave(world, 7, 10)
    with pytest.raises(OutOfRange):
        leave(world, first, last)
    assert Absence.objects.count() == 1


def test_a_leave_over_an_ordered_departure_is_refused(world):
    services.order_departure(
        engineer=world.e1, depart_on=may(9), actor=world.quality_supervisor, now=GRANTED
    )
    with pytest.raises(OutOfRange) as refusal:
        leave(world, 8, 10)
    assert "D2605-0001" in str(refusal.value)


@pytest.mark.parametrize("last", [6, 14, 20])
def test_the_new_last_day_lies_within_the_leave(world, last):
    with pytest.raises(OutOfRange):
        end(world, leave(world, 7, 14), last)


def test_what_is_over_or_cancelled_stays(world):
    row = leave(world, 7, 8)
    with pytest.raises(WrongState):
        end(world, row, 7, at=moment("2026-05-09 00:00:00"))
    end(world, row)
    with pytest.raises(WrongState):
        end(world, row)


def test_a_leave_that_has_begun_is_not_cancelled(world):
    with pytest.raises(OutOfRange):
        end(world, leave(world, 7, 8), at=moment("2026-05-08 00:00:00"))


def test_a_change_needs_its_reason(world):
    with pytest.raises(Incomplete):
        end(world, leave(world, 7, 8), reason=" ")


@pytest.mark.parametrize("who", ["e1", "liaison", "head", "gm"])
def test_only_the_quality_service_supervisor_grants_leave(world, who):
    with pytest.raises(NotAllowed):
        leave(world, 7, 8, by=who)


def test_nobody_grants_himself_leave(world):
    with pytest.raises(OwnCase):
        leave(world, 7, 8, who="quality_supervisor")


def test_who_is_no_engineer_has_no_such_leave(world):
    with pytest.raises(OutOfRange):
        leave(world, 7, 8, who="clerk")


def test_a_shorter_limit_published_meanwhile_counts_for_leaves_that_end_under_it(world):
    leave(world, 20, 26)
    assert timers() == []

    def shorter(document):
        document["params"]["leave_max_days"]["value"] = 5

    changed(shorter, on=may(15), actor=world.gm, now=moment("2026-05-10 09:00:00"))
    rounds("2026-05-11 00:00:00")
    assert timers() == [moment("2026-05-25 00:00:00") - TICK]


def reports(who):
    rows = Deadline.objects.filter(kind="daily_report", subject_id=who.pk, superseded_at=None)
    return sorted(rows.values_list("occurrence", flat=True))


@pytest.fixture
def away(world):
    """Zhang Wei left on the morning of 6 May."""
    trip = services.order_departure(
        engineer=world.e1, depart_on=may(6), actor=world.quality_supervisor, now=moment("2026-05-05 09:00:00")
    )
    return services.depart(trip=trip, actor=world.e1, now=moment("2026-05-06 08:00:00"))


def test_departure_opens_the_report_of_the_day_at_once(world, away):
    assert reports(world.e1) == ["2026-05-06"]


def test_a_report_is_owed_every_day_up_to_the_day_of_return(world, away):
    for day in (6, 7, 8):
        rounds(f"2026-05-{day:02d} 00:00:00")
    services.return_to_factory(trip=away, actor=world.e1, now=moment("2026-05-08 10:00:00"))
    rounds("2026-05-09 00:00:00")
    assert reports(world.e1) == ["2026-05-06", "2026-05-07", "2026-05-08"]
    assert reports(world.e2) == []


def test_a_leave_from_today_drops_the_report_and_its_end_brings_it_back(world, away):
    row = leave(world, 6, 8, at=moment("2026-05-06 12:00:00"))
    assert reports(world.e1) == []
    end(world, row, 6, at=moment("2026-05-07 09:00:00"))
    assert reports(world.e1) == ["2026-05-07"]


def test_days_missed_while_nobody_swept_are_owed_all_the_same(world, away):
    rounds("2026-05-09 00:00:00")
    assert reports(world.e1) == ["2026-05-06", "2026-05-07", "2026-05-08", "2026-05-09"]
    assert Proposal.objects.filter(consequence="message_missing").count() == 3


def plan(world, first, last, *, at=GRANTED, by="head"):
    return services.plan_training(
        engineer=world.e1, first_day=may(first), last_day=may(last), subject="液压", actor=world.people[by], now=at
    )


def record(world, result="ok", discipline="ok", *, note="", at=GRANTED, by="head"):
    return services.record_training(
        engineer=world.e1, result=result, discipline=discipline, note=note, actor=world.people[by], now=at
    )


def test_training_takes_its_days_from_dispatch_and_reports(world, away):
    plan(world, 6, 7, at=moment("2026-05-06 12:00:00"))
    assert (reports(world.e1), is_assignable(world.e1, may(7))) == ([], "培训至 5月7日")


def test_training_days_are_no_leave(world):
    leave(world, 7, 12)
    plan(world, 13, 14)
    leave(world, 15, 20)
    assert timers() == []


@pytest.mark.parametrize(("result", "discipline", "found"), [
    ("ok", "ok", 0), ("poor", "ok", 1), ("ok", "breach", 1), ("poor", "breach", 1),
])  # fmt: skip
def test_a_poor_result_or_a_breach_is_proposed_once(world, result, discipline, found):
    record(world, result, discipline, note="考试 40 分")
    assert Proposal.objects.filter(consequence="training_poor").count() == found


def test_the_result_goes_to_the_planned_training_and_only_once(world):
    planned = plan(world, 7, 8)
    with pytest.raises(WrongState):
        services.record_training(
            engineer=world.e1, training=planned, result="ok", discipline="ok", actor=world.head, now=GRANTED
        )
    assert record(world, at=moment("2026-05-08 17:00:00")).pk == planned.pk
    with pytest.raises(WrongState):
        services.record_training(
            engineer=world.e1, training=planned, result="ok", discipline="ok", actor=world.head,
            now=moment("2026-05-08 17:01:00"),
        )  # fmt: skip


def test_twice_on_one_day_without_a_plan_is_a_slip(world):
    record(world, "poor", note="考试 40 分")
    with pytest.raises(WrongState):
        record(world, "poor", note="考试 40 分")
    assert Proposal.objects.filter(consequence="training_poor").count() == 1


def test_a_poor_result_says_what_happened(world):
    with pytest.raises(Incomplete):
        record(world, "poor")


@pytest.mark.parametrize("who", ["quality_supervisor", "e1", "gm"])
def test_only_the_head_records_a_training(world, who):
    with pytest.raises(NotAllowed):
        record(world, by=who)


def test_a_training_is_cancelled_before_it_begins(world):
    row = plan(world, 8, 9)
    given = {"training": row, "reason": "讲师请假", "actor": world.quality_supervisor}
    with pytest.raises(WrongState):
        services.cancel_training(**given, now=moment("2026-05-08 00:00:00"))
    services.cancel_training(**given, now=moment("2026-05-07 23:59:59"))
    assert is_assignable(world.e1, may(8)) is None
