"""Who learns on a ticket's page what it cost whom: those who may know of penalties, and the one concerned."""

import pytest

from deadlines import services as deadlines
from penalties import services as penalties
from tests.factories import World, company, dispatched, moment
from tickets import services as tickets
from tickets.models import Ticket
from tickets.selectors import ticket_page

NEXT_DAY = moment("2026-03-03 09:00:00")


@pytest.fixture
def world(db) -> World:
    return company()


@pytest.fixture
def late(world) -> Ticket:
    """Zhang Wei never came; the head has confirmed the thousand."""
    ticket = dispatched(world)
    deadlines.sweep(now=moment("2026-03-02 20:00:01"))
    (entry,) = ticket_page(ticket.number, world.head, now=NEXT_DAY).proposals
    penalties.confirm_penalty(proposal=entry, actor=world.head, now=NEXT_DAY)
    return ticket


@pytest.mark.parametrize(
    ("who", "knows"),
    [("head", True), ("gm", True), ("clerk", True), ("auditor", True), ("e1", True), ("liaison", False)],
)
def test_the_entry_and_its_history_are_for_those_who_may_know(world, late, who, knows):
    page = ticket_page(late.number, world.people[who], now=NEXT_DAY)
    assert len(page.proposals) == knows
    assert ("confirm_penalty" in [line.act for line in page.history]) == knows


def test_that_the_limit_was_missed_is_told_to_everybody_who_sees_the_ticket(world, late):
    page = ticket_page(late.number, world.liaison, now=NEXT_DAY)
    assert "sla.arrival.missed" in [line.act for line in page.history]


def test_who_takes_the_job_over_does_not_learn_what_it_cost_the_one_before(world, late):
    tickets.dispatch(ticket=late, engineer=world.e2, reason="other", actor=world.liaison, now=NEXT_DAY)
    page = ticket_page(late.number, world.e2, now=NEXT_DAY)
    assert (list(page.proposals), "confirm_penalty" in [line.act for line in page.history]) == ([], False)
