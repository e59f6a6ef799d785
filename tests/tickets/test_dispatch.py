"""dispatch: who goes, and who answers for being late (clauses 6.2, 9.9)."""

from datetime import date, timedelta

import pytest

from accounts.models import Absence
from core.errors import Incomplete, NotAllowed, NotAssignable, OutOfRange, WrongState
from judgement.models import Fact
from tests.factories import NOTICE, World, dispatched, machine, on_site, reported, working
from tests.tickets.reading import clock, fines, logged, rows, swept, told
from tickets import services
from tickets.models import Assignment
from tickets.selectors import engineer_at

HOUR = timedelta(hours=1)
DUE = NOTICE + 12 * HOUR
TICK = timedelta(microseconds=1)


def send(world: World, ticket, engineer, at=NOTICE + HOUR, reason="", actor=None):
    return services.dispatch(
        ticket=ticket, engineer=engineer, reason=reason, actor=actor or world.liaison, now=at
    )


def test_engineer_is_sent_and_told(world: World) -> None:
    ticket = send(world, reported(world), world.e1)

    assert (ticket.state, ticket.engineer, logged(ticket, "dispatch")) == ("dispatched", world.e1, 1)
    assert told("e1") == ["dispatched"]


def test_dispatch_neither_starts_nor_moves_the_clock(world: World) -> None:
    ticket = send(world, reported(world), world.e1, at=NOTICE + 4 * HOUR)

    row = clock(ticket)
    assert (row.start_at, row.due_at, row.person, row.epoch) == (NOTICE, DUE, world.e1, 1)


@pytest.mark.parametrize("who", ["salesperson", "e1", "supervisor", "head", "clerk", "administrator"])
def test_only_the_liaison_dispatches(world: World, who: str) -> None:
    ticket = reported(world)
    before = rows(ticket)

    with pytest.raises(NotAllowed):
        send(world, ticket, world.e1, actor=world.people[who])
    assert rows(ticket) == before


def test_sending_the_same_engineer_twice_is_refused(world: World) -> None:
    ticket = dispatched(world)

    with pytest.raises(WrongState, match="张伟"):
        send(world, ticket, world.e1)
    assert logged(ticket, "dispatch") == 1


@pytest.mark.parametrize("who", ["liaison", "salesperson"])
def test_who_is_no_engineer_cannot_be_sent(world: World, who: str) -> None:
    with pytest.raises(NotAssignable):
        send(world, reported(world), world.people[who])


def test_engineer_on_leave_cannot_be_sent(world: World) -> None:
    Absence.objects.create(person=world.e1, kind="leave", first_day=date(2026, 3, 1), last_day=date(2026, 3, 3))

    with pytest.raises(NotAssignable, match="休假"):
        send(world, reported(world), world.e1)


def test_engineer_of_another_region_can_be_sent(world: World) -> None:
    assert send(world, reported(world), world.e3).engineer == world.e3


def test_replacing_needs_a_reason(world: World) -> None:
    ticket = dispatched(world)

    with pytest.raises(Incomplete):
        send(world, ticket, world.e2)
    with pytest.raises(OutOfRange):
        send(world, ticket, world.e2, reason="whim")


def test_s19_replaced_in_time_the_new_engineer_answers(world: World) -> None:
    ticket = send(world, dispatched(world), world.e2, at=NOTICE + 8 * HOUR, reason="absence")

    swept(DUE + TICK)
    assert (clock(ticket).due_at, fines(ticket)) == (DUE, [("6.2", "e2", "proposed")])
    assert told("e1")[-2:] == ["dispatched", "reassigned"]


@pytest.mark.parametrize(
    ("at", "answers"), [(DUE - TICK, "e2"), (DUE, "e2"), (DUE + TICK, "e1")], ids=["before", "at due", "after"]
)
def test_breach_is_of_whoever_had_the_job_at_the_due_instant(world: World, at, answers: str) -> None:
    ticket = send(world, dispatched(world), world.e2, at=at, reason="other")

    swept(DUE + HOUR)
    assert fines(ticket) == [("6.2", answers, "proposed")]


def test_dispatched_after_the_due_instant_nobody_answers(world: World) -> None:
    ticket = send(world, reported(world), world.e1, at=DUE + TICK)

    assert (clock(ticket).state, fines(ticket)) == ("missed", [])
    assert "unassigned" in told("supervisor")
    assert "unassigned" in told("head")


def test_reassignment_after_the_arrival_starts_no_clock(world: World) -> None:
    ticket = send(world, on_site(world), world.e2, at=NOTICE + 5 * HOUR, reason="other")

    assert (ticket.state, clock(ticket).state, clock(ticket).person) == ("dispatched", "met", world.e1)


def test_replaced_for_skill_is_a_fact_about_the_one_replaced(world: World) -> None:
    ticket = send(world, on_site(world), world.e2, at=NOTICE + 5 * HOUR, reason="skill")

    fact = Fact.objects.get(event="ticket.replaced")
    assert (fact.person, fact.happened_at) == (world.e1, NOTICE + 5 * HOUR)
    assert [(clause, who) for clause, who, _state in fines(ticket)] == [("9.9", "e1")]


def test_replaced_for_absence_is_no_fact(world: World) -> None:
    send(world, dispatched(world), world.e2, reason="absence")

    assert not Fact.objects.exists()


def test_records_tell_who_had_the_job_when(world: World) -> None:
    ticket = send(world, dispatched(world), world.e2, at=NOTICE + HOUR, reason="other")

    changed = NOTICE + HOUR
    assert [engineer_at(ticket, at) for at in (NOTICE, changed - TICK, changed)] == [None, world.e1, world.e2]
    assert Assignment.objects.filter(ticket=ticket, until=None).count() == 1


def test_reassignment_lifts_the_escalation(world: World) -> None:
    ticket = services.escalate(
        ticket=on_site(world), description="通讯协议未知", actor=world.e1, now=NOTICE + 4 * HOUR
    )
    send(world, ticket, world.e2, at=NOTICE + 5 * HOUR, reason="skill")

    assert not ticket.holds.filter(lifted_at=None).exists()


def test_ticket_at_work_is_not_dispatched(world: World) -> None:
    ticket = working(world)

    with pytest.raises(WrongState, match="维修中"):
        send(world, ticket, world.e2, at=NOTICE + 5 * HOUR, reason="other")


def test_ticket_at_the_office_is_dispatched_only_after_an_instruction(world: World) -> None:
    machine("P9", world.customers["c1"], "six", date(2025, 1, 10))
    ticket = services.hand_to_office(
        ticket=reported(world, serial="P9"), office=world.offices["chengdu"], actor=world.liaison, now=NOTICE + HOUR
    )
    with pytest.raises(WrongState, match="批示"):
        send(world, ticket, world.e1, at=NOTICE + 2 * HOUR)

    services.instruct(ticket=ticket, text="请派员支援", actor=world.head, now=NOTICE + 3 * HOUR)
    ticket = send(world, ticket, world.e1, at=NOTICE + 4 * HOUR)
    assert (ticket.state, clock(ticket).state) == ("dispatched", "ended")
