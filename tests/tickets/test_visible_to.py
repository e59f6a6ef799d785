"""Who sees which tickets (default: none)."""

import pytest

from accounts.models import Delegation, Office
from core.errors import NotFound
from tests.factories import NOTICE, STEP, World, dispatched, moment, reported, to_call
from tickets import services
from tickets.models import Ticket
from tickets.selectors import may_read_file, visible_ticket

LATER = NOTICE + STEP * 100

ALL = ["liaison", "clerk", "supervisor", "quality_supervisor", "head", "gm", "auditor"]
NONE = [
    "finance", "administrator", "statistician", "keeper", "freight", "inspector", "loss_rep", "salesperson",
    "sales_director", "office_head", "e3",
]  # fmt: skip


def seen(world: World, who: str) -> list[Ticket]:
    return list(Ticket.objects.visible_to(world.people[who], now=LATER).order_by("pk"))


@pytest.mark.parametrize("who", ALL)
def test_desk_managers_and_auditor_see_all(world: World, who: str) -> None:
    tickets = [reported(world), dispatched(world)]

    assert seen(world, who) == tickets


@pytest.mark.parametrize("who", NONE)
def test_others_see_none(world: World, who: str) -> None:
    reported(world)
    dispatched(world)

    assert seen(world, who) == []


def test_engineer_sees_the_jobs_he_has(world: World) -> None:
    mine = dispatched(world)
    dispatched(world, engineer=world.e2)

    assert seen(world, "e1") == [mine]


def test_engineer_replaced_loses_sight_until_the_ticket_is_closed(world: World) -> None:
    ticket = dispatched(world)
    services.dispatch(ticket=ticket, engineer=world.e2, reason="other", actor=world.liaison, now=NOTICE + STEP * 2)
    assert (seen(world, "e1"), seen(world, "e2")) == ([], [ticket])

    services.cancel(ticket=ticket, reason="用户放弃", actor=world.supervisor, now=NOTICE + STEP * 3)
    assert (seen(world, "e1"), seen(world, "e2")) == ([ticket], [ticket])


def test_engineer_sees_what_he_served_after_closing(world: World) -> None:
    ticket = services.follow_up(ticket=to_call(world), outcome="solved", actor=world.liaison, now=LATER)

    assert seen(world, "e1") == [ticket]


def test_office_head_sees_what_was_handed_to_his_office(world: World) -> None:
    at = moment("2026-06-02 09:00:00")
    tickets = [reported(world, serial="P4", at=at) for _number in range(2)]
    for ticket, office in zip(tickets, Office.objects.order_by("code"), strict=True):
        services.hand_to_office(ticket=ticket, office=office, actor=world.liaison, now=at + STEP)

    assert seen(world, "office_head") == [tickets[1]]


def test_deputy_sees_what_his_principal_sees_for_the_period_only(world: World) -> None:
    ticket = reported(world)
    Delegation.objects.create(
        principal=world.head, deputy=world.salesperson, role="dept_head", since=NOTICE, until=LATER + STEP
    )

    visible = Ticket.objects.visible_to
    assert list(visible(world.salesperson, now=LATER)) == [ticket]
    assert list(visible(world.salesperson, now=LATER + STEP * 2)) == []


def test_number_out_of_sight_does_not_exist(world: World) -> None:
    ticket = dispatched(world)

    assert visible_ticket(f" {ticket.number.lower()} ", world.e1, now=LATER) == ticket
    for number, person in ((ticket.number, world.e2), ("T2603-9999", world.liaison)):
        with pytest.raises(NotFound):
            visible_ticket(number, person, now=LATER)


def test_files_of_a_ticket_are_read_by_who_sees_it(world: World) -> None:
    ticket = dispatched(world)

    assert may_read_file(ticket.pk, person=world.e1, now=LATER)
    assert not may_read_file(ticket.pk, person=world.e2, now=LATER)
