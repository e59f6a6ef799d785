"""preview_fault: what the desk sees before saving is what saving would freeze."""

from datetime import timedelta

import pytest

from core.errors import Incomplete, OutOfRange
from tests.factories import NOTICE, World, moment, reported, signed_card
from tests.tickets.reading import clock
from tickets.models import Ticket
from tickets.services import preview_fault

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("serial", "given"),
    [("P1", {}), ("p2", {}), ("P1", {"site_province": "四川省"}), ("P4", {"notified_at": NOTICE - 5 * HOUR})],
)
def test_preview_is_what_saving_freezes(world: World, serial: str, given: dict) -> None:
    shown = preview_fault(serial=serial, now=NOTICE, **given)
    ticket = reported(world, serial=serial, **given)

    assert shown.reckoning.due_at == clock(ticket).due_at
    assert shown.reckoning.formula == clock(ticket).formula
    assert (shown.zone, shown.place.province, shown.coverage.in_warranty, shown.coverage.warranty_ends) == (
        ticket.zone, ticket.province, ticket.in_warranty, ticket.warranty_ends,
    )  # fmt: skip


def test_preview_writes_nothing(world: World) -> None:
    preview_fault(serial="P1", now=NOTICE)

    assert not Ticket.objects.exists()


def test_preview_shows_history_repeats_and_similar_tickets(world: World) -> None:
    signed_card(world, at=moment("2026-01-05 08:00:00"))
    open_one = reported(world)
    shown = preview_fault(serial="P1", now=NOTICE + HOUR)

    assert (len(shown.history), len(shown.repeats), shown.warnings) == (1, 1, ["repeat_repair"])
    assert open_one in shown.similar


def test_abroad_the_due_time_is_left_to_a_person(world: World) -> None:
    shown = preview_fault(serial="P3", now=NOTICE)

    assert (shown.due_by_hand, shown.zone) == (True, "overseas")


def test_unknown_serial_shows_what_is_missing(world: World) -> None:
    shown = preview_fault(serial="X-404", now=NOTICE)

    assert (shown.unknown_serial, shown.coverage, shown.due_by_hand) == (True, None, False)
    assert isinstance(shown.problem, Incomplete)


def test_unknown_serial_with_a_province_shows_the_due_time(world: World) -> None:
    shown = preview_fault(serial="X-404", site_province="重庆市", now=NOTICE)

    assert (shown.reckoning.due_at, shown.coverage.in_warranty) == (NOTICE + 12 * HOUR, None)


def test_notice_from_the_future_is_a_problem_shown(world: World) -> None:
    shown = preview_fault(serial="P1", notified_at=NOTICE + HOUR, now=NOTICE)

    assert (isinstance(shown.problem, OutOfRange), shown.machine) == (True, world.machines["P1"])
