"""receive_card: the department has the card and counts it (clauses 6.12, 9.2, 9.3, 9.4)."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from core.errors import NotAllowed, WrongState
from core.subjects import Subject
from deadlines.selectors import current
from fieldservice import services
from fieldservice.models import CreditLoss, ServiceCard
from fieldservice.selectors import credits
from judgement.selectors import proposals
from tests.factories import NOTICE, World, machine, moment, signed_card
from tickets import services as tickets

HOUR = timedelta(hours=1)
AT = NOTICE + 25 * HOUR


def receive(world: World, card, **given):
    return services.receive_card(card=card, **{"actor": world.clerk, "now": AT, **given})


def counted(card) -> dict[str, bool]:
    fresh = ServiceCard.objects.get(pk=card.pk)
    return {name: credit.counts for name, credit in credits(fresh).items()}


ALL = {"workload": True, "commission": True, "travel": True}
NONE = dict.fromkeys(ALL, False)


def test_received_card_counts_and_the_customer_is_called(world: World) -> None:
    card = receive(world, signed_card(world))

    assert (card.state, card.received_at, card.ticket.state) == ("received", AT, "follow_up")
    assert current(Subject.of(card.ticket), "follow_up").due_at == moment("2026-03-06 23:59:59.999999")
    assert counted(card) == ALL


def test_card_that_the_department_does_not_have_counts_for_nothing(world: World) -> None:
    assert counted(signed_card(world)) == NONE


def test_r7_unclear_card_earns_no_commission(world: World) -> None:
    card = receive(world, signed_card(world), clear=False)

    assert (card.clear, counted(card)) == (False, {**ALL, "commission": False})
    assert credits(card)["commission"][1:] == ("9.3", "服务卡填写不清，不计提成")


def test_card_that_contradicts_the_report_is_a_fact_of_clause_9_4(world: World) -> None:
    card = receive(world, signed_card(world), consistent=False)

    found = proposals(of=Subject.of(card)).get()
    assert (found.clause, found.charged_to, found.decider_role, found.month) == ("9.4", world.e1, "clerk", "2026-03")
    assert found.effects[0]["amount"] == "50.00"


@pytest.mark.parametrize("who", ["liaison", "e1", "supervisor", "head"])
def test_only_the_clerk_receives(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        receive(world, signed_card(world), actor=world.people[who])


def test_card_is_received_once(world: World) -> None:
    card = signed_card(world)
    receive(world, card, clear=False)

    with pytest.raises(WrongState, match="已收到"):
        receive(world, card, clear=False)
    assert CreditLoss.objects.count() == 1


def test_lost_credit_stays_as_written(world: World) -> None:
    receive(world, signed_card(world), clear=False)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CreditLoss.objects.update(reason="改判")


def test_w8_card_waits_for_the_ex_factory_date(world: World) -> None:
    machine("P9", world.customers["c1"], ex_factory_on=None)
    card = receive(world, signed_card(world, serial="P9"))
    assert counted(card) == {**ALL, "workload": False}

    tickets.record_ex_factory(serial="P9", ex_factory=date(2025, 3, 20), actor=world.liaison, now=AT + HOUR)
    assert counted(card) == ALL


def test_out_of_warranty_without_an_instruction_is_no_workload(world: World) -> None:
    card = receive(world, signed_card(world, at=moment("2026-09-01 08:00:00")), now=moment("2026-09-02 09:00:00"))

    assert counted(card) == {**ALL, "workload": False}
    assert credits(card)["workload"].clause == "9.4"


@pytest.mark.parametrize(
    ("instructed", "counts"), [("2026-09-01 11:00:00", True), ("2026-09-01 11:00:00.000001", False)]
)
def test_instruction_must_come_before_the_service(world: World, instructed: str, counts: bool) -> None:
    at = moment("2026-09-01 08:00:00")
    ticket = tickets.report_fault(serial="P1", fault="漏油", actor=world.liaison, now=at)
    ticket = tickets.dispatch(ticket=ticket, engineer=world.e1, actor=world.liaison, now=at + HOUR)
    if counts:
        tickets.instruct(ticket=ticket, text="同意上门", actor=world.head, now=moment(instructed))
    ticket = tickets.arrive(ticket=ticket, actor=world.e1, now=at + 3 * HOUR)
    if not counts:
        tickets.instruct(ticket=ticket, text="同意上门", actor=world.head, now=moment(instructed))
    ticket = tickets.start_work(ticket=ticket, actor=world.e1, now=at + 4 * HOUR)
    card = services.sign_card(
        ticket=ticket, cause_analysis="老化", result="正常", stamped=True, actor=world.e1, now=at + 5 * HOUR
    )

    assert counted(receive(world, card, now=at + 30 * HOUR))["workload"] is counts


def test_guaranteed_repair_counts_though_warranty_is_over(world: World) -> None:
    machine("P9", world.customers["c1"], "twelve", date(2025, 3, 31))
    signed_card(world, serial="P9", at=moment("2026-02-28 08:00:00"))
    second = signed_card(world, serial="P9", at=moment("2026-08-01 08:00:00"))

    assert counted(receive(world, second, now=moment("2026-08-02 09:00:00"))) == ALL
