"""arrive: the first arrival stops the clock, exactly at the limit complies (clauses 5, 6.2)."""

from datetime import datetime, timedelta

import pytest

from core.errors import NotAllowed, OutOfRange, WrongState
from tests.factories import NOTICE, World, dispatched, on_site, reported, to_call, working
from tests.tickets.reading import clock, fines, logged, rows, swept
from tickets import services
from tickets.models import Arrival

HOUR = timedelta(hours=1)
DUE = NOTICE + 12 * HOUR
TICK = timedelta(microseconds=1)


def arrive(world: World, ticket, at: datetime, **given):
    return services.arrive(ticket=ticket, **{"actor": world.e1, "now": at, **given})


@pytest.mark.parametrize(
    ("at", "state", "found"),
    [
        (DUE - TICK, "met", []),
        (DUE, "met", []),
        (DUE + TICK, "missed", [("6.2", "e1", "proposed")]),
    ],
    ids=["a microsecond early", "exactly", "a microsecond late"],
)
def test_arrival_around_the_due_instant(world: World, at: datetime, state: str, found: list[object]) -> None:
    ticket = arrive(world, dispatched(world), at)

    assert (ticket.state, ticket.arrived_at, clock(ticket).state) == ("on_site", at, state)
    assert fines(ticket) == found


@pytest.mark.parametrize("swept_first", [True, False])
def test_breach_is_dated_by_its_due_instant_whether_swept_or_not(world: World, swept_first: bool) -> None:
    ticket = dispatched(world)
    if swept_first:
        swept(DUE + TICK)
    arrive(world, ticket, DUE + HOUR)

    assert swept(DUE + 2 * HOUR) == 0
    assert fines(ticket) == [("6.2", "e1", "proposed")]


def test_urgent_and_late_costs_the_higher_amount_only(world: World) -> None:
    ticket = arrive(world, dispatched(world, urgent=True), DUE + HOUR)

    assert fines(ticket) == [("6.2", "e1", "proposed")]


def test_second_arrival_of_the_cycle_is_refused_and_leaves_no_trace(world: World) -> None:
    ticket = on_site(world)
    before = rows(ticket)

    with pytest.raises(WrongState, match="已到场"):
        arrive(world, ticket, NOTICE + 4 * HOUR)
    assert (rows(ticket), Arrival.objects.count(), logged(ticket, "arrive")) == (before, 1, 1)


@pytest.mark.parametrize("who", ["e2", "liaison", "supervisor"])
def test_only_the_assigned_engineer_arrives(world: World, who: str) -> None:
    ticket = dispatched(world)

    with pytest.raises(NotAllowed):
        arrive(world, ticket, NOTICE + HOUR, actor=world.people[who])
    assert clock(ticket).state == "open"


def test_nobody_arrives_at_a_ticket_that_nobody_has(world: World) -> None:
    with pytest.raises(NotAllowed):
        arrive(world, reported(world), NOTICE + HOUR)


def test_engineer_sent_instead_arrives_too_and_stops_nothing(world: World) -> None:
    ticket = services.dispatch(
        ticket=on_site(world), engineer=world.e2, reason="other", actor=world.liaison, now=NOTICE + 5 * HOUR
    )
    ticket = arrive(world, ticket, NOTICE + 14 * HOUR, actor=world.e2)

    assert (ticket.state, ticket.arrived_at) == ("on_site", NOTICE + 3 * HOUR)
    assert list(Arrival.objects.order_by("pk").values_list("first", flat=True)) == [True, False]
    assert (clock(ticket).state, fines(ticket)) == ("met", [])


def test_claimed_time_is_kept_beside_the_time_of_receipt(world: World) -> None:
    ticket = arrive(world, dispatched(world), DUE + HOUR, arrived_at=DUE - HOUR, position="29.5,106.5")

    row = Arrival.objects.get()
    assert (row.received_at, row.claimed_at) == (DUE + HOUR, DUE - HOUR)
    assert clock(ticket).state == "missed"


@pytest.mark.parametrize("claimed", [DUE + TICK, NOTICE - TICK])
def test_claim_lies_between_notice_and_receipt(world: World, claimed: datetime) -> None:
    with pytest.raises(OutOfRange):
        arrive(world, dispatched(world), DUE, arrived_at=claimed)


def test_arrival_after_a_remote_solution_does_not_start_the_clock_again(world: World) -> None:
    ticket = services.resolve_remotely(
        ticket=dispatched(world), reason="电话指导", described_by_user="报警已消除", actor=world.e1, now=NOTICE + HOUR
    )
    ticket = arrive(world, ticket, DUE + HOUR)

    assert (ticket.state, clock(ticket).state, fines(ticket)) == ("on_site", "ended", [])


def test_ticket_at_work_is_not_arrived_at(world: World) -> None:
    with pytest.raises(WrongState):
        arrive(world, working(world), NOTICE + 5 * HOUR)


def test_s20_each_cycle_has_its_own_clock_and_its_own_breach(world: World) -> None:
    ticket = arrive(world, dispatched(world), DUE + HOUR)
    other = to_call(world, serial="P2", at=NOTICE)
    called = NOTICE + 30 * HOUR
    other = services.follow_up(ticket=other, outcome="unsolved", actor=world.liaison, now=called)
    other = services.dispatch(ticket=other, engineer=world.e2, actor=world.liaison, now=called + HOUR)
    other = arrive(world, other, called + 48 * HOUR + TICK, actor=world.e2)

    assert (clock(other, 1).state, clock(other, 2).state) == ("met", "missed")
    assert (fines(ticket), fines(other)) == ([("6.2", "e1", "proposed")], [("6.2", "e2", "proposed")])
