"""Quantiles of what was counted: how long a step takes, read from how often it took so long."""

from collections.abc import Mapping
from decimal import Decimal


def quantile(counted: Mapping[int, int], share: Decimal) -> int | None:
    """The smallest value that at least `share` (0 to 1) of all do not exceed; None where nothing was counted.

    `counted` tells how often each value occurred. Values that were rounded give the rounded quantile.
    """
    wanted, seen = share * sum(counted.values()), 0
    for value in sorted(counted):
        seen += counted[value]
        if seen and seen >= wanted:
            return value
    return None
