"""Parts on a card: what of the bag was built in, what is given back, and which old parts follow."""

from datetime import timedelta

import pytest

from core.errors import OutOfRange
from fieldservice.parts_used import lines_for, old_parts_due
from tests.factories import World, moment
from tests.fieldservice.cards import AT, sign, with_parts
from tests.warranty.store import there
from warranty.models import OldPart, Part

DONE = AT + timedelta(days=3)


def used(ticket, **counts):
    claim = ticket.claims.get().number
    return [{"claim": claim, "code": code, "used": count} for code, count in counts.items()]


def test_without_a_word_all_of_the_bag_was_built_in(world: World) -> None:
    card = sign(with_parts(world, ("motor", 2)), now=DONE)

    (row,) = card.parts
    assert (row["code"], row["name"], row["used"], row["left"]) == ("motor", "电机", 2, 0)
    assert OldPart.objects.get().quantity == 2


def test_what_was_not_built_in_stays_in_the_bag_and_owes_nothing(world: World) -> None:
    ticket = with_parts(world, ("motor", 2), ("seal", 1))
    card = sign(ticket, now=DONE, parts=used(ticket, motor=1, seal=0))

    assert {row["code"]: (row["used"], row["left"]) for row in card.parts} == {"motor": (1, 1), "seal": (0, 1)}
    assert {part.code: there(part, world.e1) for part in Part.objects.filter(code__in=["motor", "seal"])} == {
        "motor": 1, "seal": 1,
    }  # fmt: skip
    assert [(row.part.code, row.quantity) for row in OldPart.objects.all()] == [("motor", 1)]


@pytest.mark.parametrize("count", [-1, 3])
def test_no_more_than_the_bag_holds(world: World, count: int) -> None:
    ticket = with_parts(world, ("motor", 2))

    with pytest.raises(OutOfRange, match="包里有 2 件") as refusal:
        sign(ticket, now=DONE, parts=used(ticket, motor=count))
    (line,) = lines_for(ticket, None, None)
    assert set(refusal.value.details) == {line.field}


def test_page_tells_until_when_old_parts_come_back(world: World) -> None:
    assert old_parts_due(with_parts(world), completed_at=moment("2026-03-05 11:00:00")) == moment(
        "2026-04-04 23:59:59.999999"
    )
