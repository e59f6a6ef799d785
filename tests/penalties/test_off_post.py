"""Off post: at once for 9.11, at the third for 9.5, at the second for 9.10, and back only by the general manager."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from accounts.models import Person
from core import journal
from core.errors import NotAllowed, WrongState
from judgement.models import Fact, Proposal
from notifications.models import Notice
from penalties import services
from penalties.selectors import counted_with
from penalties.services import reinstate


def state_of(person: Person) -> str:
    return Person.objects.get(pk=person.pk).state


def escalations(person: Person) -> list[Proposal]:
    return list(Proposal.objects.filter(charged_to=person, consequence__startswith="escalation.").order_by("id"))


def test_private_sale_takes_him_off_post_when_confirmed_not_before(proposed, head, lan, wang, monday):
    proposal = proposed("private_parts_sale")
    assert state_of(wang) == "active"
    services.confirm_penalty(proposal=proposal, actor=head, now=monday)
    assert state_of(wang) == "off_post"
    assert Notice.objects.filter(person=lan, about="reassign").count() == 1


def test_repairing_other_brands_does_not(confirmed, wang):
    confirmed("other_brand_repair")
    assert state_of(wang) == "active"


def test_the_third_false_paper_proposes_it_cards_and_sheets_together(confirmed, wang, monday):
    for day, kind in enumerate(["card_falsified", "sheet_falsified"]):
        confirmed(kind, now=monday + timedelta(days=day))
    assert escalations(wang) == []
    confirmed("card_falsified", now=monday + timedelta(days=2))
    (entry,) = escalations(wang)
    assert (entry.clause, entry.state, entry.off_post, state_of(wang)) == ("9.5", "proposed", True, "active")


def test_only_confirming_that_entry_takes_him_off(confirmed, head, wang, monday):
    for _ in range(3):
        confirmed("card_falsified")
    services.confirm_penalty(proposal=escalations(wang)[0], actor=head, now=monday)
    assert state_of(wang) == "off_post"


def test_one_proposed_or_waived_does_not_count(confirmed, proposed, head, wang, monday):
    confirmed("card_falsified")
    confirmed("card_falsified")
    services.waive_penalty(proposal=proposed("card_falsified"), reason="笔误", actor=head, now=monday)
    proposed("card_falsified")
    assert escalations(wang) == []


def test_the_fourth_adds_no_second_entry_while_one_waits(confirmed, wang):
    for _ in range(4):
        confirmed("card_falsified")
    assert len(escalations(wang)) == 1


def test_falling_below_the_threshold_withdraws_it(confirmed, manager, head, wang, monday):
    third = [confirmed("card_falsified") for _ in range(3)][-1]
    services.confirm_penalty(proposal=escalations(wang)[0], actor=head, now=monday)
    services.revoke_penalty(proposal=third, reason="用户更正说法", actor=manager, now=monday)
    assert (escalations(wang)[0].state, state_of(wang)) == ("revoked", "off_post")


def test_after_a_revocation_the_next_one_is_the_third_again(confirmed, manager, wang, monday):
    first, *_later = [confirmed("card_falsified") for _ in range(3)]
    services.revoke_penalty(proposal=first, reason="事实有误", actor=manager, now=monday)
    confirmed("sheet_falsified")
    assert [entry.state for entry in escalations(wang)] == ["revoked", "proposed"]


def test_what_is_charged_to_another_counts_for_the_other(proposed, confirmed, head, wang, li, monday):
    for _ in range(2):
        confirmed("card_falsified")
    services.confirm_penalty(
        proposal=proposed("card_falsified"), charge_to=li, reason="李敏代签", actor=head, now=monday
    )
    assert (escalations(wang), escalations(li)) == ([], [])


def test_the_second_desertion_is_enough_and_other_limbs_of_9_10_do_not_count(confirmed, wang):
    confirmed("deserted_with_claim", amount=Decimal(1000))
    assert escalations(wang) == []
    confirmed("deserted_with_claim", amount=Decimal(2000))
    assert [(e.clause, e.state) for e in escalations(wang)] == [("9.10", "proposed")]


def test_only_the_general_manager_brings_him_back(confirmed, head, manager, wang, monday):
    confirmed("private_parts_sale")
    with pytest.raises(NotAllowed):
        reinstate(person=wang, reason="培训合格", actor=head, now=monday)
    reinstate(person=Person.objects.get(pk=wang.pk), reason="培训合格", actor=manager, now=monday)
    assert state_of(wang) == "active"


def test_who_is_on_post_cannot_be_brought_back(manager, wang, monday):
    with pytest.raises(WrongState):
        reinstate(person=wang, reason="培训合格", actor=manager, now=monday)


def test_a_new_offence_after_reinstatement_proposes_it_again(confirmed, head, manager, wang, monday):
    for _ in range(3):
        confirmed("card_falsified")
    services.confirm_penalty(proposal=escalations(wang)[0], actor=head, now=monday)
    reinstate(person=Person.objects.get(pk=wang.pk), reason="培训合格", actor=manager, now=monday)
    confirmed("card_falsified")
    assert [entry.state for entry in escalations(wang)] == ["confirmed", "proposed"]


def test_reached_again_at_the_same_offence_it_is_proposed_again(confirmed, head, wang, monday):
    first, *_others = [confirmed("card_falsified", now=monday + timedelta(days=day)) for day in range(3)]
    services.revoke_penalty(proposal=first, reason="查无实据", actor=head, now=monday + timedelta(days=3))
    confirmed("card_falsified", now=monday + timedelta(days=4), happened_at=monday - timedelta(days=1))
    assert [entry.state for entry in escalations(wang)] == ["revoked", "proposed"]


def test_reaching_the_threshold_is_told_in_the_journal_of_the_person(confirmed, wang):
    for _ in range(3):
        confirmed("card_falsified")
    (row,) = journal.told(wang).filter(act="escalation.reached")
    assert [told["consequence"] for told in row.data["proposals"]] == ["escalation.fake_cards"]


@pytest.mark.parametrize(("last", "counted"), [("2027-03-01", 2), ("2027-03-02", 1)])
def test_what_is_shown_as_counted_is_what_the_book_counts(confirmed, head, wang, version, at, last, counted):
    first, second = (confirmed("card_falsified", now=at(f"{day} 10:00:00")) for day in ("2026-03-01", last))
    fact = Fact.objects.create(
        event="escalation.reached", subject_type="accounts.person", subject_id=wang.pk, person=wang, version=version,
        happened_at=second.fact.happened_at, recorded_at=second.fact.happened_at, facts={"trigger": second.pk},
        batch=uuid4(),
    )  # fmt: skip
    entry = Proposal(fact=fact, charged_to=wang)
    shown = counted_with(entry, ["card_fake"], "rolling_12mo")
    assert shown == [first, second][-counted:]
