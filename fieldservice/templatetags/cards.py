"""Cards on pages of the apps below, which ask for them by this tag."""

from typing import Any

from django import template

from fieldservice.selectors import cards_for_customer
from tickets.models import Ticket

register = template.Library()


@register.inclusion_tag("fieldservice/public_cards.html")
def public_cards(ticket: Ticket, token: str) -> dict[str, Any]:
    """The customer's own copies, under the link by which he follows his ticket."""
    return {"cards": list(cards_for_customer(ticket)), "token": token}
