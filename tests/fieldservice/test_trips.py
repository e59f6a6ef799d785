"""Journeys: the order, the date, the way out, permission, the way back and the report, at every limit (9.8)."""

from datetime import date, timedelta

import pytest

from accounts.models import RoleAssignment
from core import journal
from core.errors import (
    Incomplete,
    NotAllowed,
    NotAssignable,
    OutOfRange,
    OwnCase,
    TooLate,
    WrongState,
)
from deadlines.models import Deadline
from deadlines.services import sweep
from fieldservice import services
from fieldservice.models import Trip
from fieldservice.openers import OPENERS
from judgement.models import Fact, Proposal
from judgement.states import ProposalState
from notifications.models import Notice
from tests.factories import moment
from tests.support.books import changed

pytestmark = pytest.mark.django_db

ORDERED = moment("2026-03-02 09:00:00")
LEFT = moment("2026-03-03 08:00:00")
TICK = timedelta(microseconds=1)


def order(world, engineer="e1", *, on=date(2026, 3, 3), at=ORDERED, by="quality_supervisor", **more):
    return services.order_departure(
        engineer=world.people[engineer], depart_on=on, actor=world.people[by], now=at, **more
    )


def away(world, engineer="e1", *, at=LEFT):
    trip = order(world, engineer)
    return services.depart(trip=trip, actor=world.people[engineer], now=at)


def back(world, trip, at, *, ask=True):
    if ask:
        services.ask_return(trip=trip, reason="任务完成", actor=trip.engineer, now=at - timedelta(days=2))
        services.allow_return(trip=trip, actor=world.quality_supervisor, now=at - timedelta(days=1))
    return services.return_to_factory(trip=trip, actor=trip.engineer, now=at)


def breaches(trip=None):
    rows = Proposal.objects.exclude(state=ProposalState.REVOKED)
    found = rows.filter(subject_type="fieldservice.trip", subject_id=trip.pk) if trip else rows
    return sorted(found.values_list("consequence", flat=True))


def limit(trip, kind="depart"):
    return Deadline.objects.get(
        subject_type="fieldservice.trip", subject_id=trip.pk, kind=kind, superseded_at=None
    )


def rounds(now):
    for opener in OPENERS:
        opener(now, since=ORDERED.date())
    sweep(now=now)


def test_the_order_tells_the_engineer_and_starts_the_limit(world):
    trip = order(world, region="四川", note="巡检")
    assert (trip.state, trip.number) == ("ordered", "D2603-0001")
    assert limit(trip).due_at == moment("2026-03-04 00:00:00") - TICK
    assert Notice.objects.filter(person=world.e1, about="trip").count() == 1
    entry = journal.last_of(trip)
    assert (entry.act, entry.clause) == ("order_departure", "9.8")


@pytest.mark.parametrize(("at", "state", "found"), [
    ("2026-03-03 23:59:59.999998", "met", []),
    ("2026-03-03 23:59:59.999999", "met", []),
    ("2026-03-04 00:00:00", "missed", ["late_departure"]),
])  # fmt: skip
def test_the_ordered_day_ends_at_midnight(world, at, state, found):
    trip = order(world)
    services.depart(trip=trip, actor=world.e1, now=moment(at))
    assert (str(limit(trip).state), breaches(trip)) == (state, found)


def test_leaving_late_after_the_sweep_is_one_breach(world):
    trip = order(world)
    rounds(moment("2026-03-04 00:00:00"))
    rounds(moment("2026-03-04 00:00:01"))
    services.depart(trip=trip, actor=world.e1, now=moment("2026-03-05 08:00:00"))
    assert breaches(trip) == ["late_departure"]


@pytest.mark.parametrize(("returned", "found"), [
    ("2026-05-01 23:59:59.999999", ["short_trip"]), ("2026-05-02 00:00:00", []), ("2026-05-03 00:00:00", []),
])  # fmt: skip
def test_sixty_days_are_enough_and_fifty_nine_are_not(world, returned, found):
    trip = back(world, away(world), moment(returned))
    assert breaches(trip) == found
    days = (moment(returned).date() - LEFT.date()).days
    fact = Fact.objects.get(event="trip.returned")
    assert (fact.facts["trip.days"], fact.facts["trip.return_allowed"]) == (days, True)


def test_called_home_may_be_short(world):
    trip = away(world)
    services.call_home(trip=trip, actor=world.quality_supervisor, now=LEFT + timedelta(days=5))
    assert breaches(back(world, trip, LEFT + timedelta(days=10))) == []


