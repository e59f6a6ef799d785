"""Handing in the papers of a month: in time, late, twice, and what the book does at once about what is late."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from core import journal
from core.errors import Incomplete, NotAllowed, OutOfRange, TooLate, WrongState
from core.subjects import Subject
from deadlines.models import Deadline
from deadlines.services import sweep
from fieldservice import months, services
from fieldservice.claims import payable, reimbursed
from fieldservice.models import DailyReport, ExpenseLine, MonthDocument, ServiceCard
from fieldservice.openers import OPENERS
from fieldservice.selectors import credits
from fieldservice.services.month_limits import open_month_limits
from fieldservice.states import DocumentKind
from judgement.models import Proposal
from tests.factories import moment, signed_card
from tests.support.books import publish
from tests.support.company import engineer

pytestmark = pytest.mark.django_db

ALL = list(DocumentKind.values)
MARCH = moment("2026-03-10 09:00:00")
IN_TIME = moment("2026-04-05 23:59:59.999999")
LATE = moment("2026-04-06 00:00:00")


def pass_to(now, *, since=MARCH):
    """The round of the product at `now`."""
    for opener in OPENERS:
        opener(now, since=since.date())
    while sweep(now=now).fired:
        pass


def again(card):
    return ServiceCard.objects.select_related("ticket").get(pk=card.pk)


def hand_in(world, *, by="e1", month="2026-03", kinds=ALL, at=IN_TIME, **more):
    return services.submit_month(
        month=month, kinds=kinds, text="本月完成全部派工", actor=world.people[by], now=at, **more
    )


def state_of(world, kind="work_summary", *, by="e1", month="2026-03"):
    return str(months.limits_of(world.people[by], month)[kind].state)


def proposed(world, by="e1", month="2026-03"):
    rows = Proposal.objects.filter(charged_to=world.people[by], month=month, clause="9.4", state="proposed")
    return sorted(effect["amount"] for row in rows for effect in row.effects)


def test_every_engineer_has_a_limit_for_each_document_of_the_month(world):
    pass_to(MARCH)
    rows = Deadline.objects.filter(kind="monthly")
    assert {row.person_id for row in rows} == {world.e1.pk, world.e2.pk, world.e3.pk}
    assert {row.due_at for row in rows} == {IN_TIME}
    assert len(rows) == 3 * len(ALL)


def test_a_second_round_opens_nothing_more(world):
    pass_to(MARCH)
    open_month_limits(MARCH + timedelta(days=1), since=MARCH.date())
    assert Deadline.objects.filter(kind="monthly").count() == 3 * len(ALL)


def test_who_is_hired_during_the_month_owes_its_papers_too(world):
    pass_to(MARCH)
    fresh = engineer("e9", "新来的")
    pass_to(MARCH + timedelta(days=1))
    assert set(months.limits_of(fresh, "2026-03")) == set(ALL)


def test_nothing_is_owed_for_months_before_the_story_began(world):
    pass_to(LATE)
    assert not Deadline.objects.filter(kind="monthly", occurrence__startswith="2026-02").exists()


@pytest.mark.parametrize(("month", "due"), [
    ("2026-02", "2026-03-05 23:59:59.999999"), ("2024-02", "2024-03-05 23:59:59.999999"),
    ("2025-12", "2026-01-05 23:59:59.999999"), ("2026-04", "2026-05-05 23:59:59.999999"),
])  # fmt: skip
def test_the_fifth_of_the_next_month_is_the_limit_over_february_and_new_year(world, month, due):
    begin, _end = months.bounds(month)
    pass_to(begin + timedelta(days=9), since=begin)
    assert months.limits_of(world.e1, month)["expense_claim"].due_at == moment(due)


@pytest.mark.parametrize(("at", "state", "paper"), [(IN_TIME, "met", "received"), (LATE, "missed", "void")])
def test_the_last_microsecond_of_the_fifth_is_in_time_the_next_is_not(world, at, state, paper):
    pass_to(MARCH)
    pass_to(at)
    documents = hand_in(world, at=at)
    assert {document.state for document in documents} == {paper}
    assert {document.received_at for document in documents} == {at}
    assert state_of(world) == state


def test_late_is_late_before_the_sweep_has_seen_it(world):
    pass_to(MARCH)
    hand_in(world, at=LATE)
    assert state_of(world) == "missed"
    assert proposed(world) == ["200.00"]


def test_each_document_is_late_for_itself(world):
    pass_to(MARCH)
    hand_in(world, kinds=["expense_claim", "visit_sheets"])
    pass_to(LATE)
    hand_in(world, kinds=["service_cards", "work_summary"], at=LATE)
    states = {kind: row.state for kind, row in months.documents_of(world.e1, "2026-03").items()}
    assert states == {"expense_claim": "received", "visit_sheets": "received", "service_cards": "void",
                      "work_summary": "void"}  # fmt: skip


def test_the_cards_of_the_month_are_received_with_it(world):
    card = signed_card(world, at=MARCH)
    hand_in(world)
    card = again(card)
    assert (card.state, card.received_at, card.consistent) == ("received", IN_TIME, None)
    assert card.ticket.state == "follow_up"


def test_late_cards_are_taken_in_and_count_neither_for_workload_nor_commission(world):
    pass_to(MARCH)
    card = signed_card(world, at=MARCH)
    hand_in(world, kinds=["service_cards"], at=LATE)
    card = again(card)
    counted = credits(card)
    assert card.state == "void"
    told = {kind: credit.counts for kind, credit in counted.items()}
    assert told == {"workload": False, "commission": False, "travel": True}


def test_a_card_that_the_clerk_had_in_time_stays_received(world):
    pass_to(MARCH)
    card = signed_card(world, at=MARCH)
    services.receive_card(card=card, actor=world.clerk, now=MARCH + timedelta(days=1))
    hand_in(world, kinds=["service_cards"], at=LATE)
    card = again(card)
    assert card.state == "received"


def test_a_card_that_reaches_the_clerk_after_the_limit_is_void(world):
    pass_to(MARCH)
    card = services.receive_card(card=signed_card(world, at=MARCH), actor=world.clerk, now=LATE)
    assert card.state == "void"


def test_a_card_in_the_first_minutes_of_april_belongs_to_april(world):
    card = signed_card(world, at=moment("2026-03-31 19:40:00"))
    assert list(months.cards_of_month(world.e1, "2026-03")) == []
    assert list(months.cards_of_month(world.e1, "2026-04")) == [card]


def test_handing_in_twice_has_one_effect(world):
    hand_in(world)
    with pytest.raises(WrongState):
        hand_in(world)
    assert MonthDocument.objects.count() == len(ALL)
    assert journal.told(MonthDocument.objects.get(kind="work_summary")).count() == 1


def test_until_the_limit_more_cards_may_follow(world):
    hand_in(world, at=moment("2026-04-01 09:00:00"), kinds=["service_cards"])
    card = signed_card(world, at=moment("2026-03-30 09:00:00"))
    hand_in(world, kinds=["service_cards"])
    card = again(card)
    assert card.state == "received"


def test_what_is_in_is_not_replaced_after_the_limit(world):
    pass_to(MARCH)
    hand_in(world)
    with pytest.raises(TooLate):
        hand_in(world, kinds=["expense_claim"], at=LATE, lines=[line()])
    with pytest.raises(WrongState):
        hand_in(world, kinds=["work_summary"], at=LATE)


def line(day="2026-03-10", place="成都", kind="other", amount="80.00", **more):
    return {"day": date.fromisoformat(day), "place": place, "kind": kind, "amount": Decimal(amount), **more}


def reported(world, day, place):
    DailyReport.objects.create(engineer=world.e1, day=day, sent_at=moment(f"{day} 20:00:00"), customer="用户",
                               contact="王工", phone="13800000000", equipment="正常", place=place)  # fmt: skip


def test_a_line_without_its_daily_report_is_not_paid(world):
    reported(world, "2026-03-10", "成都市锦江区")
    reported(world, "2026-03-11", "贵阳")
    hand_in(world, lines=[line(), line(day="2026-03-11"), line(day="2026-03-12")])
    found = payable(months.expenses_of(world.e1, "2026-03"))
    assert [str(one.amount) for one in found] == ["80.00", "0.00", "0.00"]
    assert "贵阳" in found[1].reason
    assert found[1].clause == "9.4"


def test_the_clerk_may_find_a_line_borne_out_after_all(world):
    hand_in(world, lines=[line()])
    row = ExpenseLine.objects.get()
    services.clear_line(line=row, reason="用户出具证明，当天在成都", actor=world.clerk, now=LATE)
    assert str(reimbursed(world.e1, "2026-03")) == "80.00"
    with pytest.raises(WrongState):
        services.clear_line(line=row, reason="再一次", actor=world.clerk, now=LATE)


def test_the_lines_of_a_claim_are_frozen_by_the_database(world):
    hand_in(world, lines=[line()])
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ExpenseLine.objects.update(amount="9999.00")


@pytest.mark.parametrize(("given", "error"), [
    ({"amount": "0"}, OutOfRange), ({"amount": "1.005"}, OutOfRange), ({"place": " "}, Incomplete),
    ({"day": "2026-02-10"}, OutOfRange), ({"kind": "gift"}, OutOfRange),
])  # fmt: skip
def test_a_line_that_makes_no_sense_is_refused_and_nothing_is_handed_in(world, given, error):
    with pytest.raises(error), transaction.atomic():
        hand_in(world, lines=[line(**given)])
    assert not MonthDocument.objects.exists()


def test_a_summary_needs_words(world):
    with pytest.raises(Incomplete):
        services.submit_month(month="2026-03", kinds=["work_summary"], text=" ", actor=world.e1, now=IN_TIME)


def test_only_engineers_hand_in_and_no_month_before_it_began(world):
    with pytest.raises(NotAllowed):
        hand_in(world, by="clerk")
    with pytest.raises(OutOfRange):
        hand_in(world, month="2026-05")
    with pytest.raises(OutOfRange):
        hand_in(world, month="2026-13")


def test_the_visit_that_was_not_made_costs_a_hundred_at_the_limit(world):
    world.customers["c1"].visited_by = world.e1
    world.customers["c1"].save()
    pass_to(MARCH)
    hand_in(world, at=moment("2026-04-03 10:00:00"))
    pass_to(IN_TIME)
    assert proposed(world) == []
    pass_to(LATE)
    assert proposed(world) == ["100.00"]


def test_a_sheet_handed_in_late_counts_as_missing_until_the_void_is_lifted(world):
    world.customers["c1"].visited_by = world.e1
    world.customers["c1"].save()
    pass_to(MARCH)
    services.visit_customer(customer=world.customers["c1"], scores=[5, 4, 5, 4, 5, 4, 5], actor=world.e1, now=MARCH)
    pass_to(LATE)
    hand_in(world, kinds=["visit_sheets"], at=LATE)
    assert proposed(world) == ["100.00", "200.00"]
    services.revoke_void(engineer=world.e1, month="2026-03", kind="visit_sheets", reason="邮路中断", actor=world.gm,
                         now=LATE + timedelta(days=1))  # fmt: skip
    assert proposed(world) == ["200.00"]


def test_lifting_the_void_of_the_cards_gives_their_credits_back(world):
    pass_to(MARCH)
    card = signed_card(world, at=MARCH)
    hand_in(world, kinds=["service_cards"], at=LATE)
    given = {"engineer": world.e1, "month": "2026-03", "kind": "service_cards", "reason": "快递延误"}
    with pytest.raises(NotAllowed):
        services.revoke_void(**given, actor=world.head, now=LATE)
    services.revoke_void(**given, actor=world.gm, now=LATE)
    card = again(card)
    assert card.state == "received"
    assert all(credit.counts for credit in credits(card).values())


def test_another_due_day_counts_for_the_months_that_end_under_it(world):
    pass_to(MARCH)
    document = world.book.document["params"]["monthly_due_day"]
    publish({"params.monthly_due_day": {**document, "value": 3}}, actor=world.gm, now=moment("2026-03-12 09:00:00"),
            on=moment("2026-04-10 00:00:00").date(), clause="9.4")  # fmt: skip
    pass_to(moment("2026-04-01 09:00:00"))
    due = {month: months.limits_of(world.e1, month)["work_summary"].due_at for month in ("2026-03", "2026-04")}
    assert due == {"2026-03": IN_TIME, "2026-04": moment("2026-05-03 23:59:59.999999")}


def test_a_careless_summary_is_a_fact_once(world):
    hand_in(world)
    services.mark_summary(engineer=world.e1, month="2026-03", careless=True, actor=world.clerk, now=LATE)
    assert proposed(world) == ["200.00"]
    with pytest.raises(WrongState):
        services.mark_summary(engineer=world.e1, month="2026-03", careless=False, actor=world.clerk, now=LATE)


def test_the_limit_hangs_on_the_engineer(world):
    pass_to(MARCH)
    assert months.subject_of(world.e1) == Subject.of(world.e1)
