"""Ten jobs of engineer Zhang, fifty acts kept in a basement: each sent three times, in no order, all at once."""

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from queue import Empty, SimpleQueue
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from core import clock
from core.models import JournalEntry
from tests import factories
from tests.factories import World
from tickets.models import Ticket
from tickets.states import TicketState

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ORDER = ("accept", "appoint", "arrive", "escalate", "start_work")
COPIES, PHONES, ROUNDS = 3, 8, 4_000
CONTENT: dict[str, dict[str, Any]] = {
    "appoint": {"visit_at": "2026-12-01T09:00", "work": "检查液压站", "place": "三号车间"},
    "escalate": {"description": "主泵型号与图纸不符"},
}


@dataclass(frozen=True)
class Kept:
    """One act in the list of the phone."""

    key: str
    url: str
    act: str
    after: str

    def send(self, phone: Client, *, ordered: bool) -> str:
        headers = {"X-Outbox": "1", "Accept": "application/json", "Idempotency-Key": self.key}
        if ordered and self.after:
            headers["X-Act-After"] = self.after
        return str(phone.post(self.url, CONTENT.get(self.act, {}), headers=headers).json()["state"])


@dataclass
class Told:
    """What was answered, by state."""

    states: Counter[str] = field(default_factory=Counter)


def jobs(world: World) -> list[Ticket]:
    serials = ("P1", "P2")
    return [
        factories.dispatched(world, at=clock.now() - timedelta(hours=2), serial=serials[count % 2])
        for count in range(10)
    ]


def acts_of(ticket: Ticket) -> Iterator[Kept]:
    before = ""
    for act in ORDER:
        key = f"{ticket.number}-{act}"
        yield Kept(key, f"/m/{ticket.number}/{act.replace('_', '-')}/", act, before)
        before = key


def deliver(world: World, tickets: list[Ticket], *, ordered: bool) -> Counter[str]:
    """Send all copies in no order; what has to wait goes back into the line."""
    line: SimpleQueue[Kept] = SimpleQueue()
    copies = [kept for ticket in tickets for kept in acts_of(ticket) for _copy in range(COPIES)]
    random.Random(7).shuffle(copies)  # noqa: S311 -- an order, no secret
    for kept in copies:
        line.put(kept)
    session = Client()
    session.force_login(world.e1)
    told = Told()

    def phone(_number: int) -> None:
        own = Client()
        own.cookies = session.cookies
        for _turn in range(ROUNDS):
            try:
                kept = line.get_nowait()
            except Empty:
                break
            state = kept.send(own, ordered=ordered)
            told.states[state] += 1
            if state == "waiting":
                line.put(kept)
        connection.close()

    with ThreadPoolExecutor(PHONES) as pool:
        list(pool.map(phone, range(PHONES)))
    return told.states


def done(ticket: Ticket) -> list[str]:
    rows = JournalEntry.objects.filter(act__in=ORDER, thread_id=ticket.pk) | JournalEntry.objects.filter(
        act__in=ORDER, subject_type="tickets.ticket", subject_id=ticket.pk
    )
    return list(rows.order_by("pk").values_list("act", flat=True))


@pytest.fixture
def world(transactional_db: None) -> World:
    return factories.company()


def test_each_of_fifty_acts_has_one_effect_in_the_order_of_its_job(world: World) -> None:
    tickets = jobs(world)

    states = deliver(world, tickets, ordered=True)

    assert states["applied"] == len(ORDER) * COPIES * len(tickets), states
    assert set(states) <= {"applied", "waiting"}
    for ticket in tickets:
        assert Ticket.objects.get(pk=ticket.pk).state == TicketState.WORKING
        assert done(ticket) == list(ORDER)


def test_without_the_word_what_comes_before_the_order_is_lost(world: World) -> None:
    states = deliver(world, jobs(world), ordered=False)

    assert states["conflict"] > 0, "nothing came out of order: the test above proves nothing"
