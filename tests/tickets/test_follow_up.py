"""follow_up, close_unreachable: called back until the customer is satisfied (clause 6.12)."""

from datetime import timedelta

import pytest

from core.errors import NotAllowed, OutOfRange, WrongState
from core.models import JournalEntry
from core.subjects import Subject
from deadlines.selectors import current
from tests.factories import NOTICE, World, moment, signed_card, to_call
from tests.tickets.reading import clock, fines, logged, swept, told
from tickets import services
from tickets.models import Assignment, FollowUpCall
from tickets.states import HoldKind

HOUR = timedelta(hours=1)
CALL = NOTICE + 30 * HOUR


def call(world: World, ticket, outcome: str, **given):
    return services.follow_up(ticket=ticket, outcome=outcome, **{"actor": world.liaison, "now": CALL, **given})


def task(ticket):
    return current(Subject.of(ticket), "follow_up")


def test_satisfied_customer_closes_the_ticket(world: World) -> None:
    ticket = call(world, to_call(world), "solved")

    assert (ticket.state, ticket.closed_at, task(ticket).state) == ("closed", CALL, "met")
    assert (logged(ticket, "follow_up"), Assignment.objects.filter(until=None).count()) == (1, 0)


@pytest.mark.parametrize("authentic", ["genuine", "fake", "unclear", "charged"])
def test_what_the_customer_says_about_the_card_is_kept(world: World, authentic: str) -> None:
    call(world, to_call(world), "solved", authentic=authentic)

    assert FollowUpCall.objects.get().authentic == authentic


def test_call_task_ends_with_the_third_day_and_tells_the_supervisor(world: World) -> None:
    ticket = to_call(world)  # the card was received on 3 March

    assert task(ticket).due_at == moment("2026-03-06 23:59:59.999999")
    swept(moment("2026-03-07 00:00:00"))
    assert (task(ticket).state, told("supervisor"), fines(ticket)) == ("missed", ["follow_up_late"], [])


def test_unsolved_opens_the_next_cycle_with_its_own_clock(world: World) -> None:
    ticket = call(world, to_call(world), "unsolved")

    row = clock(ticket, 2)
    assert (ticket.state, ticket.cycle, ticket.engineer, ticket.arrived_at) == ("reported", 2, None, None)
    assert (row.start_at, row.due_at, row.person) == (CALL, CALL + 12 * HOUR, None)
    assert (clock(ticket, 1).state, task(ticket).state) == ("met", "met")


def test_unsolved_is_a_repeat_of_the_repair_just_done(world: World) -> None:
    ticket = call(world, to_call(world), "unsolved")

    entry = JournalEntry.objects.get(act="follow_up")
    assert (ticket.warnings, entry.data["warnings"]) == (["repeat_repair"], ["repeat_repair"])


def test_unsolved_twice_then_closed(world: World) -> None:
    ticket = call(world, to_call(world), "unsolved")
    at = CALL
    for _cycle in (2, 3):
        card = signed_again(world, ticket, at=at)
        ticket = card.ticket
        at = at + 30 * HOUR
        outcome = "unsolved" if ticket.cycle == 2 else "solved"
        ticket = call(world, ticket, outcome, now=at)

    assert (ticket.state, ticket.cycle, fines(ticket)) == ("closed", 3, [])


def signed_again(world: World, ticket, at):
    from fieldservice import services as cards

    ticket = services.dispatch(ticket=ticket, engineer=world.e1, actor=world.liaison, now=at + HOUR)
    ticket = services.arrive(ticket=ticket, actor=world.e1, now=at + 2 * HOUR)
    ticket = services.start_work(ticket=ticket, actor=world.e1, now=at + 3 * HOUR)
    card = cards.sign_card(
        ticket=ticket, cause_analysis="密封件老化", result="运行正常", stamped=True, actor=world.e1, now=at + 4 * HOUR
    )
    return cards.receive_card(card=card, actor=world.clerk, now=at + 5 * HOUR)


def test_unanswered_call_leaves_the_ticket_waiting(world: World) -> None:
    ticket = call(world, to_call(world), "no_answer")

    assert (ticket.state, task(ticket).state, FollowUpCall.objects.get().authentic) == ("follow_up", "open", "")


def test_open_hold_keeps_the_ticket_open(world: World) -> None:
    ticket = to_call(world)
    services.place_hold(ticket=ticket, kind=HoldKind.PARTS, note="", now=CALL)

    with pytest.raises(WrongState, match="未办结"):
        call(world, ticket, "solved")
    assert FollowUpCall.objects.count() == 0


@pytest.mark.parametrize("who", ["clerk", "e1", "supervisor", "salesperson"])
def test_only_the_liaison_calls_back(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        call(world, to_call(world), "solved", actor=world.people[who])


def test_closing_twice_and_calling_too_early_are_refused(world: World) -> None:
    ticket = to_call(world)
    call(world, ticket, "solved")

    with pytest.raises(WrongState, match="已关闭"):
        call(world, ticket, "solved")
    with pytest.raises(WrongState, match="已完工"):
        call(world, signed_card(world, serial="P2").ticket, "solved")


@pytest.mark.parametrize("given", [{"outcome": "maybe"}, {"outcome": "solved", "authentic": "perhaps"}])
def test_unknown_answers_are_refused(world: World, given: dict[str, str]) -> None:
    with pytest.raises(OutOfRange):
        call(world, to_call(world), **given)


@pytest.mark.parametrize(("calls", "closes"), [(2, False), (3, True)])
def test_unreachable_after_three_calls(world: World, calls: int, closes: bool) -> None:
    ticket = to_call(world)
    for number in range(calls):
        call(world, ticket, "no_answer", now=CALL + number * HOUR)

    if closes:
        ticket = services.close_unreachable(ticket=ticket, actor=world.supervisor, now=CALL + 9 * HOUR)
        assert (ticket.state, ticket.closed_at) == ("closed_unreachable", CALL + 9 * HOUR)
        return
    with pytest.raises(WrongState, match="3 次"):
        services.close_unreachable(ticket=ticket, actor=world.supervisor, now=CALL + 9 * HOUR)


def test_calls_of_an_earlier_cycle_do_not_count(world: World) -> None:
    ticket = to_call(world)
    for _number in range(3):
        call(world, ticket, "no_answer")
    ticket = signed_again(world, call(world, ticket, "unsolved"), at=CALL).ticket

    with pytest.raises(WrongState, match="0 次"):
        services.close_unreachable(ticket=ticket, actor=world.supervisor, now=CALL + 9 * HOUR)


def test_closing_as_unreachable_is_the_supervisors(world: World) -> None:
    with pytest.raises(NotAllowed):
        services.close_unreachable(ticket=to_call(world), actor=world.liaison, now=CALL)
