"""Shares, the 80 % mark and the axis of a chart, as tables of values."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from figures.charts import ceiling, pareto_chart
from figures.pareto import pareto
from figures.ratios import percent


@dataclass(frozen=True)
class Thing:
    label: str
    amount: Decimal


def things(*amounts: str) -> list[Thing]:
    return [Thing(chr(ord("a") + index), Decimal(amount)) for index, amount in enumerate(amounts)]


@pytest.mark.parametrize(
    ("amounts", "labels", "cumulative", "vital"),
    [
        ((), "", [], 0),
        (("5.00",), "a", ["100.0"], 1),
        (("10.00", "70.00", "20.00"), "bca", ["70.0", "90.0", "100.0"], 2),
        # Exactly at the mark the next one is no longer needed, one cent below it is.
        (("80.00", "20.00"), "ab", ["80.0", "100.0"], 1),
        (("79.99", "20.01"), "ab", ["80.0", "100.0"], 2),
        # Equal ones stand by name; thirds do not add up to more than the whole.
        (("1.00", "1.00", "1.00"), "abc", ["33.3", "66.7", "100.0"], 3),
        (("3.00", "0.00"), "ab", ["100.0", "100.0"], 1),
        (("0.00",), "a", ["0.0"], 0),
    ],
)
def test_the_largest_stand_first_until_most_is_reached(
    amounts: tuple[str, ...], labels: str, cumulative: list[str], vital: int
) -> None:
    ranked = pareto(things(*amounts))

    assert "".join(one.item.label for one in ranked) == labels
    assert [str(one.cumulative) for one in ranked] == cumulative
    assert sum(one.vital for one in ranked) == vital
    assert [one.rank for one in ranked] == list(range(1, len(amounts) + 1))


@pytest.mark.parametrize(
    ("part", "whole", "told"), [("1", "3", "33.3"), ("0.05", "100", "0.1"), ("0", "0", "0.0"), ("7", "7", "100.0")]
)
def test_percent_is_rounded_half_up_to_a_tenth(part: str, whole: str, told: str) -> None:
    assert str(percent(Decimal(part), Decimal(whole))) == told


@pytest.mark.parametrize(
    ("amount", "top"),
    [("0.03", "0.05"), ("1", "1"), ("1.01", "2"), ("2.4", "2.5"), ("51", "100"), ("123456", "200000")],
)
def test_axis_ends_at_a_round_number(amount: str, top: str) -> None:
    assert ceiling(Decimal(amount)) == Decimal(top)


def test_chart_draws_twenty_and_tells_how_many_it_leaves_out() -> None:
    chart = pareto_chart(pareto(things(*[str(100 - n) for n in range(25)])))

    assert chart is not None
    assert (len(chart.bars), len(chart.line), chart.left_out) == (20, 19, 5)
    assert (chart.bars[0].y, chart.bars[0].height) == ("0.00%", "100.00%")
    assert chart.ticks == ["100", "75", "50", "25", "0"]
    assert chart.unit == "元"


def test_large_amounts_are_told_in_ten_thousands() -> None:
    chart = pareto_chart(pareto(things("180000")))

    assert chart is not None
    assert (chart.unit, chart.ticks) == ("万元", ["20", "15", "10", "5", "0"])
    assert chart.summary == "1 项中的前 1 项占 100.0 %"


def test_nothing_is_not_drawn() -> None:
    assert pareto_chart(pareto(things("0.00"))) is None
