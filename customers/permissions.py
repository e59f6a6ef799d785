"""Who may see and change the installed base, asked of the matrix."""

from datetime import datetime
from typing import Any

from accounts.permissions import may, scopes_of

WHOLE = "all"


def can_view(person: Any, *, now: datetime) -> bool:
    """Whether the lists of customers and machines are open: to who sees all of them, or brings them in."""
    return WHOLE in scopes_of(person, "customers", now=now) or may(person, "import_base", now=now)


def sees_phones(person: Any, *, now: datetime) -> bool:
    """Whether telephone numbers are shown whole rather than 138****8000."""
    return WHOLE in scopes_of(person, "phones", now=now)
