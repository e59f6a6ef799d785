"""correct_site, correct, set_due, record_ex_factory: the clock follows from its original start (clauses 5, 6.2)."""

from datetime import date, datetime, timedelta

import pytest

from core.errors import Incomplete, NotAllowed, NotFound, OutOfRange, WrongState
from customers.models import MachineService
from judgement.models import Fact
from tests.factories import NOTICE, World, dispatched, machine, moment, on_site, reported, signed_card, to_call
from tests.tickets.reading import clock, fines, logged, swept
from tickets import services
from tickets.models import Ticket

HOUR = timedelta(hours=1)
DUE = NOTICE + 12 * HOUR
FAR = NOTICE + 48 * HOUR
TICK = timedelta(microseconds=1)


def move(world: World, ticket, province: str, at: datetime, **given):
    return services.correct_site(
        ticket=ticket, site_province=province, **{"actor": world.liaison, "now": at, **given}
    )


def test_s8_moved_into_the_province_in_time(world: World) -> None:
    ticket = move(world, dispatched(world, site_province="四川省"), "重庆市", NOTICE + 10 * HOUR)

    row = clock(ticket)
    assert (ticket.zone, row.due_at, row.state, row.epoch) == ("in_province", DUE, "open", 2)
    assert logged(ticket, "correct_site") == 1


@pytest.mark.parametrize(("at", "found"), [(DUE, []), (DUE + TICK, [("6.2", "e1", "proposed")])])
def test_s8_moved_in_when_the_twelve_hours_are_over_is_judged_at_once(world: World, at, found: list) -> None:
    ticket = move(world, dispatched(world, site_province="四川省"), "重庆市", at)

    assert fines(ticket) == found


def test_s9_moved_out_withdraws_the_proposal(world: World) -> None:
    ticket = dispatched(world)
    swept(DUE + HOUR)
    ticket = move(world, ticket, "四川省", DUE + 2 * HOUR)
    services.arrive(ticket=ticket, actor=world.e1, now=NOTICE + 30 * HOUR)

    assert (clock(ticket).state, clock(ticket).due_at, fines(ticket)) == (
        "met", FAR, [("6.2", "e1", "revoked")],
    )  # fmt: skip


def test_correction_after_the_arrival_judges_that_arrival_anew(world: World) -> None:
    ticket = dispatched(world, site_province="四川省")
    services.arrive(ticket=ticket, actor=world.e1, now=NOTICE + 20 * HOUR)
    ticket = move(world, ticket, "重庆市", NOTICE + 21 * HOUR)

    assert (clock(ticket).state, fines(ticket)) == ("missed", [("6.2", "e1", "proposed")])


def test_breach_found_by_a_correction_is_of_whoever_had_the_job_then(world: World) -> None:
    ticket = dispatched(world, site_province="四川省")
    services.dispatch(ticket=ticket, engineer=world.e2, reason="other", actor=world.liaison, now=DUE + HOUR)
    ticket = move(world, ticket, "重庆市", DUE + 2 * HOUR)

    assert fines(ticket) == [("6.2", "e1", "proposed")]


def test_moved_abroad_there_is_no_clock_and_back_there_is_one_again(world: World) -> None:
    ticket = dispatched(world)
    swept(DUE + HOUR)
    ticket = services.correct_site(ticket=ticket, country="KZ", actor=world.liaison, now=DUE + 2 * HOUR)
    assert (ticket.zone, clock(ticket), fines(ticket)) == ("overseas", None, [("6.2", "e1", "revoked")])

    ticket = move(world, ticket, "重庆市", DUE + 3 * HOUR)
    assert (clock(ticket).state, clock(ticket).due_at) == ("missed", DUE)
    assert fines(ticket) == [("6.2", "e1", "revoked"), ("6.2", "e1", "proposed")]