def test_calling_home_once_is_enough(world):
    trip = away(world)
    services.call_home(trip=trip, actor=world.quality_supervisor, now=LEFT + timedelta(days=5))
    with pytest.raises(WrongState):
        services.call_home(trip=trip, actor=world.quality_supervisor, now=LEFT + timedelta(days=6))


def test_returning_without_asking_after_forty_days_is_two_breaches(world):
    trip = back(world, away(world), LEFT + timedelta(days=40), ask=False)
    assert breaches(trip) == ["short_trip", "unallowed_return"]


def test_asked_is_not_allowed(world):
    trip = away(world)
    at = LEFT + timedelta(days=70)
    services.ask_return(trip=trip, reason="任务完成", actor=world.e1, now=at)
    assert Notice.objects.filter(person=world.quality_supervisor, about="return_asked").exists()
    assert breaches(services.return_to_factory(trip=trip, actor=world.e1, now=at)) == ["unallowed_return"]


@pytest.mark.parametrize(("later", "found"), [(-TICK, None), (timedelta(0), []), (TICK, [])])
def test_permission_at_the_instant_of_return_is_in_time(world, later, found):
    trip, at = away(world), LEFT + timedelta(days=70)
    services.ask_return(trip=trip, reason="任务完成", actor=world.e1, now=at - timedelta(hours=1))
    if found is None:
        services.return_to_factory(trip=trip, actor=world.e1, now=at + later)
        with pytest.raises(WrongState):
            services.allow_return(trip=trip, actor=world.quality_supervisor, now=at)
        assert breaches(trip) == ["unallowed_return"]
        return
    services.allow_return(trip=trip, actor=world.quality_supervisor, now=at)
    assert breaches(services.return_to_factory(trip=trip, actor=world.e1, now=at + later)) == found


def test_a_refusal_says_why_and_he_may_ask_again(world):
    trip = away(world)
    services.ask_return(trip=trip, reason="想家", actor=world.e1, now=LEFT + timedelta(days=1))
    with pytest.raises(Incomplete):
        services.deny_return(trip=trip, reason=" ", actor=world.quality_supervisor, now=LEFT + timedelta(days=2))
    denied = services.deny_return(
        trip=trip, reason="任务未完", actor=world.quality_supervisor, now=LEFT + timedelta(days=2)
    )
    assert (denied.state, denied.answer) == ("away", "任务未完")
    again = services.ask_return(trip=trip, reason="任务完成", actor=world.e1, now=LEFT + timedelta(days=61))
    assert (again.state, again.answer) == ("return_asked", "")


@pytest.mark.parametrize(("at", "state", "found"), [
    ("2026-05-11 10:00:00", "met", []),
    ("2026-05-11 23:59:59.999999", "met", []),
    ("2026-05-12 00:00:00", "missed", ["late_report_back"]),
])  # fmt: skip
def test_the_report_is_due_until_the_end_of_the_next_day(world, at, state, found):
    trip = back(world, away(world), moment("2026-05-10 10:00:00"))
    services.report_back(trip=trip, actor=world.e1, now=moment(at))
    assert (str(limit(trip, "report_back").state), breaches(trip)) == (state, found)


def test_the_same_act_twice_has_one_effect(world):
    trip = away(world)
    with pytest.raises(WrongState):
        services.depart(trip=trip, actor=world.e1, now=LEFT + TICK)
    done = back(world, trip, LEFT + timedelta(days=30))
    with pytest.raises(WrongState):
        services.return_to_factory(trip=done, actor=world.e1, now=LEFT + timedelta(days=31))
    assert Fact.objects.filter(event="trip.returned").count() == 1


@pytest.mark.parametrize("act", ["ask_return", "return_to_factory", "report_back"])
def test_nothing_of_a_journey_is_done_before_it_began(world, act):
    trip = order(world)
    more = {"reason": "任务完成"} if act == "ask_return" else {}
    with pytest.raises(WrongState):
        getattr(services, act)(trip=trip, actor=world.e1, now=LEFT, **more)


@pytest.mark.parametrize("act", ["depart", "return_to_factory", "report_back"])
@pytest.mark.parametrize("who", ["e2", "quality_supervisor", "gm"])
def test_only_the_traveller_travels(world, act, who):
    trip = order(world)
    with pytest.raises(NotAllowed):
        getattr(services, act)(trip=trip, actor=world.people[who], now=LEFT)


@pytest.mark.parametrize("who", ["e1", "liaison", "head", "clerk", "auditor"])
def test_only_the_quality_service_supervisor_orders(world, who):
    with pytest.raises(NotAllowed):
        order(world, by=who)
    assert not Trip.objects.exists()


