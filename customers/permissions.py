"""Which rows of the installed base, and how much of them, a person sees."""

from datetime import datetime
from typing import Any

from accounts.permissions import scopes_of

WHOLE = "all"


def sees_base(person: Any, *, now: datetime) -> bool:
    """Whether customers and machines are listed for `person`."""
    return WHOLE in scopes_of(person, "customers", now=now)


def sees_phones(person: Any, *, now: datetime) -> bool:
    """Whether telephone numbers are shown whole rather than 138****8000."""
    return WHOLE in scopes_of(person, "phones", now=now)
