"""Nobody judges or signs what is his own or his principal's (W3)."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import Person
from accounts.permissions import refuse_own_case
from approvals.models import SignOff


def refuse_concerned(sign_off: SignOff, actor: Person, *, now: datetime, roles: Iterable[str]) -> None:
    """Raise OwnCase where `actor` submitted, edited or receives it, or stands in for one who did."""
    refuse_own_case(actor, *sign_off.concerned.all(), now=now, roles=roles)
