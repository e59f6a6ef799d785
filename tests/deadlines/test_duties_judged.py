"""A missed duty becomes a proposal for whoever owed it, on the conditions that the book sets on customer and place."""

from datetime import date

import pytest

from customers import services as customers
from deadlines.models import Deadline
from deadlines.services import sweep
from fieldservice.openers import OPENERS
from judgement.models import Proposal
from tests.factories import company, dispatched, moment
from tests.support.books import publish

pytestmark = pytest.mark.django_db

MARCH, APRIL = moment("2026-03-02 09:00:00"), moment("2026-04-01 00:00:00")
FINE = {
    "clause": "7.8", "title": "未按期回访", "event": "obligation.visit_a.missed", "who": "field_engineer",
    "per": "occurrence", "detect": "auto", "decide": "dept_head", "do": [{"fine": {"fixed": 200}}],
}  # fmt: skip


@pytest.fixture
def world():
    return company()


def missed(world, **consequence):
    publish({"consequences.unvisited": {**FINE, **consequence}}, actor=world.gm, now=MARCH)
    for opener in OPENERS:
        opener(MARCH, since=MARCH.date())
    sweep(now=APRIL)
    return list(Proposal.objects.filter(consequence="unvisited"))


def owned_by(world, engineer):
    customers.edit_customer(customer=world.customers["c1"], visited_by=engineer, actor=world.liaison, now=MARCH)


def test_whoever_looks_after_the_customer_answers_for_a_missed_visit(world):
    owned_by(world, world.e1)
    found = missed(world)
    assert [(row.person, row.happened_on) for row in found] == [(world.e1, date(2026, 3, 31))]


def test_nobody_answers_for_a_customer_whom_nobody_had(world):
    assert missed(world) == []


@pytest.mark.parametrize(("condition", "count"), [
    ({"customer.class": {"eq": "A"}}, 1), ({"customer.class": {"eq": "B"}}, 0),
    ({"site.province": {"eq": "重庆市"}}, 1), ({"site.province": {"eq": "四川省"}}, 0),
    ({"contract.active": {"eq": False}}, 1), ({"contract.active": {"eq": True}}, 0),
    ({"customer.internal": {"eq": True}}, 0),
])  # fmt: skip
def test_a_consequence_of_a_duty_may_ask_for_customer_place_and_contract(world, condition, count):
    owned_by(world, world.e1)
    assert len(missed(world, when=condition)) == count


@pytest.mark.parametrize(("condition", "count"), [
    ({"customer.class": {"eq": "A"}}, 1), ({"site.province": {"eq": "四川省"}}, 0),
    ({"customer.internal": {"eq": False}}, 1),
])  # fmt: skip
def test_a_consequence_of_a_late_arrival_may_ask_for_customer_and_place(world, condition, count):
    told = {"event": "sla.arrival.missed", "who": "ticket.engineer", "when": condition}
    publish({"consequences.late_again": {**FINE, **told}}, actor=world.gm, now=MARCH)
    dispatched(world, at=moment("2026-03-03 08:00:00"))
    sweep(now=moment("2026-03-05 09:00:00"))
    assert Proposal.objects.filter(consequence="late_again").count() == count
    assert Deadline.objects.filter(kind="arrival").count() == 1
