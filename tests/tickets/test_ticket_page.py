"""The page of a ticket: everything in a fixed number of statements, and the journal as its history."""

from datetime import timedelta

import pytest

from accounts.permissions import remember
from core.errors import NotFound
from tests.factories import NOTICE, World, dispatched, on_site, to_call
from tests.tickets.reading import swept
from tickets import services
from tickets.selectors import deadline_of, ticket_page, timeline

HOUR = timedelta(hours=1)
NOW = NOTICE + 40 * HOUR


@pytest.mark.parametrize("calls", [1, 3])
def test_page_costs_ten_statements_at_most(world: World, calls: int, django_assert_max_num_queries) -> None:
    ticket = to_call(world)
    for _number in range(calls):
        services.follow_up(ticket=ticket, outcome="no_answer", actor=world.liaison, now=NOTICE + 30 * HOUR)
    remember(world.liaison)

    with django_assert_max_num_queries(10):
        page = ticket_page(ticket.number, world.liaison, now=NOW)
        shown = [page.ticket.customer.name, page.ticket.machine.model.code, page.ticket.engineer.name]
        callers = [call.caller.name for call in page.calls]
    assert (shown, callers) == (["重庆江北机械厂", "JD-eighteen", "张伟"], ["李娜"] * calls)


def test_page_shows_the_limit_that_waits(world: World) -> None:
    ticket = to_call(world)
    page = ticket_page(ticket.number, world.liaison, now=NOW)

    assert ([row.kind for row in page.deadlines], page.deadline.kind) == (["arrival", "follow_up"], "follow_up")
    assert deadline_of(ticket).kind == "follow_up"


def test_page_counts_what_waits_for_a_decision(world: World) -> None:
    ticket = dispatched(world)
    swept(NOW)

    page = ticket_page(ticket.number, world.head, now=NOW)
    assert (page.open_proposals, page.deadline.state) == (1, "missed")


def test_path_shows_where_the_ticket_stands(world: World) -> None:
    page = ticket_page(on_site(world).number, world.liaison, now=NOW)

    assert [state for state, behind, _here in page.path if behind] == ["reported", "dispatched"]
    assert [state for state, _behind, here in page.path if here] == ["on_site"]


def test_page_out_of_sight_does_not_exist(world: World) -> None:
    with pytest.raises(NotFound):
        ticket_page(dispatched(world).number, world.e2, now=NOW)


def test_history_tells_acts_steps_and_events_in_words(world: World) -> None:
    ticket = to_call(world)

    told = [(row.label, row.source, row.target) for row in timeline(ticket, newest_first=False)]
    assert told == [
        ("报修登记", "", "已报修"), ("派工", "已报修", "已派工"), ("到场打卡", "已派工", "已到场"),
        ("开始维修", "已到场", "维修中"), ("服务卡签字", "", ""), ("完工", "维修中", "已完工"),
        ("接收服务卡", "", ""), ("转待回访", "已完工", "待回访"),
    ]  # fmt: skip


def test_history_tells_a_missed_limit_with_its_clause(world: World) -> None:
    ticket = dispatched(world)
    swept(NOW)

    newest = timeline(ticket)[0]
    assert (newest.act, newest.clause, newest.who, newest.own) == ("sla.arrival.missed", "6.2", "系统", True)
    assert newest.label == "超过时限"


@pytest.mark.parametrize("count", [1, 3])
def test_history_costs_one_statement(world: World, count: int, django_assert_num_queries) -> None:
    ticket = to_call(world)
    for _number in range(count):
        services.follow_up(ticket=ticket, outcome="no_answer", actor=world.liaison, now=NOW)

    with django_assert_num_queries(1):
        assert len(timeline(ticket)) == 8 + count
