"""Two supervisors judge the same claimed arrival at the same instant: one decision, the other is told whose."""

from datetime import timedelta
from threading import Barrier

import pytest

from core.device import DeviceClaim
from core.errors import WrongState
from core.models import JournalEntry
from judgement.models import Proposal
from tests.factories import NOTICE, World, company, dispatched
from tests.support.company import staff
from tests.support.parallel import at_once
from tickets import services
from tickets.models import ArrivalDecision, Ticket

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
DUE = NOTICE + timedelta(hours=12)
LATER = DUE + timedelta(hours=1)


@pytest.fixture
def world(transactional_db) -> World:
    world = company()
    world.people["other"] = staff("other", "齐宁", "service_supervisor")
    return world


def claimed(world: World) -> Ticket:
    """Received at 20:13, claimed for 19:58."""
    device = DeviceClaim(device_time=DUE - timedelta(minutes=2), age_ms=15 * 60_000)
    return services.arrive(
        ticket=dispatched(world), actor=world.e1, now=DUE + timedelta(minutes=13), device=device
    )


def both(world: World, ticket: Ticket) -> list[object]:
    def decide(who: str, accept: bool):
        return lambda: services.accept_arrival(
            ticket=ticket, accept=accept, reason="已核实", actor=world.people[who], now=LATER
        )

    return at_once([decide("supervisor", True), decide("other", False)])


@pytest.mark.parametrize("attempt", range(5))
def test_one_decides_and_the_other_learns_who_it_was(world, attempt):
    ticket = claimed(world)
    found = both(world, ticket)

    refused = [one for one in found if isinstance(one, WrongState)]
    assert len(refused) == 1, found
    decision = ArrivalDecision.objects.get(arrival__ticket=ticket)
    assert decision.by.name in str(refused[0])
    state = Proposal.objects.get(subject_id=ticket.pk, clause="6.2").state
    assert state == ("revoked" if decision.accepted else "proposed")
    assert JournalEntry.objects.filter(act="accept_arrival", subject_id=ticket.pk).count() == 1


def test_control_without_the_row_lock_both_believe_that_they_decide(world, monkeypatch):
    """The lock is what makes them wait; the one-decision rule of the table is the last line behind it."""
    ticket = claimed(world)
    both_have_read = Barrier(2)

    def unlocked(obj, *_along):
        row = obj.__class__._base_manager.get(pk=obj.pk)
        both_have_read.wait(timeout=30)
        return row

    monkeypatch.setattr("tickets.services.claiming.lock", unlocked)
    found = both(world, ticket)

    assert not [one for one in found if isinstance(one, WrongState)]
    assert ArrivalDecision.objects.filter(arrival__ticket=ticket).count() == 1
