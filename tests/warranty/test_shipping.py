"""From the warehouse into the engineer's hands: drawn, handed over, sent in time, told and received."""

from datetime import date, timedelta

import pytest

from core.errors import Incomplete, NotAllowed, OutOfRange, WrongState
from core.subjects import Subject
from deadlines.selectors import current
from deadlines.services import sweep
from notifications.models import Notice
from tests import factories
from tests.factories import moment
from tests.support.company import engineer
from tests.warranty import store
from tests.warranty.store import ASKED
from tickets import services as tickets
from tickets.models import Hold
from warranty import services
from warranty.models import Claim, StockMovement, Warehouse
from warranty.selectors import stock as selectors


@pytest.fixture
def world(db):
    world = factories.company()
    store.departments(world)
    store.stocked(3)
    return world


def main():
    return Warehouse.objects.get(code="main")


def board():
    return selectors.part_of("board")


def test_nothing_leaves_the_warehouse_before_the_department_has_signed(world):
    claim = store.issued(world)
    with pytest.raises(WrongState):
        services.draw_parts(claim=claim, actor=world.statistician, now=ASKED)
    assert store.there(board(), main()) == 3


def test_what_is_drawn_leaves_the_warehouse_by_rows_that_name_the_slip(world):
    claim = store.drawn(world, ("board", 2), ("seal", 1))
    assert (claim.state, claim.warehouse, store.there(board(), main())) == ("drawn", main(), 1)
    rows = StockMovement.objects.filter(subject_type="warranty.claim", subject_id=claim.pk)
    assert {(row.stock.part.code, row.quantity, row.kind) for row in rows} == {
        ("board", -2, "draw"), ("seal", -1, "draw"),
    }  # fmt: skip


def test_too_few_in_stock_are_named_and_nothing_is_drawn(world):
    claim = store.signed(world, ("board", 4), ("seal", 1))
    with pytest.raises(OutOfRange, match="board 控制板：配件库只有 3 件，需要 4 件"):
        services.draw_parts(claim=claim, actor=world.statistician, now=ASKED)
    assert Claim.objects.get().state == "signed"
    assert store.there(selectors.part_of("seal"), main()) == 3


def test_the_first_warehouse_that_has_everything_is_drawn_from(world):
    north = store.warehouse("north", "北库")
    store.book(board(), north, 9)
    claim = store.drawn(world, ("board", 4))
    assert claim.warehouse == north


def test_freight_has_a_notice_and_until_the_end_of_the_next_day(world):
    at = moment("2026-03-02 23:30:00")
    claim = store.handed_over(world, ("gearbox", 1), mode="freight", at=at)
    assert claim.notice_number == "N2603-0001"
    assert (claim.consignee, claim.state) == ("张伟", "handed_over")
    limit = current(Subject.of(claim), "shipping")
    assert (limit.due_at, limit.person) == (moment("2026-03-03 23:59:59.999999"), None)
    assert Notice.objects.filter(about="to_ship", person=world.freight).exists()


def test_a_courier_has_neither_notice_nor_limit(world):
    claim = store.handed_over(world)
    assert (claim.notice_number, current(Subject.of(claim), "shipping")) == ("", None)


@pytest.mark.parametrize(
    ("at", "state"), [("2026-03-03 23:59:59.999", "met"), ("2026-03-04 00:00:00", "missed")]
)
def test_the_last_second_of_the_next_day_is_in_time(world, at, state):
    claim = store.handed_over(world, ("gearbox", 1), mode="coach")
    sweep(now=moment(at))
    services.ship(claim=claim, waybill="KC20260303", actor=world.freight, now=moment(at))
    assert current(Subject.of(claim), "shipping").state == state
    late = Notice.objects.filter(about="shipping_late")
    assert [notice.person for notice in late] == ([world.supervisor] if state == "missed" else [])


@pytest.mark.parametrize(("mode", "sender", "other"), [
    ("courier", "statistician", "freight"), ("freight", "freight", "statistician"),
    ("coach", "freight", "statistician"),
])  # fmt: skip
def test_each_mode_has_its_own_sender(world, mode, sender, other):
    claim = store.handed_over(world, mode=mode)
    with pytest.raises(NotAllowed):
        services.ship(claim=claim, waybill="SF1", actor=world.people[other], now=ASKED)
    with pytest.raises(Incomplete, match="运单号"):
        services.ship(claim=claim, waybill=" ", actor=world.people[sender], now=ASKED)
    assert services.ship(claim=claim, waybill="SF1", actor=world.people[sender], now=ASKED).state == "shipped"


