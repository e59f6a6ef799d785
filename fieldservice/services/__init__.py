"""Acts of the engineer's day: the service card."""

from fieldservice.services.cards import receive_card, save_draft, sign_card, take_credit

__all__ = ["receive_card", "save_draft", "sign_card", "take_credit"]
