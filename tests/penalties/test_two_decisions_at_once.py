"""Decisions that meet: two confirmed at once are both counted, and a proof and a correction do not block each other."""

from datetime import datetime

import pytest
from django.core.files.base import ContentFile
from django.db import OperationalError

from accounts.models import Person
from deadlines import services as deadlines
from judgement.models import Proposal
from penalties import services
from tests.factories import World, company, dispatched, moment
from tests.support.parallel import at_once
from tickets import services as tickets

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TUESDAY = moment("2026-03-03 09:00:00")
PAPER = b"%PDF-1.4 flood"


@pytest.fixture
def world(transactional_db) -> World:
    return company()


def false_card(world: World, person: Person, now: datetime) -> Proposal:
    incident = services.record_incident(
        kind="card_falsified", person=person, facts="电话核实不符", evidence=[ContentFile(PAPER, "paper.pdf")],
        actor=world.liaison, now=now,
    )  # fmt: skip
    return Proposal.objects.get(subject_id=incident.pk, subject_type="penalties.incident")


def confirm_two_of_three_together(world: World, person: Person) -> int:
    """How many off-post entries come of it."""
    cards = [false_card(world, person, TUESDAY) for _ in range(3)]
    services.confirm_penalty(proposal=cards[0], actor=world.head, now=TUESDAY)
    at_once([
        lambda: services.confirm_penalty(proposal=cards[1], actor=world.head, now=TUESDAY),
        lambda: services.confirm_penalty(proposal=cards[2], actor=world.gm, now=TUESDAY),
    ])  # fmt: skip
    return Proposal.objects.filter(charged_to=person, consequence="escalation.fake_cards").count()


def test_the_second_and_the_third_confirmed_together_reach_the_threshold(world):
    assert [confirm_two_of_three_together(world, person) for person in (world.e1, world.e2, world.e3)] == [1, 1, 1]


def test_a_proof_and_a_correction_of_the_same_ticket_wait_for_each_other_without_a_circle(world):
    for attempt in range(8):
        ticket = dispatched(world)
        deadlines.sweep(now=TUESDAY)
        proof = services.file_proof(
            ticket=ticket, reason="洪水", documents=[ContentFile(PAPER, "paper.pdf")], actor=world.e1, now=TUESDAY
        )
        results = at_once([
            lambda ticket=ticket: tickets.correct(
                ticket=ticket, urgent=True, reason="停产", actor=world.liaison, now=TUESDAY
            ),
            lambda proof=proof: services.decide_proof(
                proof=proof, accept=True, reason="属实", actor=world.head, now=TUESDAY
            ),
        ])  # fmt: skip
        assert not [error for error in results if isinstance(error, OperationalError)], attempt
        found = Proposal.objects.filter(subject_type="tickets.ticket", subject_id=ticket.pk).order_by("clause")
        assert [(row.clause, row.state) for row in found] == [("6.2", "waived"), ("9.10", "absorbed")]
