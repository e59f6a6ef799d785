"""Closing a month: statements that add up, a ledger that the database keeps shut, and reopening by two people."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from core.errors import Incomplete, NotAllowed, OwnCase, WrongState
from deadlines.services import sweep
from fieldservice import services as fieldservice
from fieldservice.models import DailyReport
from fieldservice.openers import OPENERS
from judgement.models import Proposal
from judgement.states import ProposalState
from notifications.models import Notice
from penalties import services
from penalties.models import Closing, Decision, LedgerEntry, Statement
from penalties.months import open_month
from penalties.pay_warnings import Limits, warnings_of
from penalties.selectors import month_total, statement_of
from penalties.services.closing import undecided
from tests.factories import company, moment, signed_card

pytestmark = pytest.mark.django_db

MARCH = moment("2026-03-10 09:00:00")
AFTER = moment("2026-04-08 10:00:00")
ALL = ["expense_claim", "service_cards", "work_summary", "visit_sheets"]


def pass_to(now, *, since=MARCH):
    for opener in OPENERS:
        opener(now, since=since.date())
    while sweep(now=now).fired:
        pass


def hand_in(world, lines=(), *, at="2026-04-04 10:00:00"):
    fieldservice.submit_month(month="2026-03", kinds=ALL, lines=lines, text="本月总结", actor=world.e1, now=moment(at))


def claimed(day, amount, place="成都", kind="other"):
    DailyReport.objects.get_or_create(day=date.fromisoformat(day), defaults={
        "sent_at": moment(f"{day} 20:00:00"), "customer": "用户", "contact": "王工", "phone": "13800000000",
        "equipment": "正常", "place": "成都", "engineer_id": claimed.engineer})  # fmt: skip
    return {"day": date.fromisoformat(day), "place": place, "kind": kind, "amount": Decimal(amount)}


@pytest.fixture
def world(db):
    world = company()
    claimed.engineer = world.e1.pk
    pass_to(MARCH)
    return world


def fined(world, *, month="2026-03", at=AFTER):
    """The summary was careless: 200, confirmed."""
    fieldservice.mark_summary(engineer=world.e1, month=month, careless=True, actor=world.clerk, now=at)
    proposal = Proposal.objects.get(consequence="summary_careless")
    return services.confirm_penalty(proposal=proposal, actor=world.clerk, now=at)


def close(world, month="2026-03", *, by="clerk", at=AFTER):
    return services.close_month(month=month, actor=world.people[by], now=at)


def test_the_statement_adds_up_line_by_line(world):
    card = signed_card(world, at=MARCH)
    hand_in(world, [claimed("2026-03-10", "180.00"), claimed("2026-03-11", "70.50", place="贵阳")])
    fined(world)
    fieldservice.score_month(engineer=world.e1, month="2026-03", score=90, actor=world.head, now=AFTER)
    pass_to(AFTER)
    close(world)
    statement = statement_of(world.e1, "2026-03")
    lines = list(statement.lines.all())
    assert sum(line.amount for line in lines) == statement.net == Decimal("-20.00")
    assert (statement.reimbursed, statement.fines) == (Decimal("180.00"), Decimal("200.00"))
    assert (statement.cards, statement.workload) == (1, Decimal("0.90"))
    assert [line.card for line in lines if line.card_id] == [card]
    assert next(line for line in lines if line.claimed == Decimal("70.50")).reason
    assert month_total(world.e1, "2026-03").reimbursed == Decimal("180.00")


def test_what_is_confirmed_is_settled_and_what_is_open_is_listed_and_not_waited_for(world):
    hand_in(world)
    penalty = fined(world)
    pass_to(AFTER)
    waiting = undecided("2026-03")
    closing = close(world)
    assert Proposal.objects.get(pk=penalty.pk).state == ProposalState.SETTLED
    assert [one["proposal"] for one in closing.undecided] == [row.pk for row in waiting]
    assert waiting


def test_a_closed_month_takes_no_ledger_row_from_anybody(world):
    hand_in(world)
    penalty = fined(world)
    close(world)
    decision = Decision.objects.first()
    with pytest.raises(DatabaseError, match="closed"), transaction.atomic():
        LedgerEntry.objects.create(person=world.e1, month="2026-03", kind="fine", amount=1, clause="9.4",
                                   proposal=penalty, decision=decision, at=AFTER)  # fmt: skip


def test_what_is_decided_later_goes_into_the_first_open_month(world):
    hand_in(world)
    penalty = fined(world)
    close(world)
    services.revoke_penalty(proposal=penalty, reason="查明属误判", actor=world.gm, now=AFTER + timedelta(days=1))
    rows = list(LedgerEntry.objects.order_by("pk").values_list("month", "amount"))
    assert rows == [("2026-03", Decimal("200.00")), ("2026-04", Decimal("-200.00"))]
    assert month_total(world.e1, "2026-03").penalties == Decimal("200.00")


def test_a_line_found_in_order_after_the_closing_is_paid_with_the_next_month(world):
    hand_in(world, [claimed("2026-03-11", "70.50", place="贵阳")])
    close(world)
    line = statement_of(world.e1, "2026-03").lines.get(claimed="70.50").expense
    fieldservice.clear_line(line=line, reason="用户证明当天在贵阳", actor=world.clerk, now=AFTER)
    pass_to(moment("2026-05-08 09:00:00"))
    close(world, "2026-04", at=moment("2026-05-08 10:00:00"))
    april = statement_of(world.e1, "2026-04")
    assert (april.adjusted, april.reimbursed) == (Decimal("70.50"), Decimal("0.00"))
    pass_to(moment("2026-06-08 09:00:00"))
    close(world, "2026-05", at=moment("2026-06-08 10:00:00"))
    assert statement_of(world.e1, "2026-05").adjusted == Decimal("0.00")


def test_a_card_that_stops_counting_after_the_closing_is_taken_from_the_next_workload(world):
    card = signed_card(world, at=MARCH)
    hand_in(world)
    close(world)
    fieldservice.take_credit(card, "workload", clause="9.2", reason="重复维修", actor=world.head, now=AFTER + timedelta(1))
    pass_to(moment("2026-05-08 09:00:00"))
    close(world, "2026-04", at=moment("2026-05-08 10:00:00"))
    assert (statement_of(world.e1, "2026-03").cards, statement_of(world.e1, "2026-04").cards) == (1, -1)


def test_everybody_is_told_and_confirms_that_he_has_read_it(world):
    hand_in(world)
    close(world)
    assert Notice.objects.filter(person=world.e1, about="workload").count() == 1
    statement = statement_of(world.e1, "2026-03")
    with pytest.raises(NotAllowed):
        services.acknowledge_statement(statement=statement, actor=world.e2, now=AFTER)
    first = services.acknowledge_statement(statement=statement, actor=world.e1, now=AFTER)
    assert services.acknowledge_statement(statement=statement, actor=world.e1, now=AFTER + timedelta(1)) == first


def test_only_the_clerk_closes_and_only_once_and_not_before_the_limit(world):
    hand_in(world)
    with pytest.raises(NotAllowed):
        close(world, by="head")
    with pytest.raises(WrongState, match="截止"):
        close(world, at=moment("2026-04-05 10:00:00"))
    with pytest.raises(WrongState, match="还没有结束"):
        close(world, at=moment("2026-03-31 23:59:59"))
    pass_to(AFTER)
    close(world)
    with pytest.raises(WrongState, match="已经结账"):
        close(world)
    assert Closing.objects.count() == 1


def test_reopening_takes_the_head_and_the_general_manager(world):
    pass_to(AFTER)
    close(world)
    with pytest.raises(NotAllowed):
        services.reopen_month(month="2026-03", reason="漏计", actor=world.clerk, now=AFTER)
    with pytest.raises(Incomplete):
        services.reopen_month(month="2026-03", reason=" ", actor=world.head, now=AFTER)
    services.reopen_month(month="2026-03", reason="漏计一张服务卡", actor=world.head, now=AFTER)
    assert open_month("2026-03") == "2026-04"
    with pytest.raises(OwnCase):
        services.reopen_month(month="2026-03", actor=world.head, now=AFTER)
    services.reopen_month(month="2026-03", actor=world.gm, now=AFTER)
    assert open_month("2026-03") == "2026-03"
    close(world)
    epochs = [(row.epoch, row.reopened_at is None) for row in Closing.objects.order_by("epoch")]
    assert epochs == [(1, False), (2, True)]


def test_statements_and_closings_stay_as_written(world):
    pass_to(AFTER)
    close(world)
    changes = [
        lambda: Statement.objects.update(net=1), lambda: Statement.objects.all()._raw_delete("default"),
        lambda: Closing.objects.update(month="2026-01"), lambda: Closing.objects.update(by=world.gm),
    ]  # fmt: skip
    for change in changes:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_an_objection_waits_for_the_general_manager_and_changes_nothing(world):
    signed_card(world, at=MARCH)
    hand_in(world)
    close(world)
    appeal = services.appeal_month(month="2026-03", reason="少计一张服务卡", actor=world.e1, now=AFTER)
    with pytest.raises(WrongState):
        services.appeal_month(month="2026-03", reason="再说一次", actor=world.e1, now=AFTER)
    with pytest.raises(NotAllowed):
        services.decide_month_appeal(appeal=appeal, uphold=True, reason="核对无误", actor=world.head, now=AFTER)
    services.decide_month_appeal(appeal=appeal, uphold=True, reason="核对无误", actor=world.gm, now=AFTER)
    assert statement_of(world.e1, "2026-03").cards == 1


@pytest.mark.parametrize(("fines", "pay", "least", "count"), [
    ("0.00", "4000.00", None, 0), ("800.00", "4000.00", None, 0), ("800.01", "4000.00", None, 1),
    ("500.00", "2500.00", "2000.00", 0), ("500.01", "2600.00", "2100.00", 1), ("600.00", "2600.00", "2100.00", 2),
    ("1.00", None, None, 1),
])  # fmt: skip
def test_deductions_above_a_fifth_of_the_pay_or_below_the_minimum_wage_are_flagged(fines, pay, least, count):
    statement = Statement(fines=Decimal(fines), debits=Decimal(0), own_cost=Decimal(0))
    known = Limits(Decimal(20), Decimal(least) if least else None)
    assert len(warnings_of(statement, Decimal(pay) if pay else None, known)) == count


def test_finance_exports_a_closed_month_only(world):
    with pytest.raises(WrongState):
        services.export_statements(month="2026-03", actor=world.finance, now=AFTER)
    pass_to(AFTER)
    close(world)
    assert services.export_statements(month="2026-03", actor=world.finance, now=AFTER)[:2] == b"PK"
    with pytest.raises(NotAllowed):
        services.export_statements(month="2026-03", actor=world.e1, now=AFTER)
