"""A statement is written once and answers each reader with his own values."""

from datetime import timedelta

import pytest

from core import prepared
from core.errors import NotFound
from tests import factories
from tests.factories import NOTICE, World
from tests.support.company import staff
from tickets import selectors
from tickets.models import Ticket
from tickets.selectors.filters import NOBODY, Filters


@pytest.fixture(autouse=True)
def _nothing_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "_written", {})


def mine(world: World, who: str) -> list[str]:
    return [row.number for row in selectors.queue(world.people[who], now=NOTICE, name="mine").rows]


def test_second_reader_is_told_his_own(world: World) -> None:
    world.people["lan"] = staff("lan", "林岚", "liaison")
    first = factories.reported(world)
    second = factories.reported(world, actor=world.people["lan"])

    found = [mine(world, who) for who in ("liaison", "lan", "liaison")]
    assert found == [[first.number], [second.number], [first.number]]


def test_later_reader_is_told_of_his_time(world: World) -> None:
    factories.reported(world)

    late = [len(selectors.queue(world.liaison, now=NOTICE + timedelta(hours=hours), name="overdue").rows)
            for hours in (1, 13, 1)]  # fmt: skip

    assert late == [0, 1, 0]


def test_readers_of_other_rights_share_nothing(world: World) -> None:
    factories.reported(world)

    assert [mine(world, who) for who in ("liaison", "keeper")] == [mine(world, "liaison"), []]


def opened(world: World, ticket: Ticket, who: str) -> bool:
    try:
        return selectors.visible_ticket(ticket.number, world.people[who], now=NOTICE) == ticket
    except NotFound:
        return False


def test_an_engineers_ticket_stays_out_of_his_colleagues_sight(world: World) -> None:
    first, second = factories.dispatched(world, engineer=world.e1), factories.dispatched(world, engineer=world.e2)

    seen = [[opened(world, ticket, who) for ticket in (first, second)] for who in ("e1", "e2", "liaison", "keeper")]
    assert seen == [[True, False], [False, True], [True, True], [False, False]]


def test_frame_counts_for_its_reader(world: World) -> None:
    world.people["lan"] = staff("lan", "林岚", "liaison")
    factories.reported(world)

    assert [selectors.frame(world.people[who], now=NOTICE).counts["mine"] for who in ("liaison", "lan")] == [1, 0]


def test_statement_is_written_once(world: World) -> None:
    for _ in range(3):
        selectors.queue(world.liaison, now=NOTICE)

    assert sum(1 for _vendor, key in prepared._written if key[0] == "queue") == 1


def test_each_filter_finds_its_own(world: World) -> None:
    urgent = factories.reported(world, urgent=True)
    plain = factories.reported(world, serial="P1")

    def found(**narrowed: str) -> set[str]:
        rows = selectors.queue(world.liaison, now=NOTICE, filters=Filters(**narrowed)).rows
        return {row.number for row in rows}

    for _ in range(2):
        assert found() == {urgent.number, plain.number}
        assert found(urgent="1") == {urgent.number}
        assert found(engineer=NOBODY) == {urgent.number, plain.number}
        assert found(engineer=str(world.liaison.pk)) == set()
        assert found(zone="nowhere") == set()


def test_addresses_that_somebody_makes_up_do_not_pile_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "MOST", 5)

    for number in range(12):
        selectors.queue(world.liaison, now=NOTICE, filters=Filters(zone=f"zone-{number}"))

    assert len(prepared._written) <= 5
