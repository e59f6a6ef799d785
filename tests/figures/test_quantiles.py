"""Quantiles of counted values, and periods, as tables of values."""

from decimal import Decimal

import pytest

from figures.period import Period
from figures.quantiles import quantile
from tests.factories import moment

HALF, MOST = Decimal("0.5"), Decimal("0.9")


@pytest.mark.parametrize(
    ("counted", "median", "most"),
    [
        ({}, None, None),
        ({7: 1}, 7, 7),
        ({1: 1, 2: 1}, 1, 2),
        ({1: 1, 2: 1, 3: 1}, 2, 3),
        ({5: 9, 100: 1}, 5, 5),
        ({5: 8, 100: 2}, 5, 100),
        ({0: 3, 4: 1}, 0, 4),
        ({-2: 1, 4: 1}, -2, 4),
    ],
)
def test_quantile_is_the_least_value_that_so_many_do_not_exceed(
    counted: dict[int, int], median: int | None, most: int | None
) -> None:
    assert (quantile(counted, HALF), quantile(counted, MOST)) == (median, most)


NOW = moment("2026-04-20 18:00:00")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "2025-05 – 2026-04"),
        ({"from": "2026-01", "to": "2026-03"}, "2026-01 – 2026-03"),
        ({"from": "2026-03", "to": "2026-01"}, "2026-01 – 2026-03"),
        ({"from": "2026-03", "to": "2026-03"}, "2026-03"),
        ({"to": "2025-12"}, "2025-01 – 2025-12"),
        ({"from": "2026-02"}, "2026-02 – 2026-04"),
        ({"from": "2026-13", "to": "nonsense"}, "2025-05 – 2026-04"),
        ({"from": "1999-01", "to": "2026-04\n"}, "2025-05 – 2026-04"),
    ],
)
def test_period_is_whole_months_of_the_address(given: dict[str, str], told: str) -> None:
    assert Period.read(given, now=NOW).text == told


def test_period_begins_and_ends_at_local_midnight() -> None:
    period = Period.read({"from": "2025-12", "to": "2026-02"}, now=NOW)

    assert period.begins == moment("2025-12-01 00:00:00")
    assert period.ends == moment("2026-03-01 00:00:00")


def test_month_begins_in_the_companys_zone_while_it_is_still_yesterday_elsewhere() -> None:
    assert Period.read({}, now=moment("2026-05-01 00:30:00")).text == "2025-06 – 2026-05"
