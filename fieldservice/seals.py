"""The seal of a card: SHA-256 over everything that the customer put his name under."""

import hashlib
import json
from datetime import datetime
from typing import Any

from fieldservice.models import ServiceCard


def seal_of(card: ServiceCard) -> str:
    """The digest of the card as it stands; equal content gives an equal seal on every database."""
    told = {name: _plain(getattr(card, name)) for name in ServiceCard.SEALED if name != "seal"}
    told["signature"] = card.signature.sha256 if card.signature else ""
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def intact(card: ServiceCard) -> bool:
    """Whether a signed card still reads as it was signed."""
    return card.seal == seal_of(card)


def _plain(value: Any) -> Any:
    # To the microsecond and without an offset: databases return the same instant in different zones.
    return f"{value.timestamp():.6f}" if isinstance(value, datetime) else value
