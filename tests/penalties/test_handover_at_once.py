"""While all jobs of somebody off post are handed over, nobody else moves one of them in between."""

from threading import Event

import pytest

from accounts.models import Person
from accounts.services import take_off_post
from penalties import services
from penalties.services import post
from tests.factories import company, dispatched, moment
from tests.support.parallel import at_once
from tickets import services as tickets
from tickets.models import Ticket

NOON = moment("2026-03-02 12:00:00")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_job_that_another_moves_meanwhile_is_moved_after_it(transactional_db, monkeypatch):
    world = company()
    jobs = [dispatched(world), dispatched(world)]
    take_off_post(person=world.e1, actor=world.head, now=NOON, reason="私卖配件", clause="9.11")
    begun, moved, send = Event(), Event(), tickets.dispatch

    def send_late(**given):
        begun.set()
        # Who waits for us cannot tell us: then it goes on.
        moved.wait(timeout=2)
        return send(**given)

    monkeypatch.setattr(post.tickets, "dispatch", send_late)

    def hand_over():
        off = Person.objects.get(pk=world.e1.pk)
        return services.reassign_jobs(
            person=off, choices=dict.fromkeys(jobs, world.e2), actor=world.liaison, now=NOON
        )

    def move():
        begun.wait(timeout=30)
        done = send(ticket=jobs[1], engineer=world.e3, reason="other", actor=world.liaison, now=NOON)
        moved.set()
        return done

    told = at_once([hand_over, move])
    assert not [one for one in told if isinstance(one, Exception)], told
    assert [Ticket.objects.get(pk=job.pk).engineer for job in jobs] == [world.e2, world.e3]
