"""How often a password may be tried: for a name from everywhere together, and for each of its known devices.

Axes counts failures by name and address, after the fact; whoever has a thousand addresses, or asks a thousand times
at once, is stopped here, where a try is taken before the password is hashed.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.models import SignInCount

MOST = 10
SPAN = timedelta(minutes=15)
KEPT = timedelta(days=1)


@transaction.atomic
def take_attempt(*, username: str, device: str, now: datetime) -> bool:
    """Count one more try; False where the span's tries are used up. `device` is empty on an unknown one."""
    key = _key(username, device)
    SignInCount.objects.bulk_create([SignInCount(key=key, since=now)], ignore_conflicts=True)
    row = SignInCount.objects.select_for_update().get(pk=key)
    if now - row.since >= SPAN:
        row.since, row.attempts = now, 0
    if row.attempts >= MOST:
        return False
    row.attempts += 1
    row.save(update_fields=["since", "attempts"])
    return True


def right_password(*, username: str, device: str, now: datetime) -> None:
    """Begin anew: tries that were not right are those of a person who knows it now."""
    SignInCount.objects.filter(pk=_key(username, device)).update(since=now, attempts=0)


def forget_attempts(*, now: datetime) -> int:
    """Remove counts whose span is long over; how many went."""
    removed, _rows = SignInCount.objects.filter(since__lt=now - KEPT).delete()
    return removed


def _key(username: str, device: str) -> str:
    """Unknown names are counted like known ones, and nobody learns from the table which were tried."""
    return salted_hmac("accounts.attempts", f"{username.casefold()}\0{device}", algorithm="sha256").hexdigest()
