"""Every kind of amount, exact and with its arithmetic."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.amounts import choices, resolve
from rulebook.schema.amounts import Amount
from rulebook.schema.consequences import Effect, Effects

CENTS = st.decimals(min_value=0, max_value=10**7, places=2)


def fine(**amount: Any) -> Effect:
    return Effect("fine", Amount.model_validate(amount))


def told(effect: Effect, facts: dict[str, Any], quantity: int = 1) -> tuple[Any, ...]:
    found = resolve(effect, facts, quantity=quantity)
    return found["mode"], found.get("amount") or (found.get("low"), found.get("high")), found["formula"]


PRICE = {"part.ex_works_price": "800.00"}


@pytest.mark.parametrize(
    ("effect", "facts", "expected"),
    [
        (fine(fixed=1000), {}, ("fixed", "1000.00", "固定 1000.00 元")),
        (fine(range=(200, 500)), {}, ("range", ("200.00", "500.00"), "200.00 至 500.00 元之间裁量")),
        (fine(free=True), {}, ("free", (None, None), "金额由裁决人确定并说明理由")),
        (
            fine(percent=50, of="part.ex_works_price"),
            PRICE,
            ("percent", "400.00", "出厂价 800.00 元 × 50% = 400.00 元"),
        ),
        (
            fine(percent_range=(10, 20), of="part.ex_works_price"),
            PRICE,
            ("percent_range", ("80.00", "160.00"), "出厂价 800.00 元 × 10% 至 20% = 80.00 至 160.00 元"),
        ),
        (
            fine(times=2, of="part.ex_works_price"),
            PRICE,
            ("times", "1600.00", "出厂价 800.00 元 × 2 倍 = 1600.00 元"),
        ),
        (
            fine(equal="incident.proceeds"),
            {"incident.proceeds": "3200"},
            ("equal", "3200.00", "等于违规所得 3200.00 元"),
        ),
        (
            fine(difference=("part.ex_works_price", "part.slip_price")),
            PRICE | {"part.slip_price": "750.50"},
            ("difference", "49.50", "出厂价 800.00 元 − 三包单价格 750.50 元（不足 0 按 0） = 49.50 元"),
        ),
        (fine(choose=(100, 300, 200)), {}, ("choose", ("100.00", "300.00"), "在 100.00、200.00、300.00 元中选定")),
    ],
)
def test_each_kind_tells_amount_and_formula(effect: Effect, facts: dict[str, Any], expected: tuple[Any, ...]) -> None:
    assert told(effect, facts) == expected


def test_a_quantity_multiplies(book: Any) -> None:
    found = resolve(fine(fixed=100), {}, quantity=3)

    assert (found["amount"], found["formula"]) == ("300.00", "固定 100.00 元 × 3 = 300.00 元")
    assert found["inputs"] == {"fixed": "100", "quantity": 3}


def test_a_price_is_rounded_before_it_is_multiplied() -> None:
    facts = {"part.ex_works_price": "100.005"}

    assert resolve(fine(equal="part.ex_works_price"), facts, quantity=3)["amount"] == "300.03"


@pytest.mark.parametrize(
    "missing", [{}, {"incident.proceeds": None}, {"incident.proceeds": ""}, {"incident.proceeds": "?"}]
)
def test_an_unknown_base_leaves_it_unresolved(missing: dict[str, Any]) -> None:
    found = resolve(fine(equal="incident.proceeds"), missing)

    assert found["unresolved"] is True
    assert "amount" not in found
    assert found["formula"] == "等于违规所得（尚不明）"


def test_a_negative_difference_is_nothing() -> None:
    facts = {"part.ex_works_price": "10", "part.slip_price": "12"}

    assert resolve(fine(difference=("part.ex_works_price", "part.slip_price")), facts)["amount"] == "0.00"


def test_a_choice_is_among_its_amounts() -> None:
    assert choices(fine(choose=(100, 300)), quantity=2) == (Decimal("200.00"), Decimal("600.00"))
    assert choices(fine(fixed=100)) == ()


def test_an_effect_without_money_carries_its_detail() -> None:
    block = Effects.model_validate({"uncredit": {"credits": ("workload", "travel"), "of": "card"}})
    found = resolve(block.effects()[0], {})

    assert (found["do"], found["mode"], found["unresolved"]) == ("uncredit", "none", False)
    assert found["inputs"] == {"credits": ["workload", "travel"], "of": "card"}


@given(CENTS, st.integers(1, 50))
def test_amounts_recompute_from_their_inputs(price: Decimal, quantity: int) -> None:
    found = resolve(fine(times=2, of="part.ex_works_price"), {"part.ex_works_price": str(price)}, quantity=quantity)
    inputs = found["inputs"]

    assert Decimal(found["amount"]) == Decimal(inputs["part.ex_works_price"]) * 2 * inputs["quantity"]


@given(CENTS)
def test_a_share_never_leaves_its_bounds(price: Decimal) -> None:
    found = resolve(fine(percent_range=(10, 20), of="part.ex_works_price"), {"part.ex_works_price": str(price)})

    assert Decimal(found["low"]) <= Decimal(found["high"]) <= price
