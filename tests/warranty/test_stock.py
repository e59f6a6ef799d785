"""The ledger of parts: quantities only by movements, never negative, and their sum is what lies there."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import ActError, Incomplete, NotAllowed, OutOfRange
from core.journal import SYSTEM
from notifications.models import Notice
from tests import factories
from tests.warranty import store
from warranty import services
from warranty.models import Stock, StockMovement
from warranty.selectors import stock as selectors
from warranty.services.stock import Change, move
from warranty.states import MovementKind

NOW = factories.moment("2026-03-02 09:00:00")


@pytest.fixture
def world(db):
    return factories.company()


@pytest.fixture
def place(world):
    return store.warehouse()


@pytest.fixture
def seal(world):
    return store.part()


def keeps(world, part, place, quantity, **given):
    return services.book_stock(part=part, warehouse=place, quantity=quantity, actor=world.keeper, now=NOW, **given)


def test_the_keeper_books_what_came_in(world, place, seal):
    movement = keeps(world, seal, place, 40, note="送货单 0312")
    assert (movement.quantity, movement.balance, movement.by, movement.kind) == (40, 40, world.keeper, "receipt")
    assert store.there(seal, place) == 40
    assert list(selectors.out_of_balance()) == []


def test_a_count_that_finds_fewer_is_an_adjustment_with_its_reason(world, place, seal):
    keeps(world, seal, place, 40)
    with pytest.raises(Incomplete, match="盘点说明"):
        keeps(world, seal, place, -2, kind="adjustment")
    keeps(world, seal, place, -2, kind="adjustment", note="盘点少两件")
    assert store.there(seal, place) == 38


@pytest.mark.parametrize(("quantity", "kind"), [(0, "receipt"), (-1, "receipt"), (-1, "opening"), (5, "draw")])
def test_what_is_no_booking_by_hand_is_refused(world, place, seal, quantity, kind):
    with pytest.raises(OutOfRange):
        keeps(world, seal, place, quantity, kind=kind)
    assert not StockMovement.objects.exists()


def test_only_the_keeper_books(world, place, seal):
    for person in (world.statistician, world.e1, world.gm):
        with pytest.raises(NotAllowed):
            services.book_stock(part=seal, warehouse=place, quantity=1, actor=person, now=NOW)


def test_more_than_lies_there_is_refused_with_part_place_and_numbers(world, place, seal):
    board = store.part("board", "控制板", "300.00")
    store.book(seal, place, 3)
    with pytest.raises(OutOfRange, match="seal 密封圈：配件库只有 3 件，需要 5 件；board 控制板：配件库只有 0 件，需要 1 件"):
        move([Change(board, place, -1), Change(seal, place, -5)], kind="draw", paper=seal, actor=SYSTEM, now=NOW)
    assert store.there(seal, place) == 3


def test_a_transfer_is_two_rows_and_both_or_none(world, place, seal):
    store.book(seal, place, 3)
    both = [Change(seal, place, -2), Change(seal, world.e1, 2)]
    rows = move(both, kind="delivery", paper=seal, actor=SYSTEM, now=NOW)
    assert [(row.quantity, row.balance) for row in rows] == [(2, 2), (-2, 1)]
    with pytest.raises(OutOfRange):
        move(both, kind="delivery", paper=seal, actor=SYSTEM, now=NOW)
    assert (store.there(seal, place), store.there(seal, world.e1)) == (1, 2)


def test_falling_below_the_safety_stock_is_told_once_to_keeper_and_statistician(world, place, seal):
    store.book(seal, place, 6)
    services.set_safety_stock(part=seal, warehouse=place, safety=5, actor=world.keeper, now=NOW)
    keeps(world, seal, place, -1, kind="adjustment", note="盘点")
    assert not Notice.objects.filter(about="stock_low").exists()
    keeps(world, seal, place, -1, kind="adjustment", note="盘点")
    keeps(world, seal, place, -1, kind="adjustment", note="盘点")
    told = Notice.objects.filter(about="stock_low")
    assert {notice.person for notice in told} == {world.keeper, world.statistician}
    assert len(told) == 2
    assert "现有 4 件（安全库存 5）" in told[0].title
    assert selectors.below_safety() == 1


def test_the_ledger_tells_where_sum_and_balance_differ(world, place, seal):
    store.book(seal, place, 6)
    Stock.objects.filter(part=seal).update(quantity=7)
    (difference,) = selectors.out_of_balance()
    assert str(difference) == "seal 配件库: 7 != 6"


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["seal", "board"]), st.sampled_from(["main", "north", "e1", "e2"]),
        st.sampled_from(["", "main", "north", "e1", "e2"]), st.integers(-6, 8),
    ),
    max_size=25,
)  # fmt: skip


@pytest.fixture
def places(world):
    return {"main": store.warehouse(), "north": store.warehouse("north", "北库"), "e1": world.e1, "e2": world.e2}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_sequence_of_movements_makes_a_stock_negative_or_a_sum_differ(places, parts, steps):
    with transaction.atomic():
        expected = {}
        for part, origin, goal, quantity in steps:
            if quantity and origin != goal:
                take_step(parts[part], places, expected, origin, goal, quantity)
        found = {(row.part.code, row.warehouse or row.holder): row.quantity for row in stocks()}
        assert all(quantity >= 0 for quantity in found.values())
        assert {key: value for key, value in found.items() if value} == {k: v for k, v in expected.items() if v}
        assert list(selectors.out_of_balance()) == []
        transaction.set_rollback(True)


@pytest.fixture
def parts(world):
    return {"seal": store.part(), "board": store.part("board", "控制板", "300.00")}


def stocks():
    return Stock.objects.select_related("part", "warehouse", "holder")


def take_step(part, places, expected, origin, goal, quantity):
    """Move from one place to the other, or into and out of one by hand; what the ledger must say goes to `expected`."""
    moved = [(places[origin], -quantity), (places[goal], quantity)] if goal else [(places[origin], quantity)]
    enough = all(expected.get((part.code, place), 0) + count >= 0 for place, count in moved)
    rows = [Change(part, place, count) for place, count in moved]
    try:
        move(rows, kind=MovementKind.ADJUSTMENT, paper=part, actor=SYSTEM, now=NOW)
    except ActError:
        assert not enough
        return
    assert enough
    for place, count in moved:
        expected[part.code, place] = expected.get((part.code, place), 0) + count
