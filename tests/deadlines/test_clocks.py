"""Start, stop, end, reassign, restart: at the due instant, a microsecond before, a microsecond after."""

import pytest

from core.journal import SYSTEM
from core.subjects import Subject
from deadlines import selectors, services
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from judgement.models import Proposal

SEVEN = Subject("tickets.ticket", 7)
WHICH = {"kind": "arrival", "subject": SEVEN, "occurrence": "1"}


@pytest.mark.parametrize(
    ("instant", "state", "proposals"),
    [("19:59:59.999999", "met", 0), ("20:00:00", "met", 0), ("20:00:00.000001", "missed", 1)],
)
def test_arriving_exactly_at_the_limit_complies(clock_of, at, instant, state, proposals):
    clock_of(7)
    arrived = at(f"2026-03-02 {instant}")
    services.stop(**WHICH, at=arrived, actor=SYSTEM, now=arrived)
    assert selectors.current(SEVEN, "arrival").state == state
    assert Proposal.objects.count() == proposals


def test_a_stop_after_the_sweep_leaves_the_breach_alone(clock_of, at):
    clock_of(7)
    services.sweep(now=at("2026-03-02 20:00:01"))
    services.stop(**WHICH, at=at("2026-03-02 21:00:00"), actor=SYSTEM, now=at("2026-03-02 21:00:00"))
    row = selectors.current(SEVEN, "arrival")
    assert (row.state, row.stopped_at, Proposal.objects.count()) == ("missed", at("2026-03-02 21:00:00"), 1)


@pytest.mark.parametrize(("hour", "state"), [("13:00:00", "ended"), ("20:00:00", "ended"), ("21:00:00", "missed")])
def test_a_cancellation_ends_the_clock_only_while_it_runs(clock_of, at, hour, state):
    clock_of(7)
    when = at(f"2026-03-02 {hour}")
    services.end(**WHICH, at=when, actor=SYSTEM, now=when)
    services.sweep(now=at("2026-03-03 00:00:00"))
    assert selectors.current(SEVEN, "arrival").state == state


def test_typed_in_after_the_limit_it_is_judged_at_once(clock_of, at):
    row = clock_of(7, now=at("2026-03-02 20:00:01"))
    assert (row.state, Proposal.objects.get().happened_on.isoformat()) == (DeadlineState.MISSED, "2026-03-02")


def test_replaced_in_time_the_next_engineer_answers(clock_of, at, li):
    clock_of(7)
    facts = {"ticket.engineer": li.pk}
    services.reassign(**WHICH, person=li, facts=facts, actor=SYSTEM, now=at("2026-03-02 16:00:00"))
    services.sweep(now=at("2026-03-02 20:00:01"))
    assert Proposal.objects.get().person == li


def test_replaced_after_the_limit_but_before_the_sweep_the_first_one_answers(clock_of, at, wang, li):
    clock_of(7)
    facts = {"ticket.engineer": li.pk}
    services.reassign(**WHICH, person=li, facts=facts, actor=SYSTEM, now=at("2026-03-02 20:00:00.000001"))
    assert Proposal.objects.get().person == wang


def move(at, due: str, now: str, person=None, **more) -> Deadline:
    return services.restart(
        **WHICH, start_at=at("2026-03-02 08:00:00"), due_at=at(due), person=person, reason="现场更正",
        facts={"ticket.engineer": person and person.pk}, formula={}, actor=SYSTEM, now=at(now), **more,
    )  # fmt: skip


def test_moved_later_an_open_breach_is_withdrawn(clock_of, at, wang):
    clock_of(7)
    services.sweep(now=at("2026-03-02 20:30:00"))
    move(at, "2026-03-04 08:00:00", "2026-03-02 21:00:00", wang)
    assert (selectors.current(SEVEN, "arrival").state, Proposal.objects.get().state) == ("open", "revoked")


def test_moved_later_before_the_sweep_saw_it_the_breach_is_recorded_and_withdrawn(clock_of, at, wang):
    clock_of(7)
    move(at, "2026-03-04 08:00:00", "2026-03-02 21:00:00", wang)
    assert (selectors.current(SEVEN, "arrival").state, Proposal.objects.get().state) == ("open", "revoked")


def test_moved_earlier_than_now_it_is_judged_at_once(clock_of, at, wang):
    clock_of(7, due="2026-03-04 08:00:00")
    row = move(at, "2026-03-02 20:00:00", "2026-03-02 22:00:00", wang)
    assert (row.epoch, row.state, Proposal.objects.get().person) == (2, "missed", wang)


def test_moved_earlier_than_the_arrival_the_arrival_was_late(clock_of, at, wang):
    clock_of(7, due="2026-03-04 08:00:00")
    arrived = at("2026-03-02 21:00:00")
    services.stop(**WHICH, at=arrived, actor=SYSTEM, now=arrived)
    assert move(at, "2026-03-02 20:00:00", "2026-03-03 09:00:00", wang).state == "missed"


def test_moved_but_still_in_time_for_the_arrival_it_stays_met(clock_of, at, wang):
    clock_of(7)
    arrived = at("2026-03-02 12:00:00")
    services.stop(**WHICH, at=arrived, actor=SYSTEM, now=arrived)
    assert move(at, "2026-03-02 19:00:00", "2026-03-03 09:00:00", wang).state == "met"


def test_a_new_epoch_that_is_missed_again_is_proposed_again(clock_of, at, wang):
    clock_of(7)
    services.sweep(now=at("2026-03-02 20:30:00"))
    move(at, "2026-03-03 08:00:00", "2026-03-02 21:00:00", wang)
    services.sweep(now=at("2026-03-03 08:00:01"))
    assert sorted(p.state for p in Proposal.objects.all()) == ["proposed", "revoked"]


def test_only_one_epoch_is_current(clock_of, at, wang):
    clock_of(7)
    move(at, "2026-03-03 08:00:00", "2026-03-02 21:00:00", wang)
    assert Deadline.objects.filter(superseded_at=None).count() == 1


def test_a_dropped_limit_withdraws_its_breach(clock_of, at):
    clock_of(7)
    services.sweep(now=at("2026-03-02 20:30:00"))
    services.drop(**WHICH, reason="现场在境外", actor=SYSTEM, now=at("2026-03-02 21:00:00"))
    assert (selectors.current(SEVEN, "arrival"), Proposal.objects.get().state) == (None, "revoked")


def test_a_limit_dropped_before_the_sweep_leaves_the_same_trace(clock_of, at):
    clock_of(7)
    services.drop(**WHICH, reason="现场在境外", actor=SYSTEM, now=at("2026-03-02 21:00:00"))
    assert (selectors.current(SEVEN, "arrival"), Proposal.objects.get().state) == (None, "revoked")


def test_an_excuse_leaves_the_mark_of_being_late(clock_of, at):
    clock_of(7)
    services.sweep(now=at("2026-03-02 20:30:00"))
    services.excuse(**WHICH, reason="洪水", actor=SYSTEM, now=at("2026-03-05 09:00:00"))
    assert selectors.current(SEVEN, "arrival").state == DeadlineState.EXCUSED


def test_what_was_not_missed_needs_no_excuse(clock_of, at):
    clock_of(7)
    services.excuse(**WHICH, reason="洪水", actor=SYSTEM, now=at("2026-03-02 09:00:00"))
    assert selectors.current(SEVEN, "arrival").state == DeadlineState.OPEN
