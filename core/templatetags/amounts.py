"""Money as people read it."""

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def yuan(amount: Decimal | None) -> str:
    """1,234.00; nothing where there is no amount."""
    return f"{amount:,.2f}" if amount is not None else ""
