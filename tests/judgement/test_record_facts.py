"""A fact is written once, with the proposals that the book makes of it."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from core.journal import SYSTEM
from core.models import JournalEntry
from judgement.models import Fact, Proposal
from judgement.services import record_fact, record_facts
from judgement.states import ProposalState
from notifications.models import Notice


def test_a_late_arrival_becomes_one_proposal_that_cites_its_clause(late, version, wang, head, eight):
    record_fact(late(), actor=SYSTEM, now=eight)
    proposal = Proposal.objects.get()
    assert (proposal.clause, proposal.charged_to, proposal.state) == ("6.2", wang, ProposalState.PROPOSED)
    assert (proposal.version, proposal.decider_role, proposal.weight) == (version, "dept_head", Decimal("1000.00"))
    assert [(effect["do"], effect["amount"]) for effect in proposal.effects] == [("fine", "1000.00")]


def test_the_proposal_belongs_to_the_month_of_the_breach_not_of_its_discovery(late, head, at):
    record_fact(late(due="2026-03-31 23:59:59"), actor=SYSTEM, now=at("2026-04-02 09:00:00"))
    assert Proposal.objects.get().month == "2026-03"


def test_the_same_fact_twice_changes_nothing(late, head, eight):
    assert record_fact(late(), actor=SYSTEM, now=eight) is not None
    assert record_fact(late(), actor=SYSTEM, now=eight) is None
    told = JournalEntry.objects.filter(act="sla.arrival.missed").count()
    assert (Fact.objects.count(), Proposal.objects.count(), told) == (1, 1, 1)
    assert Notice.objects.filter(about="to_decide").count() == 1


def test_one_known_fact_in_a_batch_does_not_keep_the_others_out(late, head, eight):
    record_fact(late(), actor=SYSTEM, now=eight)
    recorded = record_facts([late(), late(cycle=2)], actor=SYSTEM, now=eight)
    assert [fact.occurrence for fact in recorded] == ["2"]
    assert Proposal.objects.count() == 2


def test_an_urgent_late_arrival_keeps_the_higher_amount_only(late, head, eight):
    record_fact(late(urgent=True), actor=SYSTEM, now=eight)
    assert {p.clause: p.state for p in Proposal.objects.all()} == {"6.2": "proposed", "9.10": "absorbed"}
    assert Proposal.objects.get(clause="9.10").absorbed_by == Proposal.objects.get(clause="6.2")


def test_two_cycles_of_a_ticket_are_two_matters(late, head, eight):
    record_facts([late(urgent=True), late(urgent=True, cycle=2)], actor=SYSTEM, now=eight)
    assert sorted(p.state for p in Proposal.objects.all()) == ["absorbed", "absorbed", "proposed", "proposed"]


def test_a_limit_that_a_person_set_proposes_nothing(late, head, eight):
    record_fact(late(by_hand=True), actor=SYSTEM, now=eight)
    assert (Fact.objects.count(), Proposal.objects.count()) == (1, 0)


def test_nobody_assigned_means_no_proposal_and_the_head_is_told(late, head, eight):
    record_fact(late(person=None), actor=SYSTEM, now=eight)
    assert Proposal.objects.count() == 0
    assert [(notice.person, notice.about) for notice in Notice.objects.all()] == [(head, "unassigned")]


def test_the_engineer_and_the_decider_are_told(late, wang, head, eight):
    record_fact(late(), actor=SYSTEM, now=eight)
    assert {(n.person, n.about) for n in Notice.objects.all()} == {(wang, "proposed"), (head, "to_decide")}


def test_a_hundred_facts_make_one_notice_a_person(late, wang, head, eight):
    record_facts([late(cycle=cycle) for cycle in range(1, 101)], actor=SYSTEM, now=eight)
    assert Notice.objects.filter(person=wang).count() == Notice.objects.filter(person=head).count() == 1
    assert "100" in Notice.objects.get(person=wang).title


def test_statements_do_not_grow_with_the_facts(late, head, eight, django_assert_max_num_queries):
    record_fact(late(), actor=SYSTEM, now=eight)
    with django_assert_max_num_queries(22):
        record_facts([late(cycle=cycle) for cycle in range(2, 42)], actor=SYSTEM, now=eight)


def test_the_journal_tells_the_fact_on_its_ticket(late, head, eight):
    record_fact(late(), actor=SYSTEM, now=eight)
    row = JournalEntry.objects.get(act="sla.arrival.missed")
    assert (row.subject_type, row.subject_id, row.act, row.clause) == (
        "tickets.ticket",
        41,
        "sla.arrival.missed",
        "6.2",
    )
    assert row.data["proposals"][0]["person"] == "王强"


def test_facts_cannot_be_rewritten(late, head, eight):
    record_fact(late(), actor=SYSTEM, now=eight)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Fact.objects.update(facts={})


def test_the_head_as_target_hands_the_case_to_the_general_manager(incident, wang, head, manager, eight):
    from tests.support.company import staff

    staff("quality", "郑质量", "quality_service_supervisor")
    record_fact(incident("media_exposure", wang, 1), actor=SYSTEM, now=eight)
    assert {p.decider_role for p in Proposal.objects.all()} == {"general_manager"}
    assert Proposal.objects.count() == 3


def test_who_held_the_role_when_it_happened_answers(incident, wang, head, at):
    from tests.support.company import staff

    change = at("2026-03-10 00:00:00")
    head.assignments.update(until=change)
    successor = staff("successor", "新部长", "dept_head")
    successor.assignments.update(since=change)
    for number, day in enumerate(["2026-03-09 23:59:59", "2026-03-10 00:00:00"]):
        record_fact(incident("media_exposure", wang, number, on=day), actor=SYSTEM, now=at("2026-03-11 08:00:00"))
    fined = Proposal.objects.exclude(person=wang).order_by("fact__happened_at")
    assert [proposal.person for proposal in fined] == [head, successor]


def test_an_office_engineer_is_outside_the_limb_of_desertion(incident, head, eight):
    from tests.support.company import engineer

    record_fact(incident("deserted_with_claim", engineer("zhao", "赵办", "office_based"), 1), actor=SYSTEM, now=eight)
    assert Proposal.objects.count() == 0


def test_a_range_is_proposed_as_a_range(incident, wang, head, eight):
    record_fact(incident("deserted_with_claim", wang, 1), actor=SYSTEM, now=eight)
    effect = next(e for e in Proposal.objects.get().effects if e["do"] == "fine")
    assert (effect["mode"], effect["low"], effect["high"]) == ("range", "1000.00", "2000.00")
