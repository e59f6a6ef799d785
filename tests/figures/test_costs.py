"""What was borne: three cuts of one sum, by the day of the signature."""

from datetime import timedelta
from decimal import Decimal

import pytest

from figures.period import Period
from figures.selectors.behind import Asked, documents
from figures.selectors.costs import Cost, Costs, costs
from tests.factories import World, moment
from tests.figures import papers
from tests.figures.conftest import LOOK
from tests.figures.papers import APRIL, HOUR, MARCH

SPRING = Period.read({"from": "2026-03", "to": "2026-04"}, now=LOOK)
YUAN = Decimal


@pytest.fixture
def spring(world: World) -> World:
    """March: 890 and 45 yuan of the production department; April: 2,600 of supply and sales; 400.50 without a slip."""
    seal, motor, gearbox = (papers.part("seal", "密封圈"), papers.part("motor", "电机"), papers.part("gear", "齿轮箱"))
    supply = papers.department("supply_sales", "供销部")
    papers.claim(world, [(motor, 1, "800.00"), (seal, 2, "45.00")], issued=MARCH, signed=MARCH + HOUR)
    papers.claim(world, [(seal, 1, "45.00")], serial="P4", issued=MARCH, signed=MARCH + 2 * HOUR)
    papers.claim(world, [(gearbox, 1, "2600.00")], serial="P2", bearer=supply, issued=APRIL, signed=APRIL + HOUR)
    papers.claim(world, [(gearbox, 9, "2600.00")], serial="P2", issued=APRIL)
    papers.fee(world, "300.00", serial="P4", signed=MARCH, state="settled", actual=YUAN("280.00"))
    papers.fee(world, "500.00", signed=None)
    papers.purchase(world, "120.50", settled=APRIL)
    papers.purchase(world, "999.00", settled=None)
    return world


def short(found: tuple[Cost, ...]) -> list[tuple[str, int, int, str]]:
    return sorted((one.label, one.papers, one.pieces, str(one.amount)) for one in found)


def test_three_cuts_tell_the_same_sum(spring: World) -> None:
    found = costs(SPRING)

    assert short(found.departments) == [("供销部", 1, 0, "2600.00"), ("生产部", 2, 0, "935.00")]
    assert short(found.models) == [("JD-eighteen", 2, 0, "3610.50"), ("JD-six", 1, 0, "325.00")]
    assert short(found.parts) == [("gear", 1, 1, "2600.00"), ("motor", 1, 1, "800.00"), ("seal", 2, 3, "135.00")]
    assert (found.claims, found.fees, found.purchases) == (YUAN("3535.00"), YUAN("280.00"), YUAN("120.50"))
    assert found.amount == sum(one.amount for one in found.models) == YUAN("3935.50")


def test_only_the_asked_months_count(spring: World) -> None:
    april = costs(Period.read({"from": "2026-04", "to": "2026-04"}, now=LOOK))

    assert (april.claims, april.fees, april.purchases) == (YUAN("2600.00"), YUAN("0.00"), YUAN("120.50"))


@pytest.mark.parametrize(
    ("signed", "counts"),
    [
        ("2026-02-28 23:59:59", False),
        ("2026-03-01 00:00:00", True),
        ("2026-04-30 23:59:59", True),
        ("2026-05-01 00:00:00", False),
    ],
)
def test_month_is_counted_from_local_midnight_to_midnight(world: World, signed: str, counts: bool) -> None:
    at = moment(signed)
    papers.claim(world, [(papers.part("seal", "密封圈"), 1, "45.00")], issued=at - HOUR, signed=at)

    assert bool(costs(SPRING).departments) == counts


def test_fee_signed_again_counts_once_in_the_month_of_the_last_signature(world: World) -> None:
    fee = papers.fee(world, "300.00", signed=MARCH, state="settled", actual=YUAN("1500.00"))
    papers.sign_off(fee, world, asked=APRIL - HOUR, judged=APRIL - HOUR, signed=APRIL)

    assert costs(Period.read({"from": "2026-03", "to": "2026-03"}, now=LOOK)).fees == 0
    assert costs(SPRING).fees == YUAN("1500.00")


def test_approved_fee_counts_with_what_was_approved_until_it_is_settled(world: World) -> None:
    papers.fee(world, "300.00", signed=MARCH)

    assert costs(SPRING).fees == YUAN("300.00")


def test_machine_that_is_not_on_file_has_a_row_of_its_own(world: World) -> None:
    seal = papers.part("seal", "密封圈")
    papers.claim(world, [(seal, 1, "45.00")], serial="X-404", issued=MARCH, signed=MARCH)

    assert [(one.key, one.label) for one in costs(SPRING).models] == [(0, "未登记型号")]


def test_nothing_costs_nothing(world: World) -> None:
    assert costs(SPRING) == Costs((), (), (), YUAN(0), YUAN(0), YUAN(0))


def test_many_cents_add_up_exactly(world: World) -> None:
    seal = papers.part("seal", "密封圈")
    for minute in range(30):
        at = MARCH + timedelta(minutes=minute)
        papers.claim(world, [(seal, 3, "0.10")], issued=at, signed=at)

    assert (costs(SPRING).claims, costs(SPRING).parts[0].amount) == (YUAN("9.00"), YUAN("9.00"))


def behind(world: World, of: str, **only: object) -> tuple[int, str]:
    given = {"of": of, **{name: str(value) for name, value in only.items()}}
    found = documents(Asked(given, SPRING, LOOK), person=world.head)
    assert len(found.rows) == found.count
    return found.count, str(found.amount)


def test_papers_behind_a_figure_add_up_to_it(spring: World) -> None:
    told = costs(SPRING)

    for one in told.departments:
        assert behind(spring, "claims", department=one.key) == (one.papers, str(one.claims))
    for one in told.parts:
        assert behind(spring, "claims", part=one.key) == (one.papers, str(one.claims))
    for one in told.models:
        assert behind(spring, "claims", model=one.key) == (one.papers, str(one.claims))
    assert behind(spring, "fees") == (1, "280.00")
    assert behind(spring, "purchases") == (1, "120.50")
    assert behind(spring, "claims") == (3, "3535.00")
