"""hand_to_office, office_done, instruct: service out of warranty (clauses 7.6, 9.4, 9.11; cases W12, W13)."""

from datetime import date, timedelta

import pytest

from core.errors import Incomplete, NotAllowed, WrongState
from core.subjects import Subject
from deadlines.selectors import current
from tests.factories import NOTICE, World, dispatched, machine, moment, reported, to_call
from tests.tickets.reading import clock, logged, swept, told
from tickets import services

HOUR = timedelta(hours=1)
EXPIRED = moment("2026-06-02 09:00:00")


def expired(world: World):
    """The ticket of W12: the six months ended yesterday."""
    return reported(world, serial="P4", at=EXPIRED)


def hand_over(world: World, ticket, **given):
    told = {"office": world.offices["guiyang"], "actor": world.liaison, "now": EXPIRED + HOUR, **given}
    return services.hand_to_office(ticket=ticket, **told)


def test_w2_expired_ticket_goes_to_the_office_and_its_clock_ends(world: World) -> None:
    ticket = hand_over(world, expired(world))

    swept(EXPIRED + 100 * HOUR)
    assert (ticket.state, ticket.office, clock(ticket).state) == (
        "handed_to_office", world.offices["guiyang"], "ended",
    )  # fmt: skip
    assert told("office_head") == ["handed_to_office"]


def test_w13_ticket_in_warranty_is_not_for_the_office(world: World) -> None:
    ticket = reported(world, serial="P4")

    with pytest.raises(WrongState, match="保修"):
        hand_over(world, ticket, now=NOTICE + HOUR)
    assert (clock(ticket).state, logged(ticket, "hand_to_office")) == ("open", 0)


def test_ticket_of_unknown_coverage_waits_for_the_date(world: World) -> None:
    machine("P9", world.customers["c1"], ex_factory_on=None)

    with pytest.raises(WrongState, match="出厂日期"):
        hand_over(world, reported(world, serial="P9"), now=NOTICE + HOUR)


def test_handing_over_is_the_liaisons_needs_an_office_and_happens_once(world: World) -> None:
    ticket = expired(world)

    with pytest.raises(NotAllowed):
        hand_over(world, ticket, actor=world.clerk)
    with pytest.raises(Incomplete):
        hand_over(world, ticket, office=None)
    hand_over(world, ticket)
    with pytest.raises(WrongState):
        hand_over(world, ticket)


def test_dispatched_ticket_is_not_handed_over(world: World) -> None:
    ticket = dispatched(world, serial="P4", at=EXPIRED)

    with pytest.raises(WrongState, match="已派工"):
        hand_over(world, ticket)


@pytest.mark.parametrize("who", ["office_head", "liaison"])
def test_office_done_opens_the_call_task(world: World, who: str) -> None:
    ticket = hand_over(world, expired(world))
    ticket = services.office_done(ticket=ticket, actor=world.people[who], now=EXPIRED + 5 * HOUR)

    task = current(Subject.of(ticket), "follow_up")
    assert (ticket.state, task.state, task.due_at) == ("follow_up", "open", moment("2026-06-05 23:59:59.999999"))


def test_another_offices_head_does_not_report_it_done(world: World) -> None:
    ticket = hand_over(world, expired(world), office=world.offices["chengdu"])

    with pytest.raises(NotAllowed, match="所在办事处"):
        services.office_done(ticket=ticket, actor=world.office_head, now=EXPIRED + 5 * HOUR)


def test_office_done_twice_is_refused(world: World) -> None:
    ticket = hand_over(world, expired(world))
    services.office_done(ticket=ticket, actor=world.liaison, now=EXPIRED + 5 * HOUR)

    with pytest.raises(WrongState):
        services.office_done(ticket=ticket, actor=world.liaison, now=EXPIRED + 6 * HOUR)


def instruct(world: World, ticket, **given):
    return services.instruct(
        ticket=ticket, **{"text": "请派员支援该用户", "actor": world.head, "now": EXPIRED + 2 * HOUR, **given}
    )


def test_w12_instruction_brings_the_ticket_back_without_a_new_clock(world: World) -> None:
    ticket = instruct(world, hand_over(world, expired(world)))
    ticket = services.dispatch(ticket=ticket, engineer=world.e3, actor=world.liaison, now=EXPIRED + 3 * HOUR)

    swept(EXPIRED + 100 * HOUR)
    assert (ticket.state, ticket.engineer, clock(ticket).state) == ("dispatched", world.e3, "ended")


def test_handing_over_asks_for_a_new_instruction(world: World) -> None:
    ticket = hand_over(world, instruct(world, expired(world), now=EXPIRED))

    with pytest.raises(WrongState, match="批示"):
        services.dispatch(ticket=ticket, engineer=world.e3, actor=world.liaison, now=EXPIRED + 3 * HOUR)


def test_instruction_is_the_heads_and_has_a_text(world: World) -> None:
    with pytest.raises(NotAllowed):
        instruct(world, expired(world), actor=world.supervisor)
    with pytest.raises(Incomplete):
        instruct(world, expired(world), text="")


def test_closed_ticket_is_not_instructed(world: World) -> None:
    ticket = services.cancel(ticket=expired(world), reason="用户放弃", actor=world.supervisor, now=EXPIRED + HOUR)

    with pytest.raises(WrongState, match="已取消"):
        instruct(world, ticket)


def test_guaranteed_repair_out_of_warranty_stays_with_the_department(world: World) -> None:
    machine("P9", world.customers["c1"], "twelve", date(2025, 3, 31))
    to_call(world, serial="P9", at=moment("2026-02-28 08:00:00"))

    ticket = reported(world, serial="P9", at=EXPIRED)
    with pytest.raises(WrongState, match="维修保证期"):
        hand_over(world, ticket)
