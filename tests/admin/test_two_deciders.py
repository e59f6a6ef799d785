"""Two deciders at the same instant: one decision, and the other is told who was first (reliability W1).

Real requests in threads with connections of their own; the control shows what the gate's row lock prevents.
"""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Barrier
from time import sleep

import pytest
from django.db import connection
from django.urls import reverse

from core import transitions
from judgement.models import Proposal
from penalties.models import Decision, LedgerEntry
from tests.admin.conftest import Desk, incident, proposal_of, sign_in
from tests.factories import World

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PAIRS = 20


def decide_together(proposal: Proposal, desks: dict[str, Desk]) -> dict[str, tuple[int, str]]:
    """The head confirms, the general manager waives; both requests are let go together."""
    start = Barrier(len(desks))

    def send(name: str, act: str) -> tuple[int, str]:
        try:
            start.wait(timeout=10)
            url = reverse(f"admin:judgement_proposal_{act}", args=[proposal.pk])
            answer = desks[name].send(url, reason="核实无误")
            return answer.status_code, answer.content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(desks)) as pool:
        asked = {
            name: pool.submit(copy_context().run, send, name, act)
            for name, act in (("head", "confirm"), ("gm", "waive"))
        }
        return {name: answer.result() for name, answer in asked.items()}


@pytest.fixture
def desks(world: World) -> dict[str, Desk]:
    return {name: sign_in(world.people[name], raises=False) for name in ("head", "gm")}


def test_of_two_deciders_one_decides_and_the_other_learns_who(world: World, desks: dict[str, Desk]) -> None:
    names = {"head": "何部长", "gm": "高建国"}
    for _ in range(PAIRS):
        proposal = proposal_of(incident(world, "conduct"))

        answers = decide_together(proposal, desks)

        decision = Decision.objects.get(proposal=proposal)
        winner, loser = ("head", "gm") if decision.by == world.head else ("gm", "head")
        assert (answers[winner][0], answers[loser][0]) == (302, 409)
        assert names[winner] in answers[loser][1]
        assert LedgerEntry.objects.filter(proposal=proposal).count() == (1 if winner == "head" else 0)


def test_control_without_the_row_lock_two_decisions_are_written(
    world: World, desks: dict[str, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(obj: Proposal) -> Proposal:
        found = type(obj)._base_manager.get(pk=obj.pk)
        sleep(0.2)
        return found

    monkeypatch.setattr(transitions, "lock", read_only)
    proposal = proposal_of(incident(world, "conduct"))

    decide_together(proposal, desks)

    assert Decision.objects.filter(proposal=proposal).count() == 2
