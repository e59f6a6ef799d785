"""Whoever does what in whichever order: the ledger adds up, closed months stand, nobody decides on himself.

`ANY_ORDER_RUNS=50` makes so many more walks, each of its own; a failure names the seed and what had been done.
"""

import os
from collections import Counter
from random import Random, SystemRandom

import pytest
from django.db import transaction

from penalties.services import confirm, revoke
from tests import factories
from tests.penalties.any_order import people
from tests.penalties.any_order.people import Company

pytestmark = pytest.mark.django_db
SEEDS = [1, 2, 3, *(SystemRandom().getrandbits(32) for _run in range(int(os.environ.get("ANY_ORDER_RUNS", "0"))))]
STEPS = 100


@pytest.fixture
def world(db):
    return factories.company()


def walk(world, seed):
    """One walk in the fresh company, taken back at its end; the names of the acts that were done."""
    company = Company(world, Random(seed))  # noqa: S311 -- a seed that can be given again
    with transaction.atomic():
        try:
            company.work(STEPS)
        except Exception as error:
            error.add_note(f"seed {seed}, after {company.done}")
            raise
        transaction.set_rollback(True)
    return company.done


def test_what_was_promised_holds_after_every_act(world):
    done = Counter(act for seed in SEEDS for act in walk(world, seed))
    # Walks in which everything is refused would prove nothing.
    assert done["confirm_penalty"] > 20, done
    assert len(done) >= 12, done


def confirmed(company, person, by):
    """A breach of conduct, confirmed by somebody."""
    company.attempt(people.services.record_incident, kind="conduct", person=company.world.people[person],
                    facts="用户来电反映", evidence=[people.photo()], actor=company.world.liaison)  # fmt: skip
    company.check()
    company.attempt(people.services.confirm_penalty, proposal=people.waiting().get(), reason="核实",
                    actor=company.world.people[by])  # fmt: skip


def test_control_without_the_own_case_the_head_decides_on_himself(world, monkeypatch):
    monkeypatch.setattr(confirm, "check_decider", lambda *args, **kwargs: None)
    company = Company(world, Random(1))  # noqa: S311
    confirmed(company, "head", by="head")
    with pytest.raises(AssertionError):
        company.check()


def test_control_a_revocation_without_its_counter_entry_is_seen(world, monkeypatch):
    monkeypatch.setattr(revoke, "reverse", lambda *args, **kwargs: [])
    company = Company(world, Random(1))  # noqa: S311
    confirmed(company, "e1", by="gm")
    company.check()
    company.attempt(people.services.revoke_penalty, proposal=people.Proposal.objects.get(), reason="查错了人",
                    actor=world.gm)  # fmt: skip
    with pytest.raises(AssertionError):
        company.check()
