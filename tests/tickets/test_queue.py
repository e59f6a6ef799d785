"""The desk's queue: what stands in it, in which order, and how many statements it costs."""

import sys
from datetime import timedelta

import pytest

from accounts.permissions import remember
from core.errors import OutOfRange
from tests.factories import NOTICE, World, dispatched, moment, on_site, reported, signed_card, to_call, working
from tests.tickets.reading import swept
from tickets import services
from tickets.selectors import queue, queue_counts

HOUR = timedelta(hours=1)
NOW = NOTICE + 5 * HOUR


def numbers(world: World, who: str = "liaison", now=NOW, **given) -> list[str]:
    return [row.number for row in queue(world.people[who], now=now, **given).rows]


def test_earliest_limit_comes_first_and_what_has_none_last(world: World) -> None:
    far = reported(world, serial="P2")
    abroad = reported(world, serial="P3")
    near = reported(world)

    assert numbers(world) == [near.number, far.number, abroad.number]


def test_missed_limit_stays_on_top_until_somebody_arrives(world: World) -> None:
    late = dispatched(world)
    swept(NOTICE + 13 * HOUR)
    other = reported(world, at=NOTICE + 13 * HOUR)

    now = NOTICE + 14 * HOUR
    rows = queue(world.liaison, now=now).rows
    assert [row.number for row in rows] == [late.number, other.number]
    assert [row.late(now) for row in rows] == [True, False]
    assert numbers(world, now=now, name="overdue") == [late.number]

    services.arrive(ticket=late, actor=world.e1, now=now)
    assert numbers(world, now=now, name="overdue") == []


def test_row_tells_who_where_what_and_what_it_waits_for(world: World) -> None:
    ticket = services.escalate(ticket=on_site(world), description="协议未知", actor=world.e1, now=NOTICE + 4 * HOUR)

    row = queue(world.liaison, now=NOW).rows[0]
    assert (row.number, row.customer, row.place, row.serial, row.engineer, row.state, row.waiting) == (
        ticket.number, "重庆江北机械厂", "重庆市", "P1", "张伟", "on_site", "待部门答复",
    )  # fmt: skip
    assert (row.deadline, row.colour) == (None, "blue")


def test_queues_hold_the_states_they_name(world: World) -> None:
    expected = {
        "reported": reported(world), "dispatched": dispatched(world), "working": working(world),
        "completed": signed_card(world).ticket, "follow_up": to_call(world),
    }  # fmt: skip
    at = moment("2026-10-01 08:00:00")
    expected["office"] = services.hand_to_office(
        ticket=reported(world, at=at), office=world.offices["guiyang"], actor=world.liaison, now=at
    )

    assert {name: numbers(world, name=name) for name in expected} == {
        name: [ticket.number] for name, ticket in expected.items()
    }
    assert len(numbers(world, name="open")) == len(expected)


def test_mine_are_those_i_filed_or_have(world: World) -> None:
    filed, other = dispatched(world), reported(world, actor=world.clerk)

    assert (numbers(world, name="mine"), numbers(world, "clerk", name="mine"), numbers(world, "e1", name="mine")) == (
        [filed.number], [other.number], [filed.number],
    )  # fmt: skip


@pytest.mark.parametrize("told", ["T2603-0002", "t2603-0002", "P2", "p2", "成都", "异响", "1390"])
def test_search_finds_number_serial_customer_fault_and_phone(world: World, told: str) -> None:
    reported(world)
    wanted = reported(world, serial="P2", fault="齿轮箱异响", phone="13900000000")

    assert numbers(world, q=told) == [wanted.number]


def test_search_does_not_tell_a_masked_number_digit_by_digit(world: World) -> None:
    reported(world, phone="13900000000")

    assert (len(numbers(world, q="1390")), len(numbers(world, "auditor", q="1390"))) == (1, 0)


def test_search_finds_closed_tickets_too_but_none_out_of_sight(world: World) -> None:
    ticket = services.cancel(ticket=reported(world), reason="放弃", actor=world.supervisor, now=NOW)

    assert (numbers(world, q=ticket.number), numbers(world, "e1", q=ticket.number)) == ([ticket.number], [])


def test_unknown_queue_is_refused_and_unknown_order_is_the_usual_one(world: World) -> None:
    reported(world)

    with pytest.raises(OutOfRange):
        numbers(world, name="secret")
    assert numbers(world, sort="owner__password") == numbers(world)


@pytest.mark.parametrize("sort", ["due", "newest", "number"])
def test_pages_together_hold_every_ticket_once(world: World, sort: str) -> None:
    for hours, serial in enumerate(["P1", "P2", "P3", "P1", "P3", "P1", "P2"]):
        reported(world, serial=serial, at=NOTICE + hours // 2 * HOUR)
    whole = numbers(world, sort=sort)

    found, after = [], ""
    while True:
        page = queue(world.liaison, now=NOW, sort=sort, size=2, after=after)
        found += [row.number for row in page.rows]
        after = page.after
        if not after:
            break
    assert (found, len(whole)) == (whole, 7)


@pytest.mark.parametrize("after", ["x", "|", "no date|3", "2026-03-02|x"])
def test_broken_page_key_is_ignored(world: World, after: str) -> None:
    ticket = reported(world)

    assert numbers(world, after=after) == [ticket.number]


@pytest.mark.parametrize("count", [1, 3])
def test_queue_costs_one_statement(world: World, count: int, django_assert_num_queries) -> None:
    for _number in range(count):
        dispatched(world)
    remember(world.liaison)
    # SQLite is asked once for the life of the process whether it knows JSON.
    queue(world.liaison, now=NOW)

    with django_assert_num_queries(1):
        rows = queue(world.liaison, now=NOW).rows
        assert [row.due_at for row in rows] == [NOTICE + 12 * HOUR] * count


@pytest.mark.parametrize("count", [0, 1, 3])
def test_all_counts_cost_one_statement(world: World, count: int, django_assert_num_queries) -> None:
    for _number in range(count):
        dispatched(world)
    remember(world.liaison)

    with django_assert_num_queries(1):
        counts = queue_counts(world.liaison, now=NOW)
    assert (counts["dispatched"], counts["open"], counts["mine"], counts["reported"]) == (count, count, count, 0)


def test_counts_stop_at_a_thousand_and_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    # By its module: in the package the name stands for the function.
    monkeypatch.setattr(sys.modules["tickets.selectors.queue"], "MOST", 1)
    for _number in range(3):
        reported(world)

    assert queue_counts(world.liaison, now=NOW, names=["reported", "completed"]) == {"reported": 2, "completed": 0}


def test_counts_are_of_what_one_may_see(world: World) -> None:
    reported(world)
    dispatched(world)

    assert queue_counts(world.e1, now=NOW, names=["open"]) == {"open": 1}
