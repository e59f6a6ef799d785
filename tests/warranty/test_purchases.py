"""Urgent purchases: on an accepted report with budget, at the higher of budget and consulted cost (6.9)."""

from decimal import Decimal

import pytest

from core.errors import Incomplete, NotAllowed, OutOfRange, WrongState
from tests.factories import World, on_site
from tests.warranty.asking import CENT, accepted, buy, fresh, judged, signer, standing
from tests.warranty.store import ASKED
from tickets import services as tickets
from warranty import services
from warranty.models import Purchase


def granted(world: World, budget: str) -> Purchase:
    return services.approve(document=judged(world, buy(world, budget)), actor=world.gm, now=ASKED)


def settle(world: World, purchase: Purchase, actual: str, **given) -> Purchase:
    told = {"actor": world.e1, "now": ASKED, **given}
    return services.settle_purchase(purchase=purchase, actual=Decimal(actual), **told)


def test_purchase_makes_the_ticket_wait_until_it_is_settled(world: World) -> None:
    purchase = granted(world, "420.00")
    with pytest.raises(WrongState):
        tickets.start_work(ticket=purchase.ticket, actor=world.e1, now=ASKED)

    purchase = settle(world, purchase, "405.50")

    assert (purchase.number, purchase.state, str(purchase.actual)) == ("B2603-0001", "settled", "405.50")
    assert tickets.start_work(ticket=purchase.ticket, actor=world.e1, now=ASKED).state == "working"


def test_rejected_purchase_no_longer_holds_the_ticket(world: World) -> None:
    purchase = judged(world, buy(world, "200.00"))

    services.reject(document=purchase, reason="库存可发", actor=world.supervisor, now=ASKED)

    assert tickets.start_work(ticket=purchase.ticket, actor=world.e1, now=ASKED).state == "working"


@pytest.mark.parametrize(
    ("budget", "cost", "role"),
    [
        ("280.00", "300.00", "service_supervisor"), ("280.00", "300.01", "dept_head"),
        ("300.01", "0.00", "dept_head"), ("1000.00", "999.99", "dept_head"), ("0.01", "1000.01", "general_manager"),
    ],
)  # fmt: skip
def test_the_higher_of_budget_and_consulted_cost_names_the_signer(
    world: World, budget: str, cost: str, role: str
) -> None:
    purchase = judged(world, buy(world, budget), consulted_cost=Decimal(cost))

    assert (signer(purchase), standing(purchase).amount) == (role, max(Decimal(budget), Decimal(cost)))


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"necessity": " "}, "necessity"), ({"consulted_cost": None}, "consulted_cost"),
        ({"consulted": ""}, "consulted"), ({"consulted": "warehouse"}, "consulted"),
    ],
)  # fmt: skip
def test_no_opinion_without_necessity_department_and_cost(world: World, given: dict, missing: str) -> None:
    purchase = buy(world, "280.00")

    with pytest.raises(Incomplete) as refusal:
        judged(world, purchase, **given)
    assert set(refusal.value.details) == {missing}
    assert (fresh(purchase).state, standing(purchase).state) == ("submitted", "judging")


def test_consulted_cost_below_zero_leaves_no_judgement(world: World) -> None:
    purchase = buy(world, "280.00")

    with pytest.raises(OutOfRange):
        judged(world, purchase, consulted_cost=-CENT)
    with pytest.raises(NotAllowed):
        services.judge(
            document=purchase, necessity="停产", consulted="production", consulted_cost=-CENT, actor=world.e1, now=ASKED
        )
    assert standing(purchase).state == "judging"


@pytest.mark.parametrize(("actual", "state"), [("299.99", "settled"), ("300.00", "settled"), ("300.01", "reviewed")])
def test_actual_cost_in_a_higher_band_is_signed_again(world: World, actual: str, state: str) -> None:
    purchase = settle(world, granted(world, "290.00"), actual)

    assert purchase.state == state
    assert signer(purchase) == ("dept_head" if state == "reviewed" else "")


def test_second_signature_settles_and_frees_the_ticket(world: World) -> None:
    purchase = settle(world, granted(world, "290.00"), "310.00")
    with pytest.raises(WrongState):
        tickets.start_work(ticket=purchase.ticket, actor=world.e1, now=ASKED)

    purchase = services.approve(document=purchase, actor=world.head, now=ASKED)

    assert (purchase.state, signer(purchase)) == ("settled", "")
    purchase.hold.refresh_from_db()
    assert purchase.hold.lifted_at == ASKED


def test_purchase_needs_an_accepted_report_of_its_kind(world: World) -> None:
    ticket = on_site(world)
    fault = accepted(world, ticket)

    with pytest.raises(WrongState):
        services.request_purchase(report=fault, budget=Decimal(100), actor=world.e1, now=ASKED)


@pytest.mark.parametrize("budget", ["-0.01", "0.00", "1.001"])
def test_budget_is_money_above_nothing(world: World, budget: str) -> None:
    report = accepted(world, kind="purchase", budget=Decimal(100))

    with pytest.raises(OutOfRange):
        services.request_purchase(report=report, budget=Decimal(budget), actor=world.e1, now=ASKED)


def test_ye_wei_buys_for_the_engineer_and_is_paid_back(world: World) -> None:
    report = accepted(world, kind="purchase", budget=Decimal(150), actor=world.salesperson)

    with pytest.raises(NotAllowed):
        services.request_purchase(report=report, budget=Decimal(150), actor=world.e2, now=ASKED)
    purchase = services.request_purchase(report=report, budget=Decimal(150), actor=world.salesperson, now=ASKED)
    services.approve(document=judged(world, purchase), actor=world.supervisor, now=ASKED)
    purchase = settle(world, purchase, "149.00", actor=world.salesperson)

    assert (purchase.state, purchase.author) == ("settled", world.salesperson)
