"""Who owes old parts for how long, at what price, and what became of those of a period."""

from datetime import datetime, timedelta

import pytest

from figures.period import Period
from figures.selectors.behind import Asked, documents
from figures.selectors.returns import outcomes, owing
from tests.factories import World
from tests.figures import papers
from tests.figures.conftest import LOOK
from tests.figures.papers import HOUR, MARCH
from warranty.models import Claim

SPRING = Period.read({"from": "2026-03", "to": "2026-04"}, now=LOOK)
DAY, INSTANT = timedelta(days=1), timedelta(microseconds=1)


@pytest.fixture
def slip(world: World) -> Claim:
    return papers.claim(world, [(papers.part("seal", "密封圈"), 9, "45.00")], issued=MARCH, signed=MARCH + HOUR)


@pytest.mark.parametrize(
    ("due", "age"),
    [
        (None, "running"),
        (LOOK + DAY, "running"),
        (LOOK, "running"),
        (LOOK - INSTANT, "week"),
        (LOOK - 7 * DAY, "week"),
        (LOOK - 7 * DAY - INSTANT, "month"),
        (LOOK - 30 * DAY, "month"),
        (LOOK - 30 * DAY - INSTANT, "older"),
    ],
)
def test_age_is_counted_from_the_due_instant(world: World, slip: Claim, due: datetime | None, age: str) -> None:
    papers.old_part(slip, world.e1, "45.00", since=MARCH, due=due)

    assert [list(one.ages) for one in owing(now=LOOK)] == [[age]]


def test_engineers_stand_with_their_prices_the_most_overdue_first(world: World, slip: Claim) -> None:
    papers.old_part(slip, world.e1, "900.00", since=MARCH, due=LOOK + DAY)
    papers.old_part(slip, world.e1, "45.00", since=MARCH, due=LOOK - DAY, lot=2)
    papers.old_part(slip, world.e2, "60.50", since=MARCH, due=LOOK - 40 * DAY, lot=3)
    papers.old_part(slip, world.e2, "70.00", since=MARCH, due=LOOK - DAY, state="returned", lot=4)

    found = owing(now=LOOK)

    assert [(one.name, one.whole.count, str(one.whole.price), str(one.late)) for one in found] == [
        ("王强", 1, "60.50", "60.50"), ("张伟", 2, "945.00", "45.00"),
    ]  # fmt: skip
    asked = Asked({"of": "owed", "handler": str(world.e1.pk), "age": "week"}, SPRING, LOOK)
    behind = documents(asked, person=world.head)
    assert (behind.count, str(behind.amount)) == (1, "45.00")


def test_every_outcome_of_the_period_is_told(world: World, slip: Claim) -> None:
    states = ("owed", "exempt", "returned", "matched", "matched", "mismatched", "falsified")
    for lot, state in enumerate(states, 1):
        papers.old_part(slip, world.e1, "10.00", since=MARCH, due=None, state=state, lot=lot)
    papers.old_part(slip, world.e1, "10.00", since=MARCH - 20 * DAY, due=None, lot=9)

    found = outcomes(SPRING)

    assert {state: (pile.count, str(pile.price)) for state, pile in found.items()} == {
        "owed": (1, "10.00"), "exempt": (1, "10.00"), "returned": (1, "10.00"), "matched": (2, "20.00"),
        "mismatched": (1, "10.00"), "falsified": (1, "10.00"),
    }  # fmt: skip
    asked = Asked({"of": "replaced", "state": "matched"}, SPRING, LOOK)
    assert documents(asked, person=world.head).count == 2
