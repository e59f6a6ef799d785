"""start_work: nothing that the work needs is outstanding (clause 6.10)."""

from datetime import timedelta

import pytest

from core.errors import NotAllowed, WrongState
from tests.factories import NOTICE, World, dispatched, on_site
from tests.tickets.reading import logged
from tickets import services
from tickets.states import HoldKind

HOUR = timedelta(hours=1)
AT = NOTICE + 4 * HOUR


def start(world: World, ticket, **given):
    return services.start_work(ticket=ticket, **{"actor": world.e1, "now": AT, **given})


def test_work_starts_on_site(world: World) -> None:
    ticket = start(world, on_site(world))

    assert (ticket.state, logged(ticket, "start_work")) == ("working", 1)


def test_work_starts_after_a_remote_diagnosis(world: World) -> None:
    ticket = services.resolve_remotely(
        ticket=dispatched(world), reason="电话指导", described_by_user="已复位", actor=world.e1, now=NOTICE + HOUR
    )

    assert start(world, ticket).state == "working"


@pytest.mark.parametrize("kind", [HoldKind.PARTS, HoldKind.PURCHASE])
def test_work_waits_for_parts_and_purchases(world: World, kind: str) -> None:
    ticket = on_site(world)
    hold = services.place_hold(ticket=ticket, kind=kind, note="齿轮箱 ×1", now=AT)

    with pytest.raises(WrongState, match="齿轮箱"):
        start(world, ticket)
    services.lift_hold(hold=hold, now=AT + HOUR)
    assert start(world, ticket, now=AT + HOUR).state == "working"


def test_work_is_of_the_assigned_engineer_and_starts_once(world: World) -> None:
    ticket = on_site(world)

    with pytest.raises(NotAllowed):
        start(world, ticket, actor=world.e2)
    start(world, ticket)
    with pytest.raises(WrongState):
        start(world, ticket)


def test_work_does_not_start_before_arriving(world: World) -> None:
    with pytest.raises(WrongState, match="已派工"):
        start(world, dispatched(world))
