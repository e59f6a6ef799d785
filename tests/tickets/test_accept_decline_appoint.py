"""accept, decline, appoint: what the engineer says before he comes (clauses 6.2, 7.1)."""

from datetime import timedelta

import pytest

from core.errors import Incomplete, NotAllowed, OutOfRange, WrongState
from tests.factories import NOTICE, World, dispatched, on_site, reported
from tests.tickets.reading import clock, fines, logged, swept, told
from tickets import services
from tickets.models import Appointment, Assignment

HOUR = timedelta(hours=1)
LATER = NOTICE + HOUR


def test_engineer_accepts_once(world: World) -> None:
    ticket = dispatched(world)
    services.accept(ticket=ticket, actor=world.e1, now=LATER)

    assert Assignment.objects.get().accepted_at == LATER
    with pytest.raises(WrongState, match="已经接单"):
        services.accept(ticket=ticket, actor=world.e1, now=LATER)
    assert logged(ticket, "accept") == 1


@pytest.mark.parametrize("who", ["e2", "liaison", "gm"])
def test_only_the_assigned_engineer_accepts(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        services.accept(ticket=dispatched(world), actor=world.people[who], now=LATER)


def test_declined_ticket_goes_back_to_the_desk_and_the_clock_goes_on(world: World) -> None:
    ticket = services.decline(ticket=dispatched(world), reason="车辆故障", actor=world.e1, now=LATER)

    assert (ticket.state, ticket.engineer, told("liaison")) == ("reported", None, ["declined"])
    assert (clock(ticket).state, clock(ticket).person, clock(ticket).due_at) == ("open", None, NOTICE + 12 * HOUR)


def test_declined_and_sent_to_nobody_else_nobody_answers(world: World) -> None:
    ticket = services.decline(ticket=dispatched(world), reason="车辆故障", actor=world.e1, now=LATER)

    swept(NOTICE + 13 * HOUR)
    assert (clock(ticket).state, fines(ticket)) == ("missed", [])


def test_declining_after_the_due_instant_does_not_undo_the_breach(world: World) -> None:
    ticket = services.decline(ticket=dispatched(world), reason="太远", actor=world.e1, now=NOTICE + 13 * HOUR)

    assert fines(ticket) == [("6.2", "e1", "proposed")]


def test_declining_needs_a_reason_and_the_right_state(world: World) -> None:
    ticket = dispatched(world)
    with pytest.raises(Incomplete):
        services.decline(ticket=ticket, reason=" ", actor=world.e1, now=LATER)
    with pytest.raises(NotAllowed):
        services.decline(ticket=ticket, reason="太远", actor=world.e2, now=LATER)
    with pytest.raises(WrongState):
        services.decline(ticket=on_site(world), reason="太远", actor=world.e1, now=NOTICE + 4 * HOUR)


def appoint(world: World, ticket, visit_at, **given):
    told = {"work": "更换密封件", "place": "一号车间", "actor": world.e1, "now": LATER, **given}
    return services.appoint(ticket=ticket, visit_at=visit_at, **told)


def test_s15_appointment_does_not_move_the_due_time(world: World) -> None:
    ticket = appoint(world, dispatched(world), NOTICE + 72 * HOUR)

    assert (ticket.state, clock(ticket).due_at) == ("dispatched", NOTICE + 12 * HOUR)
    assert Appointment.objects.get().visit_at == NOTICE + 72 * HOUR


@pytest.mark.parametrize("at", [LATER, LATER - HOUR])
def test_appointment_lies_ahead(world: World, at) -> None:
    with pytest.raises(OutOfRange):
        appoint(world, dispatched(world), at)


def test_appointment_states_work_and_place(world: World) -> None:
    with pytest.raises(Incomplete) as refusal:
        appoint(world, dispatched(world), NOTICE + 2 * HOUR, work="", place="")
    assert set(refusal.value.details) == {"work", "place"}


def test_appointment_is_of_the_assigned_engineer(world: World) -> None:
    with pytest.raises(NotAllowed):
        appoint(world, dispatched(world), NOTICE + 2 * HOUR, actor=world.e2)
    with pytest.raises(NotAllowed):
        appoint(world, reported(world), NOTICE + 2 * HOUR)
