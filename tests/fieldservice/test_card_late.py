"""A card that reaches the server late: its receipt is fact, what the phone claims is kept beside it (W8)."""

from datetime import date, timedelta

import pytest

from core.device import DeviceClaim
from core.models import JournalEntry
from customers.models import MachineService
from fieldservice.completion import completion_of
from fieldservice.models import ServiceCard
from tests.factories import NOTICE, World, moment, working
from tests.fieldservice.cards import AT, sign

ARRIVED = NOTICE + timedelta(hours=3)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def claim(ago: timedelta, *, age: timedelta | None = None, clock_off: timedelta = timedelta()) -> DeviceClaim:
    """Tapped `ago` before AT; `age` is what the phone's counter says, `clock_off` how fast its clock is."""
    milliseconds = None if age is None else age // timedelta(milliseconds=1)
    return DeviceClaim(device_time=AT - ago + clock_off, age_ms=milliseconds, device_now=AT + clock_off)


@pytest.mark.parametrize(
    ("device", "believed"),
    [
        (claim(2 * MINUTE, age=2 * MINUTE), True),
        (claim(10 * MINUTE, age=10 * MINUTE), True),
        (claim(10 * MINUTE, age=10 * MINUTE + timedelta(milliseconds=1)), False),
        (claim(HOUR, age=HOUR), False),
        (claim(2 * MINUTE, age=None), False),
        (claim(2 * MINUTE, age=2 * MINUTE, clock_off=-DAY), False),
        (claim(2 * MINUTE, age=2 * MINUTE, clock_off=DAY), False),
        (claim(3 * HOUR, age=MINUTE), False),
    ],
    ids=["minutes", "limit", "past it", "an hour", "restarted", "clock slow", "clock fast", "they differ"],
)  # fmt: skip
def test_claim_counts_only_where_counter_and_clock_agree(device: DeviceClaim, believed: bool) -> None:
    found = completion_of(device, earliest=ARRIVED, now=AT)

    assert found.at == (device.device_time if believed else AT)
    assert (found.claimed, found.age_ms) == (device.device_time, device.age_ms)


def test_nothing_was_completed_before_the_arrival() -> None:
    found = completion_of(claim(5 * MINUTE, age=5 * MINUTE), earliest=AT - MINUTE, now=AT)

    assert (found.at, found.claimed) == (AT, AT - 5 * MINUTE)


def test_card_of_yesterday_is_completed_on_receipt_with_the_claim_beside_it(world: World) -> None:
    received = moment("2026-03-03 00:30:00")
    tapped = moment("2026-03-02 14:00:00")
    device = DeviceClaim(tapped, age_ms=(received - tapped) // timedelta(milliseconds=1))
    card = sign(working(world), now=received, device=device)

    card = ServiceCard.objects.get(pk=card.pk)
    assert (card.signed_at, card.completed_at, card.claimed_completed_at) == (received, received, device.device_time)
    assert MachineService.objects.get().guarantee_until == date(2026, 9, 3)
    assert JournalEntry.objects.get(act="sign_card").data["age_ms"] == device.age_ms


def test_card_of_minutes_ago_keeps_its_day(world: World) -> None:
    tapped, received = moment("2026-03-02 23:58:00"), moment("2026-03-03 00:02:00")
    card = sign(working(world), now=received, device=DeviceClaim(tapped, age_ms=240_000))

    assert (card.completed_at, card.signed_at) == (tapped, received)
    assert MachineService.objects.get().guarantee_until == date(2026, 9, 2)
