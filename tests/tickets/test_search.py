"""The search finds what a caller tells, whatever the database does to find it."""

import pytest

from core.words import pieces
from tests import factories
from tests.factories import NOTICE, World
from tickets import selectors
from tickets.selectors import searching


def found(world: World, text: str, **more: object) -> list[str]:
    return [row.number for row in selectors.queue(world.liaison, now=NOTICE, name="all", q=text, **more).rows]


@pytest.mark.parametrize("text", ["江北", "重庆江北机", "压力", "上不来", "P1", "p1", "1380000", "T2603-00", "t2603"])
def test_ticket_is_found_by_what_is_told(world: World, text: str) -> None:
    ticket = factories.reported(world)

    assert found(world, text) == [ticket.number]


@pytest.mark.parametrize("text", ["江南", "力压", "P2", "380000", "100%", "_", "压力_不来"])
def test_what_nobody_told_finds_nothing(world: World, text: str) -> None:
    factories.reported(world)

    assert found(world, text) == []


def test_sign_of_a_pattern_is_a_sign_like_others(world: World) -> None:
    ticket = factories.reported(world, fault="效率只有 50% 左右")
    factories.reported(world, fault="效率只有 500 左右")

    assert found(world, "50%") == [ticket.number]


def test_of_very_many_the_newest_come_first(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MOST_SORTED", 1)
    monkeypatch.setattr(searching, "WINDOW", 2)
    tickets = [factories.reported(world, at=NOTICE.replace(hour=hour)) for hour in range(1, 6)]

    shown = found(world, "压力", sort="newest")

    assert shown[:2] == [tickets[4].number, tickets[3].number]


@pytest.mark.parametrize(
    ("text", "asked"), [("压力", ["压力"]), ("压力表", ["压力表"]), ("压力表针", ["压力表", "力表针"]), ("压", []), ("", [])]
)
def test_text_is_asked_for_by_its_triples(text: str, asked: list[str]) -> None:
    assert pieces(text) == asked
