"""The seal of a card: SHA-256 over everything that the customer put his name under.

Seals have a version, so that a card sealed before a column was added still verifies by the list of its day.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from fieldservice.models import ServiceCard
from fieldservice.states import CardState

VERSION = 2
COLUMNS = {1: ServiceCard.SEALED_1, VERSION: ServiceCard.SEALED}


def seal_of(card: ServiceCard) -> str:
    """The digest of the card as it stands, by the version of its seal; equal content gives an equal seal everywhere."""
    told = {name: _plain(getattr(card, name)) for name in COLUMNS[card.seal_version] if name != "seal"}
    told["signature"] = card.signature.sha256 if card.signature else ""
    if card.seal_version > 1:
        told["stamp"] = card.stamp.sha256 if card.stamp else ""
        told["strokes"] = hashlib.sha256(card.strokes.encode()).hexdigest()
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def intact(card: ServiceCard) -> bool:
    """Whether a signed card still reads as it was signed."""
    return card.seal_version in COLUMNS and card.seal == seal_of(card)


def broken() -> Iterator[ServiceCard]:
    """Every sealed card that does not read as it was signed, in the order in which they were begun."""
    rows = _sealed().select_related("signature", "stamp").order_by("pk")
    return (card for card in rows.iterator(chunk_size=500) if not intact(card))


def count() -> int:
    return _sealed().count()


def _sealed() -> QuerySet[ServiceCard]:
    return ServiceCard.objects.exclude(state=CardState.DRAFT)


def _plain(value: Any) -> Any:
    # To the microsecond and without an offset: databases return the same instant in different zones.
    return f"{value.timestamp():.6f}" if isinstance(value, datetime) else value