def test_arrival_abroad_is_judged_once_the_site_turns_out_to_be_at_home(world: World) -> None:
    ticket = dispatched(world, serial="P3")
    services.arrive(ticket=ticket, actor=world.e1, now=DUE)
    ticket = move(world, ticket, "重庆市", DUE + 9 * HOUR)

    assert (clock(ticket).state, clock(ticket).stopped_at, fines(ticket)) == ("met", DUE, [])


def test_same_site_is_no_correction(world: World) -> None:
    ticket = reported(world)

    with pytest.raises(WrongState, match="无需更正"):
        move(world, ticket, "重庆", NOTICE + HOUR)
    assert logged(ticket, "correct_site") == 0


@pytest.mark.parametrize("who", ["clerk", "e1", "supervisor", "head"])
def test_corrections_are_the_liaisons(world: World, who: str) -> None:
    person = world.people[who]
    with pytest.raises(NotAllowed):
        move(world, reported(world), "四川省", NOTICE + HOUR, actor=person)
    with pytest.raises(NotAllowed):
        correct(world, reported(world), urgent=True, actor=person)


def test_cancelled_ticket_is_not_corrected(world: World) -> None:
    ticket = services.cancel(ticket=reported(world), reason="重复", actor=world.supervisor, now=NOTICE + HOUR)

    with pytest.raises(WrongState, match="已取消"):
        move(world, ticket, "四川省", NOTICE + HOUR)


def correct(world: World, ticket, at: datetime = NOTICE + HOUR, **given):
    return services.correct(ticket=ticket, now=at, **{"reason": "录入有误", "actor": world.liaison, **given})


def test_earlier_notice_moves_the_clock_and_may_show_a_breach(world: World) -> None:
    ticket = on_site(world)  # arrived at 11:00
    ticket = correct(world, ticket, NOTICE + 4 * HOUR, notified_at=NOTICE - 10 * HOUR)

    row = clock(ticket)
    assert (row.start_at, row.due_at, row.state) == (NOTICE - 10 * HOUR, NOTICE + 2 * HOUR, "missed")
    assert (ticket.notified_at, fines(ticket)) == (NOTICE - 10 * HOUR, [("6.2", "e1", "proposed")])


def test_earlier_notice_may_bring_the_ticket_into_warranty(world: World) -> None:
    ticket = reported(world, at=moment("2026-08-01 00:20:00"))
    assert ticket.free is False

    ticket = correct(
        world, ticket, moment("2026-08-01 09:00:00"), notified_at=moment("2026-07-31 23:50:00")
    )
    assert (ticket.in_warranty, ticket.free, ticket.warnings) == (True, True, [])


def test_notice_is_never_later_than_the_report(world: World) -> None:
    with pytest.raises(OutOfRange):
        correct(world, reported(world), notified_at=NOTICE + TICK)


def test_other_machine_brings_its_own_coverage_and_customer(world: World) -> None:
    ticket = correct(world, reported(world), serial="p4")

    assert (ticket.serial, ticket.customer, ticket.warranty_ends) == ("P4", world.customers["c4"], date(2026, 6, 1))
    assert (ticket.zone, clock(ticket).due_at) == ("in_province", DUE)


def test_unknown_machine_is_refused(world: World) -> None:
    with pytest.raises(OutOfRange, match="X-404"):
        correct(world, reported(world), serial="X-404")


def test_urgency_found_out_later_is_judged_with_the_breach(world: World) -> None:
    ticket = dispatched(world)
    swept(DUE + HOUR)
    ticket = correct(world, ticket, DUE + 2 * HOUR, urgent=True)

    assert Fact.objects.order_by("-epoch").first().facts["ticket.urgent"] is True
    assert [row for row in fines(ticket) if row[2] == "proposed"] == [("6.2", "e1", "proposed")]


def test_correction_needs_a_reason_and_a_change(world: World) -> None:
    ticket = reported(world)

    with pytest.raises(Incomplete):
        correct(world, ticket, urgent=True, reason="")
    with pytest.raises(WrongState, match="无需更正"):
        correct(world, ticket, urgent=False)
    assert logged(ticket, "correct") == 0


