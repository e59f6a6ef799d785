"""Penalty review in the admin: what waits, one page to decide on, refusals that keep what was typed, bulk."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.services import delegate
from core.idempotency import FIELD, fresh_key
from judgement.models import Proposal
from penalties import services
from penalties.models import Decision, LedgerEntry
from tests.admin.conftest import NOW, incident, proposal_of

pytestmark = pytest.mark.django_db


def url(name: str, *args: object) -> str:
    return reverse(f"admin:judgement_proposal_{name}", args=args)


def state(proposal: Proposal) -> str:
    return Proposal.objects.get(pk=proposal.pk).state


def test_the_list_begins_with_what_waits_for_me(matters, desk_of):
    answer = desk_of("head").get(url("changelist"))

    assert [row.pk for row in answer.context["cl"].result_list] == [
        matters.late.pk,
        matters.ranged.pk,
        matters.conduct.pk,
    ]


def test_one_page_tells_the_clause_the_arithmetic_and_the_proof(matters, desk_of):
    page = desk_of("head").get(url("change", matters.late.pk)).content.decode()

    for told in (
        "1,000.00 元",
        "派工与到场",
        "规定时限（省内）",
        "+ 12小时",
        "至今未到场",
        "高速封路",
        "制度第 1 版",
        "张伟",
    ):
        assert told in page, told


def test_confirming_a_fixed_amount_posts_it(matters, desk_of):
    answer = desk_of("head").send(url("confirm", matters.conduct.pk))

    assert (answer.status_code, state(matters.conduct)) == (302, "confirmed")
    assert LedgerEntry.objects.get(proposal=matters.conduct).amount == Decimal("500.00")


def test_an_amount_out_of_range_comes_back_with_everything_typed(matters, desk_of):
    desk = desk_of("head")

    answer = desk.send(url("confirm", matters.ranged.pk), amount="501", reason="情节较重", charge_to="")

    page = answer.content.decode()
    assert (answer.status_code, state(matters.ranged)) == (422, "proposed")
    assert 'value="501"' in page
    assert "情节较重" in page
    assert "200.00 元至 500.00 元" in page.replace("200 元", "200.00 元").replace("500 元", "500.00 元")
    assert desk.send(url("confirm", matters.ranged.pk), amount="500", reason="情节较重").status_code == 302


def test_charging_another_needs_a_reason_and_somebody_of_the_list(matters, world, desk_of):
    desk = desk_of("head")
    where = url("confirm", matters.conduct.pk)

    assert desk.send(where, charge_to=world.e1.pk).status_code == 422
    assert desk.send(where, charge_to=world.head.pk, reason="x").status_code == 422
    assert desk.send(where, charge_to=world.e1.pk, reason="实际是他当班").status_code == 302
    assert Proposal.objects.get(pk=matters.conduct.pk).charged_to == world.e1


def test_the_same_form_sent_twice_has_one_effect(matters, desk_of):
    desk, key = desk_of("head"), fresh_key()

    answers = [desk.post(url("confirm", matters.conduct.pk), {FIELD: key, "reason": ""}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Decision.objects.filter(proposal=matters.conduct).count() == 1


def test_who_comes_second_is_told_who_was_first(matters, world, desk_of):
    desk_of("head").send(url("confirm", matters.conduct.pk))

    answer = desk_of("gm").send(url("waive", matters.conduct.pk), reason="情有可原")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "何部长" in page
    assert "10:00:00" in page
    assert "确认考核" in page


def test_what_only_a_proof_excuses_shows_no_way_to_waive_but_the_reason(matters, desk_of):
    desk = desk_of("head")
    buttons = {
        str(button.label): button.disabled
        for button in desk.get(url("change", matters.late.pk)).context["page"].buttons
    }

    assert buttons == {"确认": "", "免除": "条款 6.2 只能凭书面证明免除，请由当事人提交"}
    assert desk.send(url("waive", matters.late.pk), reason="口头说明").status_code == 422
    assert state(matters.late) == "proposed"


def test_nobody_decides_on_himself_not_by_his_deputy_either(world, desk_of):
    own = proposal_of(incident(world, "conduct", world.head))
    delegate(
        principal=world.head, deputy=world.supervisor, role="dept_head", until=NOW + timedelta(days=2),
        actor=world.head, now=NOW - timedelta(hours=1),
    )  # fmt: skip
    Proposal.objects.filter(pk=own.pk).update(decider_role="dept_head")

    for name in ("head", "supervisor"):
        desk = desk_of(name)
        assert desk.get(url("confirm", own.pk)).status_code == 409
        assert desk.send(url("confirm", own.pk)).status_code == 403
    assert state(own) == "proposed"
    assert desk_of("gm").send(url("confirm", own.pk)).status_code == 302


def test_a_revocation_needs_a_reason_and_leaves_a_counter_entry(matters, desk_of):
    entry, desk = matters.entry, desk_of("head")

    assert desk.send(url("revoke", entry.proposal_id), reason=" ").status_code == 422
    assert desk.send(url("revoke", entry.proposal_id), reason="事实有误").status_code == 302
    assert sum(row.amount for row in LedgerEntry.objects.filter(proposal=entry.proposal)) == 0


def test_bulk_shows_a_page_first_and_leaves_out_what_must_be_weighed(matters, desk_of):
    desk = desk_of("head")
    chosen = {"action": "confirm_many", "_selected_action": [matters.late.pk, matters.ranged.pk, matters.conduct.pk]}

    page = desk.post(url("changelist"), chosen)
    assert [line.proposal.pk for line in page.context["fit"]] == [matters.late.pk, matters.conduct.pk]
    assert [(row.pk, reason) for row, _, reason in page.context["rest"]] == [(matters.ranged.pk, "金额须逐项裁量")]
    assert state(matters.late) == "proposed"

    assert desk.send(url("changelist"), confirmed="1", **chosen).status_code == 302
    assert [state(row) for row in (matters.late, matters.ranged, matters.conduct)] == [
        "confirmed",
        "proposed",
        "confirmed",
    ]


def test_bulk_without_a_key_or_by_a_reader_does_nothing(matters, desk_of):
    chosen = {"action": "confirm_many", "_selected_action": [matters.conduct.pk], "confirmed": "1"}

    assert desk_of("head").post(url("changelist"), chosen).status_code == 400
    desk_of("auditor").send(url("changelist"), **chosen)
    assert state(matters.conduct) == "proposed"


def test_a_changed_fact_is_told_on_the_page(matters, desk_of):
    Proposal.objects.filter(pk=matters.entry.proposal_id).update(facts_changed=True)

    assert "事实已经更正" in desk_of("head").get(url("change", matters.entry.proposal_id)).content.decode()


def test_an_escalation_shows_each_offence_it_counts(world, desk_of):
    for _ in range(3):
        services.confirm_penalty(proposal=proposal_of(incident(world, "card_falsified")), actor=world.head, now=NOW)
    reached = Proposal.objects.get(consequence__startswith="escalation.")

    why = desk_of("head").get(url("change", reached.pk)).context["case"].why

    assert [line.text for line in why] == ["2026-03-03", "2026-03-03", "2026-03-03", "3 次"]
