"""What is owed per period: opened once, at its start, after any downtime; judged at its end."""

from datetime import date, timedelta

import pytest

from core.journal import SYSTEM
from core.subjects import Subject
from customers import services as customers
from customers.models import ClassChange, Contract, Customer
from customers.services.owing import SOURCES
from deadlines import services
from deadlines.models import Deadline, OpenedPeriod
from judgement.models import Fact
from tests.factories import company, customer, moment

pytestmark = pytest.mark.django_db

START = date(2026, 3, 2)
MARCH = moment("2026-03-02 09:00:00")


@pytest.fixture
def world():
    return company()


def opened(now, since=START):
    return services.open_duties(SOURCES, now=now, since=since)


def periods(row, kind="visit_a"):
    rows = Deadline.objects.filter(kind=kind, subject_type="customers.customer", subject_id=row.pk)
    return list(rows.order_by("start_at").values_list("occurrence", flat=True))


def test_the_running_period_is_opened_for_the_class_that_owes_and_for_no_other(world):
    world.customers["c1"].visited_by = world.e1
    world.customers["c1"].save()
    assert opened(MARCH) == 2
    row = Deadline.objects.get(kind="visit_a")
    assert (row.subject, row.occurrence, row.person) == (Subject.of(world.customers["c1"]), "2026Q1", world.e1)
    assert row.start_at == moment("2026-01-01 00:00:00")
    assert row.due_at == moment("2026-04-01 00:00:00") - timedelta(microseconds=1)
    assert periods(world.customers["c2"], "visit_b") == ["2026H1"]
    assert periods(world.customers["c4"]) == []


def test_the_row_tells_the_judgement_who_where_and_which_period(world):
    opened(MARCH)
    facts = Deadline.objects.get(kind="visit_a").facts
    assert facts["customer"] == world.customers["c1"].pk
    assert (facts["customer.class"], facts["site.province"], facts["period"]) == ("A", "重庆市", "2026Q1")
    assert facts["contract.active"] is False


def test_a_second_round_of_the_day_is_one_statement(world, django_assert_num_queries):
    opened(MARCH)
    with django_assert_num_queries(1):
        assert opened(MARCH + timedelta(hours=5)) == 0


def test_a_round_of_another_day_opens_nothing_twice(world):
    opened(MARCH)
    assert opened(MARCH + timedelta(days=1)) == 0
    assert Deadline.objects.filter(kind="visit_a").count() == 1


@pytest.mark.parametrize(("now", "expected"), [
    ("2026-03-31 23:59:59.999999", ["2026Q1"]),
    ("2026-04-01 00:00:00", ["2026Q1", "2026Q2"]),
])  # fmt: skip
def test_the_next_period_begins_with_its_first_instant(world, now, expected):
    opened(MARCH)
    opened(moment(now))
    assert periods(world.customers["c1"]) == expected


@pytest.mark.parametrize(("now", "missed"), [
    ("2026-03-31 23:59:59.999999", 0), ("2026-04-01 00:00:00", 1), ("2026-04-01 00:00:00.000001", 1)
])  # fmt: skip
def test_a_period_is_missed_from_the_first_instant_after_it(world, now, missed):
    opened(MARCH)
    services.sweep(now=moment(now))
    assert Fact.objects.filter(event="obligation.visit_a.missed").count() == missed


def test_after_a_downtime_of_forty_days_the_missed_period_is_opened_and_dated_by_its_deadline(world):
    opened(moment("2026-03-10 09:00:00"))
    late = moment("2026-04-19 09:00:00")
    opened(late)
    services.sweep(now=late)
    fact = Fact.objects.get(event="obligation.visit_a.missed")
    assert fact.happened_at == moment("2026-04-01 00:00:00") - timedelta(microseconds=1)
    assert (fact.facts["period"], fact.recorded_at) == ("2026Q1", late)
    assert periods(world.customers["c1"]) == ["2026Q1", "2026Q2"]


def test_periods_that_passed_wholly_while_nothing_ran_are_opened_all(world):
    opened(MARCH)
    opened(moment("2026-11-05 09:00:00"))
    assert periods(world.customers["c1"]) == ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]
    assert periods(world.customers["c2"], "visit_b") == ["2026H1", "2026H2"]


@pytest.mark.parametrize(("since", "expected"), [
    (date(2025, 12, 31), ["2026Q1"]), (date(2026, 1, 1), ["2026Q1"]), (date(2026, 1, 2), []),
])  # fmt: skip
def test_the_class_at_the_start_of_the_period_counts(world, since, expected):
    new = customer("c5", "新厂", "C")
    ClassChange.objects.filter(customer=new).delete()
    ClassChange.objects.create(customer=new, customer_class="A", since=since)
    opened(MARCH)
    assert periods(new) == expected


