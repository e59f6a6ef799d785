"""Many draws at the same instant on PostgreSQL: never more than lay there; without the lock the ledger breaks."""

import pytest
from django.db import connection

from core.errors import OutOfRange
from core.journal import SYSTEM
from tests import factories
from tests.support.parallel import at_once
from tests.warranty import store
from warranty.models import Stock, StockMovement
from warranty.selectors import stock as selectors
from warranty.services import stock
from warranty.services.stock import Change

NOW = factories.moment("2026-03-02 09:00:00")
THERE, DRAWS = 10, 24

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def place(holidays):
    factories.company()
    place, _parts = store.stocked(THERE)
    return place


def draws(place, count):
    """Each takes one seal and one board, half of them naming the parts the other way round."""
    seal, board = selectors.part_of("seal"), selectors.part_of("board")

    def draw(turned):
        changes = [Change(seal, place, -1), Change(board, place, -1)]
        rows = stock.move(
            changes[::-1] if turned else changes, kind="draw", paper=seal, actor=SYSTEM, now=NOW
        )
        return [row.balance for row in rows]

    return at_once([lambda turned=number % 2: draw(turned) for number in range(count)])


def test_twenty_four_draws_of_ten_pieces_are_ten_draws(place):
    done = draws(place, DRAWS)
    assert sum(isinstance(one, list) for one in done) == THERE
    assert all(isinstance(one, list | OutOfRange) for one in done)
    assert [row.quantity for row in Stock.objects.filter(part__code__in=["seal", "board"])] == [0, 0]
    assert StockMovement.objects.filter(kind="draw").count() == 2 * THERE
    assert list(selectors.out_of_balance()) == []


def test_two_first_bookings_of_a_part_share_one_stock(place):
    part = store.part("pump", "泵", "1000.00")
    changes = [Change(part, place, 3)]
    done = at_once(
        [lambda: stock.move(changes, kind="receipt", paper=part, actor=SYSTEM, now=NOW)] * 6
    )
    assert not [one for one in done if isinstance(one, Exception)]
    assert store.there(part, place) == 18
    assert Stock.objects.filter(part=part).count() == 1


def test_control_without_the_lock_draws_are_lost(place, monkeypatch):
    # A pause between reading and writing lets the others in, as a loaded machine would.
    def unlocked(rows):
        with connection.cursor() as cursor:
            found = list(rows)
            cursor.execute("SELECT pg_sleep(0.2)")
        return found

    monkeypatch.setattr(stock, "_held", unlocked)
    draws(place, DRAWS)
    assert StockMovement.objects.filter(kind="draw").count() > 2 * THERE
    assert list(selectors.out_of_balance())


def test_control_the_database_itself_refuses_what_is_negative(place):
    with pytest.raises(Exception, match="stock_never_negative"):
        Stock.objects.filter(part__code="seal").update(quantity=-1)