def test_a_supervisor_who_travels_himself_orders_and_allows_nothing_for_himself(world):
    RoleAssignment.objects.create(person=world.quality_supervisor, role="field_engineer", since=ORDERED)
    with pytest.raises(OwnCase):
        order(world, "quality_supervisor")


def test_an_order_while_away_or_ordered_is_refused(world):
    trip = order(world)
    with pytest.raises(WrongState) as refusal:
        order(world, on=date(2026, 3, 5))
    assert trip.number in str(refusal.value)
    services.depart(trip=trip, actor=world.e1, now=LEFT)
    with pytest.raises(WrongState) as refusal:
        order(world, on=date(2026, 5, 5), at=LEFT)
    assert "返厂" in str(refusal.value)


def test_the_next_order_may_come_before_the_report_of_the_last(world):
    trip = back(world, away(world), LEFT + timedelta(days=60))
    assert order(world, on=date(2026, 6, 1), at=trip.returned_at).state == "ordered"


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2027, 6, 1)])
def test_an_order_is_for_a_day_that_can_be_meant(world, day):
    with pytest.raises(OutOfRange):
        order(world, on=day)


def test_nobody_is_sent_out_from_his_leave(world):
    services.take_leave(
        engineer=world.e1, first_day=date(2026, 3, 3), last_day=date(2026, 3, 4), actor=world.quality_supervisor,
        now=ORDERED,
    )  # fmt: skip
    with pytest.raises(NotAssignable) as refusal:
        order(world)
    assert "休假至 3月4日" in str(refusal.value)


def test_a_changed_order_has_a_new_date_and_epoch(world):
    trip = order(world)
    services.change_departure(
        trip=trip, depart_on=date(2026, 3, 6), reason="车票改签", actor=world.quality_supervisor, now=ORDERED
    )
    row = limit(trip)
    assert (row.epoch, row.due_at) == (2, moment("2026-03-07 00:00:00") - TICK)
    rounds(moment("2026-03-05 00:00:00"))
    services.depart(trip=trip, actor=world.e1, now=moment("2026-03-06 23:00:00"))
    assert breaches(trip) == []


def test_an_order_is_changed_until_its_day_is_over(world):
    trip, new = order(world), {"depart_on": date(2026, 3, 9), "reason": "改期", "actor": world.quality_supervisor}
    with pytest.raises(TooLate):
        services.change_departure(trip=trip, **new, now=moment("2026-03-04 00:00:00"))
    services.change_departure(trip=trip, **new, now=moment("2026-03-03 23:59:59"))
    assert breaches(trip) == []


def test_a_cancelled_order_is_never_missed_but_a_missed_one_stays_missed(world):
    given = {"reason": "任务取消", "actor": world.quality_supervisor}
    first = order(world)
    services.cancel_departure(trip=first, **given, now=ORDERED)
    rounds(moment("2026-03-05 00:00:00"))
    assert breaches(first) == []
    second = order(world, "e2", on=date(2026, 3, 6), at=moment("2026-03-05 09:00:00"))
    services.cancel_departure(trip=second, **given, now=moment("2026-03-07 09:00:00"))
    assert breaches(second) == ["late_departure"]


def test_the_version_of_the_ordered_day_judges_also_when_it_came_later(world):
    order(world, on=date(2026, 3, 20))

    def dearer(document):
        document["consequences"]["late_departure"]["do"] = [{"fine": {"fixed": 800}}]

    changed(dearer, on=date(2026, 3, 10), actor=world.gm, now=moment("2026-03-05 09:00:00"))
    rounds(moment("2026-03-21 00:00:00"))
    assert Proposal.objects.get(consequence="late_departure").effects[0]["amount"] == "800.00"


def test_days_are_judged_by_the_version_of_the_return(world):
    trip = away(world)

    def shorter(document):
        document["params"]["trip_min_days"]["value"] = 30

    changed(shorter, on=date(2026, 4, 1), actor=world.gm, now=LEFT)
    assert breaches(back(world, trip, moment("2026-04-02 10:00:00"))) == []


def test_a_book_without_the_limit_asks_for_no_date(world):

    def without(document):
        del document["deadlines"]["depart"], document["consequences"]["late_departure"]
        kept = [name for name in document["coverage"]["9.8"] if not name.endswith((".depart", ".late_departure"))]
        document["coverage"]["9.8"] = kept

    changed(without, on=date(2026, 3, 2), actor=world.gm, now=ORDERED - timedelta(days=1))
    trip = order(world)
    assert not Deadline.objects.filter(kind="depart").exists()
    assert services.depart(trip=trip, actor=world.e1, now=LEFT + timedelta(days=9)).state == "away"
