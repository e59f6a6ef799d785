"""The one next action: whose turn it is in every state."""

from datetime import timedelta

import pytest

from accounts.matrix import matrix
from tests.factories import NOTICE, World, dispatched, moment, on_site, reported, signed_card, to_call, working
from tickets import services
from tickets.models import Ticket
from tickets.selectors import next_act, turn_of
from tickets.selectors.next_act import STEPS

HOUR = timedelta(hours=1)
AT = NOTICE + 4 * HOUR


def acts(world: World, ticket: Ticket, *who: str) -> list[str | None]:
    found = [next_act(Ticket.objects.get(pk=ticket.pk), world.people[name], now=AT) for name in who]
    return [act.act if act else None for act in found]


def test_reported_ticket_is_the_liaisons_to_dispatch(world: World) -> None:
    ticket = reported(world)

    assert acts(world, ticket, "liaison", "clerk", "e1", "gm") == ["dispatch", None, None, None]
    assert turn_of(ticket) == "等待客户联络员派工"


def test_expired_ticket_is_the_liaisons_to_hand_over(world: World) -> None:
    assert acts(world, reported(world, at=moment("2026-09-01 08:00:00")), "liaison") == ["hand_to_office"]


def test_engineer_accepts_appoints_and_arrives(world: World) -> None:
    ticket = dispatched(world)
    assert acts(world, ticket, "e1", "e2", "liaison") == ["accept", None, None]

    services.accept(ticket=ticket, actor=world.e1, now=NOTICE + HOUR)
    assert acts(world, ticket, "e1") == ["appoint"]
    services.appoint(
        ticket=ticket, visit_at=AT, work="检查", place="车间", actor=world.e1, now=NOTICE + HOUR
    )
    assert acts(world, ticket, "e1") == ["arrive"]


def test_on_site_the_engineer_works_or_the_supervisor_answers(world: World) -> None:
    ticket = on_site(world)
    assert acts(world, ticket, "e1", "supervisor") == ["start_work", None]

    services.escalate(ticket=ticket, description="协议未知", actor=world.e1, now=AT)
    assert acts(world, ticket, "e1", "supervisor") == ["start_work", "answer_escalation"]


def test_waiting_for_parts_nothing_can_be_done(world: World) -> None:
    ticket = on_site(world)
    services.place_hold(ticket=ticket, kind="parts", note="", now=AT)

    assert acts(world, ticket, "e1") == [None]


def test_card_is_signed_received_and_the_customer_called(world: World) -> None:
    assert acts(world, working(world), "e1", "clerk") == ["sign_card", None]
    assert acts(world, signed_card(world).ticket, "clerk", "liaison") == ["receive_card", None]
    assert acts(world, to_call(world), "liaison", "supervisor") == ["follow_up", None]


def test_unreachable_customer_is_the_supervisors_to_close(world: World) -> None:
    ticket = to_call(world)
    for _number in range(3):
        services.follow_up(ticket=ticket, outcome="no_answer", actor=world.liaison, now=NOTICE + 30 * HOUR)

    assert acts(world, ticket, "supervisor", "liaison") == ["close_unreachable", "follow_up"]


def test_at_the_office_its_head_or_the_department_acts(world: World) -> None:
    at = moment("2026-09-01 08:00:00")
    ticket = services.hand_to_office(
        ticket=reported(world, at=at), office=world.offices["guiyang"], actor=world.liaison, now=at
    )
    assert acts(world, ticket, "office_head", "head", "liaison") == ["office_done", "instruct", None]

    services.instruct(ticket=ticket, text="请支援", actor=world.head, now=at + HOUR)
    assert acts(world, ticket, "head", "liaison") == [None, "dispatch"]


def test_closed_ticket_waits_for_nobody(world: World) -> None:
    ticket = services.cancel(ticket=reported(world), reason="放弃", actor=world.supervisor, now=AT)

    assert (acts(world, ticket, "liaison", "supervisor"), turn_of(ticket)) == ([None, None], "")


@pytest.mark.parametrize("act", sorted({act for steps in STEPS.values() for act, _condition in steps}))
def test_every_step_is_an_act_that_somebody_may_do(act: str) -> None:
    assert matrix().acts[act].roles


def test_limit_abroad_is_set_before_anybody_is_sent(world: World) -> None:
    ticket = reported(world, serial="P3", at=moment("2026-01-05 08:00:00"))

    assert acts(world, ticket, "liaison") == ["set_due"]


def test_dispatched_ticket_names_whom_it_waits_for(world: World) -> None:
    ticket = dispatched(world)

    told = turn_of(ticket, assignments=list(ticket.assignments.all()))

    assert told == f"已派给{ticket.engineer.name}，等待接单"
