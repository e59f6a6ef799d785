"""cancel, link_duplicate: nobody needs to come (clauses 6.1, 6.2)."""

from datetime import datetime, timedelta

import pytest

from core.errors import Incomplete, NotAllowed, OutOfRange, WrongState
from tests.factories import NOTICE, World, dispatched, on_site, reported
from tests.tickets.reading import clock, fines, logged, swept, told
from tickets import services
from tickets.models import Assignment

HOUR = timedelta(hours=1)
DUE = NOTICE + 12 * HOUR
TICK = timedelta(microseconds=1)


def cancel(world: World, ticket, at: datetime = NOTICE + HOUR, **given):
    return services.cancel(ticket=ticket, now=at, **{"reason": "用户自行恢复", "actor": world.supervisor, **given})


@pytest.mark.parametrize(
    ("at", "state", "found"),
    [(DUE, "ended", []), (DUE + TICK, "missed", [("6.2", "e1", "proposed")])],
    ids=["S16 at the due instant", "S16 a microsecond later"],
)
def test_clock_ends_unless_the_breach_stands(world: World, at: datetime, state: str, found: list) -> None:
    ticket = cancel(world, dispatched(world), at)

    swept(DUE + HOUR)
    assert (ticket.state, ticket.closed_at, clock(ticket).state, fines(ticket)) == ("cancelled", at, state, found)


def test_engineer_on_his_way_is_told(world: World) -> None:
    cancel(world, dispatched(world))

    assert (told("e1"), Assignment.objects.filter(until=None).count()) == (["dispatched", "cancelled"], 0)


def test_reported_ticket_is_cancelled_without_telling_anybody(world: World) -> None:
    assert cancel(world, reported(world)).state == "cancelled"


def test_cancelling_needs_the_supervisor_a_reason_and_an_early_state(world: World) -> None:
    with pytest.raises(NotAllowed):
        cancel(world, reported(world), actor=world.liaison)
    with pytest.raises(Incomplete):
        cancel(world, reported(world), reason="")
    with pytest.raises(WrongState, match="已到场"):
        cancel(world, on_site(world), NOTICE + 4 * HOUR)


def test_cancelling_twice_is_refused(world: World) -> None:
    ticket = cancel(world, reported(world))

    with pytest.raises(WrongState):
        cancel(world, ticket)
    assert logged(ticket, "cancel") == 1


def link(world: World, ticket, original, **given):
    return services.link_duplicate(
        ticket=ticket, original=original, **{"actor": world.liaison, "now": NOTICE + HOUR, **given}
    )


def test_duplicate_is_cancelled_and_points_at_the_original(world: World) -> None:
    first, second = dispatched(world), reported(world)
    second = link(world, second, first)

    assert (second.state, second.duplicate_of, clock(second).state) == ("cancelled", first, "ended")
    assert (logged(second, "link_duplicate"), logged(second, "cancel"), clock(first).state) == (1, 0, "open")


def test_ticket_is_no_duplicate_of_itself_or_of_a_cancelled_one(world: World) -> None:
    first, second = cancel(world, reported(world)), reported(world)

    with pytest.raises(OutOfRange):
        link(world, second, second)
    with pytest.raises(OutOfRange, match=first.number):
        link(world, second, first)


def test_linking_is_the_liaisons(world: World) -> None:
    with pytest.raises(NotAllowed):
        link(world, reported(world), reported(world), actor=world.e1)
