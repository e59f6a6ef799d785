"""A person decides: the right one, within the bounds of the clause, once."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from accounts.services import delegate
from core.errors import Incomplete, NotAllowed, OutOfRange, OwnCase, WrongState
from core.models import JournalEntry
from notifications.models import Notice
from penalties import selectors, services
from penalties.models import Decision, LedgerEntry


def test_the_head_confirms_and_the_month_carries_it(proposed, head, wang, monday):
    services.confirm_penalty(proposal=proposed(), actor=head, now=monday)
    decision = Decision.objects.get()
    assert (decision.kind, decision.by, decision.by_name) == ("confirm", head, "周正")
    assert selectors.month_total(wang, "2026-03").penalties == Decimal("500.00")
    assert selectors.month_total(wang, "2026-04").penalties == Decimal("0.00")


def test_confirming_twice_is_refused_and_counts_once(proposed, head, wang, monday):
    proposal = proposed()
    services.confirm_penalty(proposal=proposal, actor=head, now=monday)
    with pytest.raises(WrongState):
        services.confirm_penalty(proposal=proposal, actor=head, now=monday)
    assert (Decision.objects.count(), LedgerEntry.objects.count()) == (1, 1)


@pytest.mark.parametrize("who", ["lan", "li"])
def test_who_does_not_decide_may_not(proposed, request, monday, who):
    with pytest.raises(NotAllowed):
        services.confirm_penalty(proposal=proposed(), actor=request.getfixturevalue(who), now=monday)


def test_the_general_manager_may_decide_what_is_the_heads(proposed, manager, monday):
    assert services.confirm_penalty(proposal=proposed(), actor=manager, now=monday).state == "confirmed"


def test_a_deputy_head_does_not_decide_about_himself(proposed, head, wang, monday, at):
    delegate(principal=head, deputy=wang, role="dept_head", until=at("2026-03-11 00:00:00"), actor=head, now=monday)
    with pytest.raises(OwnCase):
        services.confirm_penalty(proposal=proposed(), actor=wang, now=monday)
    assert Decision.objects.count() == 0


def test_nobody_charges_his_own_case_to_another(proposed, head, monday):
    with pytest.raises(OwnCase):
        services.confirm_penalty(proposal=proposed(), charge_to=head, reason="其责", actor=head, now=monday)


RANGE = "deserted_with_claim"


@pytest.mark.parametrize("amount", ["1000", "1000.00", "1500.50", "2000.00"])
def test_inside_the_range_bounds_included(proposed, head, wang, monday, amount):
    services.confirm_penalty(proposal=proposed(RANGE), amount=Decimal(amount), reason="核实", actor=head, now=monday)
    assert selectors.month_total(wang, "2026-03").penalties == Decimal(amount)


@pytest.mark.parametrize("amount", ["999.99", "2000.01", "0", "-1000", "1000.005"])
def test_outside_the_range_is_refused(proposed, head, monday, amount):
    with pytest.raises(OutOfRange):
        services.confirm_penalty(proposal=proposed(RANGE), amount=Decimal(amount), reason="核实", actor=head, now=monday)
    assert (Decision.objects.count(), LedgerEntry.objects.count()) == (0, 0)


def test_a_range_needs_an_amount(proposed, head, monday):
    with pytest.raises(Incomplete):
        services.confirm_penalty(proposal=proposed(RANGE), actor=head, now=monday)


def test_a_free_amount_needs_a_reason(proposed, head, monday):
    with pytest.raises(Incomplete) as refused:
        services.confirm_penalty(proposal=proposed("message_severe"), amount=Decimal(300), actor=head, now=monday)
    assert list(refused.value.details) == ["reason"]


def test_a_free_amount_is_what_the_head_says(proposed, head, wang, monday):
    proposal = proposed("message_severe")
    services.confirm_penalty(proposal=proposal, amount=Decimal("300"), reason="影响恶劣", actor=head, now=monday)
    assert selectors.month_total(wang, "2026-03").penalties == Decimal("300.00")


def test_another_answers_for_it_with_a_reason(proposed, head, wang, li, monday):
    services.confirm_penalty(proposal=proposed(), charge_to=li, reason="李敏在场", actor=head, now=monday)
    assert selectors.month_total(li, "2026-03").penalties == Decimal("500.00")
    assert selectors.month_total(wang, "2026-03").penalties == Decimal("0.00")


def test_another_without_a_reason_is_refused(proposed, head, li, monday):
    with pytest.raises(Incomplete):
        services.confirm_penalty(proposal=proposed(), charge_to=li, actor=head, now=monday)


def test_fine_and_confiscation_are_decided_together_and_told_apart(proposed, head, wang, monday):
    services.confirm_penalty(proposal=proposed("private_parts_sale", proceeds=Decimal("3200")), actor=head, now=monday)
    total = selectors.month_total(wang, "2026-03")
    assert (total.penalties, total.debits) == (Decimal("5000.00"), Decimal("3200.00"))


def test_the_person_is_told_and_the_journal_names_the_decider(proposed, head, wang, monday):
    proposal = services.confirm_penalty(proposal=proposed(), actor=head, now=monday)
    assert Notice.objects.filter(person=wang, about="decided").count() == 1
    row = JournalEntry.objects.get(subject_type="judgement.proposal", subject_id=proposal.pk, act="confirm_penalty")
    assert (row.actor_name, row.source, row.target, row.clause) == ("周正", "proposed", "confirmed", "9.6")


@pytest.mark.parametrize("table", [Decision, LedgerEntry])
def test_what_was_decided_cannot_be_rewritten(confirmed, table):
    confirmed()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        table.objects.update(at="2026-03-03T00:00:00Z")
