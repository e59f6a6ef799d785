"""The same act from two phones, two desks, or against the sweep, at the same instant: one effect, the other is told."""

from threading import Barrier

import pytest
from django.test import Client

from core import transitions
from core.models import JournalEntry
from core.subjects import Subject
from deadlines import services as deadlines
from deadlines.selectors import current
from judgement.models import Fact, Proposal
from tests.factories import World, company, dispatched, moment, reported
from tests.support.parallel import at_once
from tickets import services as tickets
from tickets.models import Arrival, Assignment, Ticket

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
MORNING = moment("2026-03-02 08:30:00")


@pytest.fixture
def world(transactional_db) -> World:
    return company()


def taps(person, ticket: Ticket, act: str, count: int = 2, **fields: object) -> list[int]:
    """The statuses that `count` signed-in phones get for the same act, each with a key of its own."""
    clients = [Client(raise_request_exception=False) for _ in range(count)]
    for client in clients:
        client.force_login(person)

    def tap(number: int):
        url = f"/m/{ticket.number}/{act}/"
        return lambda: clients[number].post(url, {"_key": f"{act}-{number}", **fields}).status_code

    return at_once([tap(number) for number in range(count)])


def rows(ticket: Ticket, act: str) -> int:
    about = Subject.of(ticket)
    return JournalEntry.objects.filter(subject_type=about.type, subject_id=about.id, act=act).count()


@pytest.mark.parametrize("attempt", range(5))
def test_checking_in_on_two_phones_is_one_arrival(world, attempt):
    ticket = dispatched(world)
    statuses = taps(world.e1, ticket, "arrive")
    assert sorted(statuses) == [302, 409]
    assert (Arrival.objects.filter(ticket=ticket).count(), rows(ticket, "arrive")) == (1, 1)


@pytest.mark.parametrize("attempt", range(5))
def test_accepting_twice_at_once_is_told_once(world, attempt):
    ticket = dispatched(world)
    assert sorted(taps(world.e1, ticket, "accept")) == [302, 409]
    assert rows(ticket, "accept") == 1


def test_control_without_the_row_lock_both_acceptances_go_through(world, monkeypatch):
    ticket = dispatched(world)
    both_have_read = Barrier(2)

    def unlocked(obj, *_along):
        row = type(obj)._base_manager.get(pk=obj.pk)
        both_have_read.wait(timeout=10)
        return row

    monkeypatch.setattr(transitions, "lock", unlocked)
    monkeypatch.setattr("tickets.services.assignment.current_assignment", _unaccepted)
    at_once([lambda: tickets.accept(ticket=ticket, actor=world.e1, now=MORNING)] * 2)
    assert rows(ticket, "accept") == 2


def _unaccepted(ticket: Ticket) -> Assignment:
    """What both phones saw before either had accepted."""
    row = Assignment.objects.get(ticket=ticket, until=None)
    row.accepted_at = None
    return row


def test_two_desks_send_two_engineers_and_one_of_them_goes(world):
    ticket = reported(world)
    sent = at_once([
        lambda: tickets.dispatch(ticket=ticket, engineer=world.e1, actor=world.liaison, now=MORNING),
        lambda: tickets.dispatch(ticket=ticket, engineer=world.e2, actor=world.liaison, now=MORNING),
    ])  # fmt: skip
    assert sum(isinstance(result, Ticket) for result in sent) == 1
    assert Assignment.objects.filter(ticket=ticket).count() == 1


@pytest.mark.parametrize("attempt", range(5))
def test_a_late_arrival_against_the_sweep_is_one_breach(world, attempt):
    ticket = dispatched(world)
    late = moment("2026-03-02 20:00:00.000001")
    at_once([
        lambda: tickets.arrive(ticket=ticket, actor=world.e1, now=late),
        lambda: deadlines.sweep(now=late),
        lambda: deadlines.sweep(now=late),
    ])  # fmt: skip
    assert (Fact.objects.count(), Proposal.objects.count()) == (1, 1)
    limit = current(Subject.of(ticket), "arrival")
    assert (limit.state, limit.stopped_at) == ("missed", late)


@pytest.mark.parametrize("attempt", range(5))
def test_replacing_him_against_the_sweep_never_moves_the_breach(world, attempt):
    ticket = dispatched(world)
    late = moment("2026-03-02 20:00:00.000001")
    at_once([
        lambda: tickets.dispatch(ticket=ticket, engineer=world.e2, reason="other", actor=world.liaison, now=late),
        lambda: deadlines.sweep(now=late),
    ])  # fmt: skip
    deadlines.sweep(now=late)
    assert [entry.person for entry in Proposal.objects.all()] == [world.e1]
