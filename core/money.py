"""Money: decimals with two places, rounded half up (regulation reading 0.7)."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def yuan(value: Decimal | int | str) -> Decimal:
    """`value` rounded half up to two places; a binary fraction is refused."""
    if isinstance(value, float):
        raise TypeError("money is never a binary fraction")
    return Decimal(value).quantize(CENT, rounding=ROUND_HALF_UP)
