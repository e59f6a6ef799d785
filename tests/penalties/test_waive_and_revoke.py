"""Waiving leaves no amount, revoking leaves a counter-entry; both need a reason."""

from decimal import Decimal

import pytest

from core.errors import Incomplete, NotAllowed, WrongState
from judgement.models import Proposal
from penalties import selectors, services
from penalties.models import Decision, LedgerEntry


def test_a_waived_one_costs_nothing(proposed, head, wang, monday):
    assert services.waive_penalty(proposal=proposed(), reason="用户更正", actor=head, now=monday).state == "waived"
    assert selectors.month_total(wang, "2026-03").penalties == Decimal("0.00")
    assert Decision.objects.get().reason == "用户更正"


@pytest.mark.parametrize("act", [services.waive_penalty, services.revoke_penalty])
def test_without_a_reason_neither(confirmed, proposed, head, monday, act):
    proposal = proposed() if act is services.waive_penalty else confirmed()
    with pytest.raises(Incomplete):
        act(proposal=proposal, reason="  ", actor=head, now=monday)


def test_a_confirmed_one_is_not_waived_any_more(confirmed, head, monday):
    with pytest.raises(WrongState):
        services.waive_penalty(proposal=confirmed(), reason="用户更正", actor=head, now=monday)


def test_what_nobody_confirmed_cannot_be_revoked_by_hand(proposed, head, monday):
    with pytest.raises(WrongState):
        services.revoke_penalty(proposal=proposed(), reason="用户更正", actor=head, now=monday)


def test_a_revocation_is_a_counter_entry_in_the_same_month(confirmed, manager, wang, at):
    proposal = confirmed()
    services.revoke_penalty(proposal=proposal, reason="证据不足", actor=manager, now=at("2026-04-09 09:00:00"))
    assert [(e.month, e.amount) for e in LedgerEntry.objects.order_by("id")] == [
        ("2026-03", Decimal("500.00")), ("2026-03", Decimal("-500.00")),
    ]  # fmt: skip
    assert selectors.month_total(wang, "2026-03").penalties == Decimal("0.00")


def test_revoking_twice_counts_once(confirmed, manager, monday):
    proposal = confirmed()
    services.revoke_penalty(proposal=proposal, reason="证据不足", actor=manager, now=monday)
    with pytest.raises(WrongState):
        services.revoke_penalty(proposal=proposal, reason="证据不足", actor=manager, now=monday)
    assert LedgerEntry.objects.count() == 2


def test_an_engineer_waives_nothing(proposed, wang, li, monday):
    for engineer in (wang, li):
        with pytest.raises(NotAllowed):
            services.waive_penalty(proposal=proposed(), reason="堵车", actor=engineer, now=monday)


def test_the_queue_of_a_decider_is_what_waits_for_his_role(proposed, head, manager, lan, wang, monday):
    proposal = proposed()
    assert list(selectors.to_decide(head, now=monday)) == [proposal]
    assert list(selectors.to_decide(manager, now=monday)) == [proposal]
    assert [*selectors.to_decide(lan, now=monday), *selectors.to_decide(wang, now=monday)] == []


def test_ledger_equals_what_stands_after_any_order_of_decisions(confirmed, manager, wang, monday):
    entries = [confirmed() for _ in range(4)]
    for entry in entries[::2]:
        services.revoke_penalty(proposal=entry, reason="更正", actor=manager, now=monday)
    standing = Proposal.objects.filter(charged_to=wang, state="confirmed").count()
    assert selectors.month_total(wang, "2026-03").penalties == 500 * standing == Decimal("1000.00")