def test_a_class_lost_within_the_period_is_owed_to_its_end(world):
    ClassChange.objects.create(customer=world.customers["c1"], customer_class="C", since=date(2026, 2, 1))
    opened(MARCH)
    opened(moment("2026-04-01 00:00:00"))
    assert periods(world.customers["c1"]) == ["2026Q1"]


def test_a_class_entered_late_for_the_running_period_opens_it_at_once(world):
    opened(MARCH)
    customers.classify_customer(customer=world.customers["c4"], customer_class="A", since=date(2026, 1, 1),
                                actor=world.salesperson, now=MARCH)  # fmt: skip
    assert periods(world.customers["c4"]) == ["2026Q1"]


def test_a_class_corrected_back_withdraws_what_was_missed_for_it(world):
    opened(MARCH)
    april = moment("2026-04-02 09:00:00")
    opened(april)
    services.sweep(now=april)
    customers.classify_customer(customer=world.customers["c1"], customer_class="C", since=date(2026, 1, 1),
                                actor=world.salesperson, now=april)  # fmt: skip
    rows = Deadline.objects.filter(kind="visit_a", superseded_at=None)
    assert not rows.exists()
    assert Fact.objects.filter(event="obligation.visit_a.missed", withdrawal__isnull=True).count() == 0


def test_who_takes_over_a_customer_takes_over_what_is_still_owed(world):
    customers.edit_customer(customer=world.customers["c1"], visited_by=world.e1, actor=world.liaison, now=MARCH)
    opened(MARCH)
    customers.edit_customer(customer=world.customers["c1"], visited_by=world.e2, actor=world.liaison, now=MARCH)
    row = Deadline.objects.get(kind="visit_a")
    assert row.person == world.e2
    assert row.facts["customer.visited_by"] == world.e2.pk


def test_a_breach_with_nobody_to_answer_for_it_is_put_on_nobody(world):
    opened(MARCH)
    services.sweep(now=moment("2026-04-01 00:00:00"))
    assert Fact.objects.get(event="obligation.visit_a.missed").person is None


def test_five_thousand_customers_are_opened_in_a_bounded_number_of_statements(world, django_assert_max_num_queries):
    Customer.objects.bulk_create(
        Customer(number=f"K{n}", name=f"客户{n}", customer_class="A", province="重庆市") for n in range(5000)
    )
    rows = Customer.objects.filter(number__startswith="K").values_list("pk", flat=True)
    ClassChange.objects.bulk_create(
        ClassChange(customer_id=pk, customer_class="A", since=date(2020, 1, 1)) for pk in rows
    )
    # SQLite writes some forty rows a statement.
    with django_assert_max_num_queries(200):
        opened(MARCH)
    assert Deadline.objects.filter(kind="visit_a").count() == 5001
    with django_assert_max_num_queries(1):
        opened(MARCH)


def test_a_period_of_many_is_opened_in_several_rounds_that_go_on_where_they_stopped(world, monkeypatch):
    monkeypatch.setattr("customers.services.owing.BATCH", 2)
    for number in range(7):
        customer(f"K{number}", f"客户{number}", "A")
    rounds = []
    while (done := services.open_duties(SOURCES, now=MARCH, since=START, limit=2)) or not rounds:
        rounds.append(done)
    assert sum(rounds) == Deadline.objects.count() == 9
    assert len(rounds) > 3
    assert not OpenedPeriod.objects.exclude(reached=None).exists()


def test_what_was_left_out_by_a_killed_round_is_opened_by_the_next_one(world):
    opened(MARCH)
    OpenedPeriod.objects.filter(kind__in=["visit_a", ""]).delete()
    Deadline.objects.filter(kind="visit_a").delete()
    opened(MARCH)
    assert periods(world.customers["c1"]) == ["2026Q1"]


def test_a_visit_fulfils_the_period_in_which_it_lies_and_no_other(world):
    opened(MARCH)
    april = moment("2026-04-03 10:00:00")
    opened(april)
    services.sweep(now=april)
    subject = Subject.of(world.customers["c1"])
    done = services.fulfil(names=["visit_a"], subject=subject, at=april, actor=SYSTEM, now=april)
    assert [(row.occurrence, row.state) for row in done] == [("2026Q2", "met")]
    assert Deadline.objects.get(kind="visit_a", occurrence="2026Q1").state == "missed"


def test_a_contract_opens_nothing_in_a_book_that_asks_for_none(world):
    Contract.objects.create(customer=world.customers["c4"], number="HT-1", starts_on=date(2026, 1, 1))
    opened(MARCH)
    assert periods(world.customers["c4"]) == []
