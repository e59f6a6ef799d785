"""When the work was done, where the card reached the server late (reliability W8).

Server time is fact. What the phone says counts only where it can be checked: its counter, which nobody sets, tells that
the tap was minutes ago, and its clock agrees. Anything else is kept and shown as a claim, and the receipt counts.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from core.device import DeviceClaim

# The lag of table W8: within it the phone is believed.
TRUSTED = timedelta(minutes=10)


class Completion(NamedTuple):
    """The instant that counts, and what the phone said, with the age of its act in milliseconds."""

    at: datetime
    claimed: datetime | None = None
    age_ms: int | None = None


def completion_of(device: DeviceClaim | None, *, earliest: datetime, now: datetime) -> Completion:
    """`earliest` is the arrival: work that was done before it was not done there."""
    claimed = device.device_time if device else None
    if device is None or claimed is None:
        return Completion(now)
    believed = _believed(claimed, device.age_ms, now) and earliest <= claimed <= now
    return Completion(claimed if believed else now, claimed, device.age_ms)


def _believed(claimed: datetime, age_ms: int | None, now: datetime) -> bool:
    if age_ms is None:
        return False
    age = timedelta(milliseconds=age_ms)
    return age <= TRUSTED and abs(now - age - claimed) <= TRUSTED
