"""An arrival accepted late: what was decided about the money stands until its decider takes it back (table W8)."""

from datetime import timedelta

import pytest

from core import journal
from core.device import DeviceClaim
from judgement.models import Proposal
from penalties import services as penalties
from penalties.models import LedgerEntry
from tests.factories import NOTICE, World, company, dispatched, moment
from tests.tickets.reading import clock, told
from tickets import services as tickets
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
DUE = NOTICE + timedelta(hours=12)
CLAIMED = DUE - timedelta(minutes=2)


@pytest.fixture
def world(db: None) -> World:
    return company()


def claimed(world: World) -> Ticket:
    """Received at 22:00, claimed for 19:58; Zhang is fined for it on the next morning."""
    device = DeviceClaim(device_time=CLAIMED, age_ms=122 * 60_000)
    ticket = tickets.arrive(ticket=dispatched(world), actor=world.e1, now=DUE + timedelta(hours=2), device=device)
    penalties.confirm_penalty(proposal=fine(), actor=world.head, now=DUE + timedelta(hours=13))
    return ticket


def fine() -> Proposal:
    return Proposal.objects.get(clause="6.2")


def booked() -> list[tuple[str, int]]:
    rows = LedgerEntry.objects.filter(proposal=fine()).order_by("pk")
    return [(row.month, int(row.amount)) for row in rows]


def accept(world: World, ticket: Ticket, at: str) -> None:
    tickets.accept_arrival(ticket=ticket, accept=True, reason="门卫证明", actor=world.supervisor, now=moment(at))


def test_accepted_in_the_same_month_the_decider_revokes_in_it(world: World) -> None:
    ticket = claimed(world)
    accept(world, ticket, "2026-03-05 09:00:00")
    assert (fine().state, fine().facts_changed, booked()) == ("confirmed", True, [("2026-03", 1000)])
    assert told("head")[-1] == "facts_changed"

    penalties.revoke_penalty(
        proposal=fine(), reason="到场已认定", actor=world.head, now=moment("2026-03-05 10:00:00")
    )

    assert (fine().state, booked()) == ("revoked", [("2026-03", 1000), ("2026-03", -1000)])


def test_accepted_after_the_month_closed_the_reversal_stands_in_the_first_open_month(world: World) -> None:
    ticket = claimed(world)
    penalties.close_month(month="2026-03", actor=world.clerk, now=moment("2026-04-06 09:00:00"))
    before = list(LedgerEntry.objects.filter(month="2026-03").order_by("pk").values())

    accept(world, ticket, "2026-04-11 09:00:00")
    assert (clock(ticket).state, fine().state, fine().facts_changed) == ("met", "settled", True)
    penalties.revoke_penalty(
        proposal=fine(), reason="到场已认定", actor=world.head, now=moment("2026-04-11 10:00:00")
    )

    assert booked() == [("2026-03", 1000), ("2026-04", -1000)]
    assert list(LedgerEntry.objects.filter(month="2026-03").order_by("pk").values()) == before
    assert list(journal.verify()) == []


def test_synced_after_the_month_closed_it_waits_like_any_other(world: World) -> None:
    ticket = dispatched(world)
    penalties.close_month(month="2026-03", actor=world.clerk, now=moment("2026-04-06 09:00:00"))
    at = moment("2026-04-11 19:58:00")
    device = DeviceClaim(device_time=CLAIMED, age_ms=int((at - CLAIMED) / timedelta(milliseconds=1)))
    ticket = tickets.arrive(ticket=ticket, actor=world.e1, now=at, device=device)
    assert (clock(ticket).state, fine().state) == ("missed", "proposed")

    accept(world, ticket, "2026-04-12 09:00:00")

    assert (clock(ticket).state, fine().state, booked()) == ("met", "revoked", [])
