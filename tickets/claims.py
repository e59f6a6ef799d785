"""What an arrival that a phone claims is worth: table W8 of the reliability rules, over values only.

The time of receipt is fact. What the phone says about the time and the place is a claim: kept beside it, flagged where
it does not hold together, and of no effect until a supervisor accepts it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import asin, cos, hypot, radians, sin, sqrt

from tickets.states import ArrivalFlag, ArrivalOutcome, ClaimState

# Up to here a late receipt is what a bad network does; beyond it a supervisor says why he believes it.
SHORT_LAG = timedelta(minutes=10)
CLOCKS_AGREE = timedelta(minutes=2)
FAR_KM = 1.0
FASTEST_KMH = 150.0
EARTH_KM = 6371.0


@dataclass(frozen=True)
class Place:
    """Degrees, with the accuracy in metres that the phone gives for them."""

    latitude: float
    longitude: float
    accuracy: float | None = None


@dataclass(frozen=True)
class Fix:
    """What came of asking the phone where it is: a place, or why there is none."""

    place: Place | None = None
    outcome: str = ArrivalOutcome.NO_SIGNAL


def kilometres(one: Place, other: Place) -> float:
    """The way between two places as the crow flies."""
    north, east = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    shrunk = cos(radians(one.latitude)) * cos(radians(other.latitude))
    half = hypot(sin(north / 2), sqrt(max(shrunk, 0.0)) * sin(east / 2))
    return 2 * EARTH_KM * asin(min(1.0, half))


def outcome_of(fix: Fix, *, consent: bool, site: Place | None) -> ArrivalOutcome:
    """Without consent nothing is known; far from a site whose place nobody knows cannot be told."""
    if not consent:
        return ArrivalOutcome.REFUSED
    if fix.place is None:
        return ArrivalOutcome.REFUSED if fix.outcome == ArrivalOutcome.REFUSED else ArrivalOutcome.NO_SIGNAL
    far = site is not None and kilometres(fix.place, site) > FAR_KM
    return ArrivalOutcome.FAR if far else ArrivalOutcome.OK


def claimed_time(received_at: datetime, *, device_time: datetime | None, age: timedelta | None) -> datetime | None:
    """When the phone says that he arrived: by the counter that nobody can set, else by its clock.

    A clock that tells of a later instant than the receipt claims nothing.
    """
    claimed = received_at - age if age is not None else device_time
    return claimed if claimed is not None and claimed <= received_at else None


def clock_flagged(received_at: datetime, *, device_time: datetime | None, age: timedelta | None) -> bool:
    """Whether the phone's clock disagrees with ours, or nothing but its clock speaks for the claim."""
    if device_time is None:
        return False
    return age is None or abs(device_time - (received_at - age)) > CLOCKS_AGREE


def too_fast(here: Place, at: datetime, before: Place, then: datetime) -> bool:
    """Whether nobody gets from one check-in to the other in that time; a few steps are no journey."""
    way, hours = kilometres(here, before), abs(at - then) / timedelta(hours=1)
    return way > FAR_KM and way > FASTEST_KMH * hours


def state_of(
    received_at: datetime, claimed_at: datetime | None, *, due_at: datetime | None, accepted: bool | None = None
) -> ClaimState:
    """Table W8; `accepted` is what was decided, None as long as nothing was."""
    if accepted is not None:
        return ClaimState.ACCEPTED if accepted else ClaimState.REFUSED
    if due_at is None or received_at <= due_at or claimed_at is None or claimed_at > due_at:
        return ClaimState.OK
    return ClaimState.CLAIMED


def one_tap(received_at: datetime, claimed_at: datetime, flags: Collection[str]) -> bool:
    """Whether accepting needs no reason."""
    return received_at - claimed_at <= SHORT_LAG and not flags


def flags_of(
    *, clock: bool, early: bool, fast: bool, outcome: ArrivalOutcome
) -> list[str]:
    """The codes of what makes a claim doubtful, in the order in which pages tell them."""
    found = {
        ArrivalFlag.CLOCK: clock, ArrivalFlag.EARLY: early, ArrivalFlag.FAR: outcome == ArrivalOutcome.FAR,
        ArrivalFlag.SPEED: fast,
    }  # fmt: skip
    return [str(flag) for flag, is_so in found.items() if is_so]