def test_nothing_arrives_before_it_was_sent(world):
    claim = store.handed_over(world)
    with pytest.raises(OutOfRange, match="不能早于今天"):
        services.ship(
            claim=claim, waybill="SF1", expected_on=date(2026, 3, 1), actor=world.statistician, now=ASKED
        )


def test_an_unknown_way_of_sending_is_refused(world):
    with pytest.raises(OutOfRange, match="快件、货运、客车"):
        services.hand_over(claim=store.drawn(world), mode="pigeon", actor=world.statistician, now=ASKED)


def test_the_engineer_is_told_waybill_and_day(world):
    claim = store.handed_over(world)
    services.ship(
        claim=claim, waybill="SF1002003004", expected_on=date(2026, 3, 5), actor=world.statistician, now=ASKED
    )
    assert Notice.objects.filter(about="to_inform", person=world.liaison).exists()
    services.inform_engineer(claim=claim, actor=world.liaison, now=ASKED)
    notice = Notice.objects.get(about="shipped")
    assert notice.person == world.e1
    assert "SF1002003004" in notice.title
    assert "2026-03-05" in notice.text
    assert notice.url == "/m/w/parts/"


def test_the_engineer_may_receive_before_the_office_has_told_him(world):
    claim = store.received(world, ("board", 2))
    assert (claim.state, claim.engineer, store.there(board(), world.e1)) == ("received", world.e1, 2)
    assert list(selectors.out_of_balance()) == []


def test_receiving_lets_the_work_begin(world):
    claim = store.shipped(world)
    with pytest.raises(WrongState):
        tickets.start_work(ticket=claim.ticket, actor=world.e1, now=ASKED)
    services.receive_parts(claim=claim, actor=world.e1, now=ASKED + timedelta(hours=30))
    assert not Hold.objects.filter(lifted_at=None).exists()
    tickets.start_work(ticket=claim.ticket, actor=world.e1, now=ASKED + timedelta(hours=31))


def test_only_who_has_the_job_receives(world):
    claim = store.shipped(world)
    with pytest.raises(NotAllowed):
        services.receive_parts(claim=claim, actor=world.e2, now=ASKED)
    with pytest.raises(NotAllowed):
        services.receive_parts(claim=claim, actor=world.liaison, now=ASKED)


def test_after_a_reassignment_the_new_engineer_is_told_and_receives(world):
    claim = store.handed_over(world)
    hu = engineer("hu", "胡军")
    tickets.dispatch(ticket=claim.ticket, engineer=hu, reason="other", actor=world.liaison, now=ASKED)
    services.ship(claim=claim, waybill="SF1", actor=world.statistician, now=ASKED)
    services.inform_engineer(claim=claim, actor=world.liaison, now=ASKED)
    assert [notice.person for notice in Notice.objects.filter(about="shipped")] == [hu]
    claim = services.receive_parts(claim=claim, actor=hu, now=ASKED)
    assert (claim.engineer, store.there(board(), hu)) == (hu, 1)


def test_what_the_card_used_leaves_the_bag_once(world):
    claim = store.received(world, ("board", 2), ("seal", 1))
    used = services.use_parts(ticket=claim.ticket, actor=world.e1, now=ASKED)
    assert {(one.claim, one.part.code, one.quantity) for one in used} == {(claim, "board", 2), (claim, "seal", 1)}
    assert store.there(board(), world.e1) == 0
    assert services.use_parts(ticket=claim.ticket, actor=world.e1, now=ASKED) == []


def test_what_was_not_needed_goes_back_before_the_card(world):
    claim = store.received(world, ("board", 2))
    give = {"claim": claim, "part": board(), "warehouse": main(), "now": ASKED}
    services.give_back_parts(quantity=1, actor=world.e1, **give)
    assert (store.there(board(), world.e1), store.there(board(), main())) == (1, 2)
    with pytest.raises(OutOfRange, match="还有 1 件"):
        services.give_back_parts(quantity=2, actor=world.e1, **give)
    with pytest.raises(NotAllowed):
        services.give_back_parts(quantity=1, actor=world.e2, **give)
    (used,) = services.use_parts(ticket=claim.ticket, actor=world.e1, now=ASKED)
    assert used.quantity == 1
    assert list(selectors.out_of_balance()) == []


def test_the_bag_of_one_claim_is_not_given_back_for_another(world):
    first = store.received(world, ("board", 1))
    second = store.received(world, ("seal", 1), ticket=first.ticket)
    with pytest.raises(OutOfRange):
        services.give_back_parts(
            claim=second, part=board(), quantity=1, warehouse=main(), actor=world.e1, now=ASKED
        )
