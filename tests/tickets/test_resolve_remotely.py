"""resolve_remotely: solved without reaching the site (clause 9.3)."""

from datetime import datetime, timedelta

import pytest

from core.errors import Incomplete, NotAllowed, WrongState
from tests.factories import NOTICE, World, dispatched, on_site
from tests.tickets.reading import clock, fines, logged, swept
from tickets import services
from tickets.models import RemoteSolution

HOUR = timedelta(hours=1)
DUE = NOTICE + 12 * HOUR
TICK = timedelta(microseconds=1)


def resolve(world: World, ticket, at: datetime, **given):
    told = {"reason": "电话指导复位", "described_by_user": "面板报警已消除", "actor": world.e1, **given}
    return services.resolve_remotely(ticket=ticket, now=at, **told)


@pytest.mark.parametrize(
    ("at", "state", "found"),
    [
        (DUE - TICK, "ended", []),
        (DUE, "ended", []),
        (DUE + TICK, "missed", [("6.2", "e1", "proposed")]),
    ],
)
def test_clock_ends_without_breach_unless_it_was_over(world: World, at: datetime, state: str, found: list) -> None:
    ticket = resolve(world, dispatched(world), at)

    swept(DUE + HOUR)
    assert (ticket.state, clock(ticket).state, fines(ticket)) == ("diagnosed", state, found)


@pytest.mark.parametrize("missing", ["reason", "described_by_user"])
def test_reason_and_the_users_words_are_required(world: World, missing: str) -> None:
    ticket = dispatched(world)

    with pytest.raises(Incomplete) as refusal:
        resolve(world, ticket, NOTICE + HOUR, **{missing: ""})
    assert (set(refusal.value.details), RemoteSolution.objects.count()) == ({missing}, 0)


def test_only_the_assigned_engineer_and_only_before_arriving(world: World) -> None:
    with pytest.raises(NotAllowed):
        resolve(world, dispatched(world), NOTICE + HOUR, actor=world.e2)
    with pytest.raises(WrongState):
        resolve(world, on_site(world), NOTICE + 4 * HOUR)


def test_second_time_is_refused(world: World) -> None:
    ticket = resolve(world, dispatched(world), NOTICE + HOUR)

    with pytest.raises(WrongState):
        resolve(world, ticket, NOTICE + HOUR)
    assert logged(ticket, "resolve_remotely") == 1


def test_site_once_reached_in_the_cycle_is_not_solved_remotely(world: World) -> None:
    ticket = services.dispatch(
        ticket=on_site(world), engineer=world.e2, reason="other", actor=world.liaison, now=NOTICE + 5 * HOUR
    )

    with pytest.raises(WrongState, match="到过现场"):
        resolve(world, ticket, NOTICE + 6 * HOUR, actor=world.e2)
