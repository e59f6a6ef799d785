"""escalate, answer_escalation: a question to the department, and its hold (clauses 7.3, 9.10)."""

from datetime import timedelta

import pytest

from core.errors import Incomplete, NotAllowed, WrongState
from tests.factories import NOTICE, World, dispatched, on_site
from tests.tickets.reading import fines, logged, told
from tickets import services
from tickets.models import Escalation, Hold

HOUR = timedelta(hours=1)
AT = NOTICE + 4 * HOUR


def escalate(world: World, ticket, **given):
    return services.escalate(
        ticket=ticket, **{"description": "控制器通讯协议未知", "actor": world.e1, "now": AT, **given}
    )


def answer(world: World, ticket, **given):
    said = {"text": "按手册第七章恢复参数", "actor": world.supervisor, "now": AT + HOUR, **given}
    return services.answer_escalation(ticket=ticket, **said)


def test_supervisor_is_told_and_the_ticket_waits(world: World) -> None:
    ticket = escalate(world, on_site(world))

    assert (ticket.state, Hold.objects.get().kind, told("supervisor")) == ("on_site", "escalation", ["escalated"])
    assert fines(ticket) == []


def test_description_is_required(world: World) -> None:
    with pytest.raises(Incomplete):
        escalate(world, on_site(world), description="")
    assert not Hold.objects.exists()


def test_only_the_engineer_on_site_escalates(world: World) -> None:
    with pytest.raises(NotAllowed):
        escalate(world, on_site(world), actor=world.e2)
    with pytest.raises(WrongState):
        escalate(world, dispatched(world, serial="P2"))


def test_second_question_waits_for_the_first_answer(world: World) -> None:
    ticket = escalate(world, on_site(world))

    with pytest.raises(WrongState, match="等待答复"):
        escalate(world, ticket)
    assert logged(ticket, "escalate") == 1


def test_answer_lifts_the_hold_and_tells_the_engineer(world: World) -> None:
    ticket = answer(world, escalate(world, on_site(world)))

    asked = Escalation.objects.get()
    assert (asked.answer, asked.answered_by, asked.hold.lifted_at) == (
        "按手册第七章恢复参数", world.supervisor, AT + HOUR,
    )  # fmt: skip
    assert (told("e1")[-1], logged(ticket, "answer_escalation")) == ("escalation_answered", 1)


def test_answer_needs_text_a_question_and_the_supervisor(world: World) -> None:
    ticket = escalate(world, on_site(world))

    with pytest.raises(NotAllowed):
        answer(world, ticket, actor=world.liaison)
    with pytest.raises(Incomplete):
        answer(world, ticket, text="")
    answer(world, ticket)
    with pytest.raises(WrongState, match="没有待答复"):
        answer(world, ticket)


def test_starting_work_overtakes_the_question(world: World) -> None:
    ticket = escalate(world, on_site(world))
    services.start_work(ticket=ticket, actor=world.e1, now=AT + HOUR)

    assert Hold.objects.get().lifted_at == AT + HOUR