def set_due(world: World, ticket, due: datetime, at: datetime = NOTICE + HOUR, **given):
    return services.set_due(ticket=ticket, due=due, **{"actor": world.liaison, "now": at, **given})


@pytest.mark.parametrize(("at", "state"), [(NOTICE + 96 * HOUR, "met"), (NOTICE + 96 * HOUR + TICK, "missed")])
def test_s25_due_time_set_by_hand_is_met_or_missed_and_proposes_nothing(world: World, at, state: str) -> None:
    ticket = set_due(world, dispatched(world, serial="P3"), NOTICE + 96 * HOUR)
    services.arrive(ticket=ticket, actor=world.e1, now=at)

    assert (clock(ticket).by_hand, clock(ticket).state, fines(ticket)) == (True, state, [])


def test_s26_with_a_period_in_the_book_no_due_time_is_set_by_hand(db: None) -> None:
    from tests import factories

    world = factories.company(overseas_arrival="72h")
    ticket = dispatched(world, serial="P3")

    with pytest.raises(WrongState, match="制度规定"):
        set_due(world, ticket, NOTICE + 96 * HOUR)
    assert clock(ticket).due_at == NOTICE + 72 * HOUR


def test_due_time_set_by_hand_may_be_set_again(world: World) -> None:
    ticket = set_due(world, reported(world, serial="P3"), NOTICE + 96 * HOUR)
    ticket = set_due(world, ticket, NOTICE + 48 * HOUR)

    assert (clock(ticket).due_at, clock(ticket).epoch) == (NOTICE + 48 * HOUR, 2)


def test_due_time_that_is_over_is_not_moved_even_before_the_sweep_has_seen_it(world: World) -> None:
    ticket = set_due(world, reported(world, serial="P3"), NOTICE + 48 * HOUR)

    with pytest.raises(WrongState, match="超时"):
        set_due(world, ticket, NOTICE + 96 * HOUR, at=NOTICE + 48 * HOUR + TICK)


def test_due_time_lies_ahead_and_is_the_liaisons(world: World) -> None:
    ticket = reported(world, serial="P3")

    with pytest.raises(OutOfRange):
        set_due(world, ticket, NOTICE)
    with pytest.raises(NotAllowed):
        set_due(world, ticket, FAR, actor=world.supervisor)
    with pytest.raises(WrongState):
        set_due(world, reported(world), FAR)


def test_w8_ex_factory_date_judges_the_tickets_of_the_machine_anew(world: World) -> None:
    machine("P9", world.customers["c1"], ex_factory_on=None)
    ticket = to_call(world, serial="P9")
    services.record_ex_factory(
        serial="P9", ex_factory=date(2025, 3, 20), actor=world.liaison, now=NOTICE + 26 * HOUR
    )

    ticket = Ticket.objects.get(pk=ticket.pk)
    assert (ticket.in_warranty, ticket.warranty_ends, ticket.warnings) == (True, date(2026, 9, 20), [])
    assert (logged(ticket, "record_ex_factory"), MachineService.objects.get().guarantee_until) == (
        1, date(2026, 9, 2),
    )  # fmt: skip


def test_ex_factory_date_is_known_noted_by_the_liaison_and_past(world: World) -> None:
    given = {"serial": "P1", "ex_factory": date(2025, 1, 31), "actor": world.liaison, "now": NOTICE}

    with pytest.raises(NotAllowed):
        services.record_ex_factory(**{**given, "actor": world.e1})
    with pytest.raises(NotFound):
        services.record_ex_factory(**{**given, "serial": "X-404"})
    with pytest.raises(OutOfRange):
        services.record_ex_factory(**{**given, "ex_factory": date(2026, 3, 3)})


def test_other_machine_takes_the_service_with_it(world: World) -> None:
    card = signed_card(world)
    correct(world, card.ticket, NOTICE + 6 * HOUR, serial="P2")

    assert MachineService.objects.get().machine == world.machines["P2"]
