"""What must not stand in a log: phone numbers, identity cards and mail addresses, however they got there (S15)."""

import re
from typing import Any

# No look-around: a number with 0086 before it or digits behind it is as private as one that stands alone.
PHONE = re.compile(r"(1[3-9]\d)([- ]?)\d{4}\2(\d{4})")
IDENTITY_CARD = re.compile(r"\b(\d{6})(?:19|20)\d{2}[01]\d[0-3]\d\d{3}[\dXx]\b")
MAIL = re.compile(r"\b([\w.+-])[\w.+-]*@([\w-]+(?:\.[\w-]+)+)")
LARGEST_PLAIN = 10**10


def masked(text: str) -> str:
    """`text` with every phone number as 138****1234, identity card as its region, mail address as l***@host."""
    text = IDENTITY_CARD.sub(r"\1************", text)
    text = MAIL.sub(r"\1***@\2", text)
    return PHONE.sub(r"\1****\3", text)


def masked_value(value: Any) -> Any:
    """The same for anything that JSON can hold; what it cannot hold becomes text."""
    if isinstance(value, bool | float | None):
        return value
    if isinstance(value, int):
        return value if abs(value) < LARGEST_PLAIN else masked(str(value))
    if isinstance(value, dict):
        return {masked(str(key)): masked_value(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [masked_value(inner) for inner in value]
    return masked(str(value))
