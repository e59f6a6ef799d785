"""Pages of the month: the phone's checklist, the desk's work list, closing and statements, each at a steady cost."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core.clock import travel
from deadlines.services import sweep
from fieldservice import services as fieldservice
from fieldservice.comparing import comparison_of
from fieldservice.models import ExpenseLine, MonthDocument, ServiceCard
from fieldservice.openers import OPENERS
from fieldservice.selectors import credits
from penalties.models import Closing, StatementReceipt
from penalties.month_overview import overview
from tests.factories import company, moment, signed_card
from tests.support.company import engineer
from tickets.models import Instruction, Ticket

pytestmark = pytest.mark.django_db

MARCH = moment("2026-03-10 09:00:00")
APRIL = moment("2026-04-03 10:00:00")
AFTER = moment("2026-04-08 10:00:00")


def pass_to(now):
    for opener in OPENERS:
        opener(now, since=MARCH.date())
    while sweep(now=now).fired:
        pass


@pytest.fixture
def world(db):
    world = company()
    pass_to(MARCH)
    return world


def opened(client, person, name, *args, at=APRIL, **post):
    client.force_login(person)
    with travel(at):
        if post:
            return client.post(reverse(name, args=args), {"_key": uuid4().hex, **post})
        return client.get(reverse(name, args=args))


def test_the_phone_shows_what_is_missing_of_the_last_month_until_its_limit(client, world):
    card = signed_card(world, at=MARCH)
    text = opened(client, world.e1, "fieldservice:month").content.decode()
    assert "2026-03" in text
    assert f"{card.number} 还没有收到" in text
    text = opened(client, world.e1, "fieldservice:month", at=AFTER).content.decode()
    assert "2026-04 月度资料" in text


def test_one_tap_hands_everything_in(client, world):
    answer = opened(client, world.e1, "fieldservice:submit_month", "2026-03", text="本月总结",
                    kinds=["expense_claim", "service_cards", "work_summary", "visit_sheets"])  # fmt: skip
    assert answer.status_code == 302
    assert MonthDocument.objects.filter(engineer=world.e1, state="received").count() == 4


def test_a_summary_without_words_comes_back_with_what_to_write(client, world):
    answer = opened(client, world.e1, "fieldservice:submit_month", "2026-03", text="", kinds=["work_summary"])
    assert answer.status_code == 422
    assert "请填写工作总结" in answer.content.decode()


def test_a_line_is_noted_and_the_phone_says_that_no_report_names_the_place(client, world):
    answer = opened(client, world.e1, "fieldservice:note_expense", day="2026-04-02", place="成都", kind="other",
                    amount="25.50")  # fmt: skip
    assert answer.status_code == 302
    assert ExpenseLine.objects.get().amount == Decimal("25.50")
    client.force_login(world.e1)
    with travel(APRIL):
        told = client.get(reverse("fieldservice:doubt"), {"day": "2026-04-02", "place": "成都"}).content.decode()
    assert "没有每日行踪" in told


def test_others_lines_do_not_exist_for_an_engineer(client, world):
    row = fieldservice.note_expense(day=date(2026, 4, 2), place="成都", kind="other", amount=Decimal(1), actor=world.e1,
                                    now=APRIL)  # fmt: skip
    assert opened(client, world.e2, "fieldservice:remove_expense", row.pk, sure="1").status_code == 404
    assert opened(client, world.e1, "fieldservice:remove_expense", row.pk, sure="1").status_code == 302


@pytest.mark.parametrize("more", [0, 3])
def test_the_work_list_costs_the_same_however_many_engineers(client, world, django_assert_max_num_queries, more):
    for number in range(more):
        engineer(f"e{number + 20}", f"工程师{number}")
    pass_to(moment("2026-03-11 09:00:00"))
    client.force_login(world.clerk)
    with travel(APRIL):
        client.get(reverse("penalties:month", args=["2026-03"]))
        with django_assert_max_num_queries(36):
            answer = client.get(reverse("penalties:month", args=["2026-03"]))
    assert answer.content.decode().count("未交") >= 4 * (3 + more)


@pytest.mark.parametrize("lines", [1, 8])
def test_the_phone_page_costs_the_same_however_many_lines(client, world, django_assert_max_num_queries, lines):
    for number in range(lines):
        fieldservice.note_expense(day=date(2026, 3, 11 + number), place="成都", kind="other", amount=Decimal(5),
                                  actor=world.e1, now=APRIL)  # fmt: skip
    client.force_login(world.e1)
    with travel(APRIL):
        client.get(reverse("fieldservice:month"))
        with django_assert_max_num_queries(34):
            client.get(reverse("fieldservice:month"))


def test_the_clerk_closes_and_the_engineer_reads_his_statement(client, world):
    signed_card(world, at=MARCH)
    pass_to(AFTER)
    assert opened(client, world.clerk, "penalties:close_month", "2026-03", at=AFTER, sure="1").status_code == 302
    assert Closing.objects.get().month == "2026-03"
    text = opened(client, world.e1, "penalties:statement", at=AFTER).content.decode()
    assert "2026-03" in text
    assert opened(client, world.e1, "penalties:acknowledge_statement", "2026-03", at=AFTER, seen="1").status_code == 302
    assert StatementReceipt.objects.count() == 1
    for name, args in (("month", ["2026-03"]), ("month_of", ["2026-03", "e1"]), ("months", [])):
        assert opened(client, world.clerk, f"penalties:{name}", *args, at=AFTER).status_code == 200


def test_a_statement_is_nobody_elses(client, world):
    pass_to(AFTER)
    opened(client, world.clerk, "penalties:close_month", "2026-03", at=AFTER, sure="1")
    assert opened(client, world.salesperson, "penalties:statement_at", "2026-03", at=AFTER).status_code == 404
    assert opened(client, world.e2, "penalties:month_of", "2026-03", "e1", at=AFTER).status_code == 403


def test_finance_gets_the_closed_month_as_a_table(client, world):
    pass_to(AFTER)
    opened(client, world.clerk, "penalties:close_month", "2026-03", at=AFTER, sure="1")
    text = opened(client, world.finance, "penalties:months", at=AFTER).content.decode()
    assert text.count(">已结账<") == 1
    assert "待结账" not in text
    answer = opened(client, world.finance, "penalties:export_statements", "2026-03", at=AFTER, sure="1")
    assert answer.content[:2] == b"PK"
    assert opened(client, world.finance, "penalties:month", "2026-03", at=AFTER).status_code == 403


def sheet_of(content):
    rows = list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
    assert len(set(rows[0])) == len(rows[0])
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_an_act_names_the_month_and_whom_it_is_about(client, world):
    for who, act, *whom in ((world.finance, "set_pay", "e1"), (world.head, "score_month", "e1"),
                            (world.clerk, "close_month")):  # fmt: skip
        text = opened(client, who, f"penalties:{act}", "2026-03", *whom).content.decode()
        told = f"{world.e1.name} 2026-03" if whom else "2026-03"
        assert f"<strong>{told}</strong>" in text, act


def test_the_open_month_says_what_is_left_to_do_and_is_handed_out_as_it_stands(client, world):
    card = signed_card(world, at=MARCH)
    fieldservice.submit_month(month="2026-03", kinds=["service_cards", "work_summary"], lines=(), text="总结",
                              actor=world.e1, now=APRIL)  # fmt: skip
    text = opened(client, world.clerk, "penalties:month", "2026-03").content.decode()
    for words in ("核对服务卡 1 张", "评定工作总结", "部门打分", "有待办"):
        assert words in text, words
    answer = opened(client, world.clerk, "penalties:export_overview", "2026-03", sure="1")
    mine = next(row for row in sheet_of(answer.content) if row["姓名"] == world.e1.name)
    assert (mine["卡数"], mine["待核服务卡"], mine["服务卡"], mine["报销单"]) == (1, 1, "已收到", "未交")
    assert mine["工作总结收到时间"]
    assert opened(client, world.finance, "penalties:export_overview", "2026-03", sure="1").status_code == 403
    page = opened(client, world.clerk, "penalties:check_card", "2026-03", "e1", card.number).content.decode()
    assert "没有发现不同" in page or "处不同" in page
    told = {"clear": "on", "inconsistent_reason": " "}
    assert opened(client, world.clerk, "penalties:check_card", "2026-03", "e1", card.number, **told).status_code == 422
    told["inconsistent_reason"] = "报告写更换密封圈，卡上没有"
    assert opened(client, world.clerk, "penalties:check_card", "2026-03", "e1", card.number, **told).status_code == 302
    card = type(card).objects.get(pk=card.pk)
    assert (card.consistent, card.inconsistent_reason) == (False, "报告写更换密封圈，卡上没有")


def test_who_has_not_confirmed_his_statement_stands_out(client, world):
    signed_card(world, at=MARCH)
    pass_to(AFTER)
    opened(client, world.clerk, "penalties:close_month", "2026-03", at=AFTER, sure="1")
    opened(client, world.e1, "penalties:acknowledge_statement", "2026-03", at=AFTER, seen="1")
    found = opened(client, world.clerk, "penalties:month", "2026-03", at=AFTER).context["found"]
    assert (found.counts["unread"], found.counts["all"], found.counts["todo"]) == (2, 3, 0)


def test_what_nobody_decided_is_listed_whole_with_who_decides_it(client, world):
    fieldservice.submit_month(month="2026-03", kinds=["work_summary"], lines=(), text="总结", actor=world.e1, now=APRIL)
    fieldservice.mark_summary(engineer=world.e1, month="2026-03", careless=True, actor=world.clerk, now=APRIL)
    undecided = opened(client, world.clerk, "penalties:month", "2026-03").context["undecided"]
    assert [(row.proposal.charged_to, row.proposal.clause, row.decider) for row in undecided.rows] == [
        (world.e1, "9.4", "内勤人员")]  # fmt: skip
    assert undecided.by_decider == [("内勤人员", 1)]


@pytest.mark.parametrize(("ordered", "lost"), [(None, 1), ("2026-08-03 08:05:00", 0), ("2026-08-03 17:00:00", 1)])
def test_a_card_out_of_warranty_without_an_instruction_before_it_stands_out(world, ordered, lost):
    card = signed_card(world, at=moment("2026-08-03 08:00:00"))
    if ordered:
        Instruction.objects.create(ticket=card.ticket, cycle=1, text="同意", given_by=world.head, at=moment(ordered))
    card = fieldservice.receive_card(card=card, actor=world.clerk, now=moment("2026-08-04 09:00:00"))
    row = next(row for row in overview("2026-08", {}, now=moment("2026-08-04 10:00:00")).rows if row.cards)
    (compared,) = [row for row in comparison_of(card).facts if row.label == "部门批示"]
    assert (row.cards_lost, bool(compared.why)) == (lost, bool(lost))
    assert credits(card)["workload"].counts == (not lost)


def test_a_card_whose_coverage_nobody_could_tell_stands_out_as_its_statement_tells_it(world):
    card = signed_card(world, at=MARCH)
    Ticket.objects.filter(pk=card.ticket_id).update(free=None)
    fieldservice.receive_card(card=card, actor=world.clerk, now=moment("2026-03-12 09:00:00"))
    row = next(row for row in overview("2026-03", {}, now=APRIL).rows if row.cards)
    assert row.cards_lost == 1
    assert not credits(ServiceCard.objects.get(pk=card.pk))["workload"].counts
