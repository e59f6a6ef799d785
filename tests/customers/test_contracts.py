"""Contracts are entered, amended, noticed and ended by the office; a book's limit watches their end."""

from datetime import date, timedelta

import pytest

from core import journal
from core.errors import Incomplete, NotAllowed, OutOfRange, WrongState
from customers import services
from customers.models import Contract
from customers.selectors import contract_for
from deadlines.models import Deadline
from deadlines.services import sweep
from judgement.models import Fact
from notifications.models import Notice
from tests.factories import company, machine, moment
from tests.support.books import publish

pytestmark = pytest.mark.django_db

MARCH = moment("2026-03-02 09:00:00")
NOTICE = {
    "clause": "7.8", "title": "合同到期通知", "start": "contract.ends_on", "before": "1mo", "until": "24:00",
    "stop": "contract.notified",
}  # fmt: skip


@pytest.fixture
def world():
    return company()


@pytest.fixture
def watched(world):
    """The book as of 1 March asks for a notice one month before a contract ends."""
    publish({"deadlines.contract_notice": NOTICE}, actor=world.gm, now=moment("2026-03-01 08:00:00"))
    return world


def agreed(world, **fields):
    given = {"customer": world.customers["c1"], "number": "HT-1", "starts_on": date(2026, 1, 1), **fields}
    return services.add_contract(**given, actor=fields.pop("actor", world.liaison), now=MARCH)


def limit(contract, **where):
    rows = Deadline.objects.filter(subject_type="customers.contract", subject_id=contract.pk, superseded_at=None)
    return rows.get(kind="contract_notice", **where)


def test_the_desk_enters_a_contract_and_the_journal_tells_it_at_the_customer(world):
    contract = agreed(world, ends_on=date(2026, 12, 31), arrival=" 8 H ", kind="维保", serials=["p1"])
    assert (contract.arrival, [one.serial for one in contract.covered.all()]) == ("8h", ["P1"])
    entry = journal.last_of(contract)
    assert (entry.act, entry.thread_type) == ("add_contract", "customers.customer")
    assert entry.data["serials"] == ["P1"]
    assert contract_for(world.customers["c1"], world.machines["P1"], date(2026, 3, 2)) == contract


@pytest.mark.parametrize("who", ["e1", "salesperson", "inspector", "finance"])
def test_who_does_not_keep_contracts_may_not_enter_one(world, who):
    with pytest.raises(NotAllowed):
        services.add_contract(customer=world.customers["c1"], number="HT-1", starts_on=date(2026, 1, 1),
                              actor=world.people[who], now=MARCH)  # fmt: skip


@pytest.mark.parametrize(("fields", "where"), [
    ({"arrival": "8小时"}, "arrival"),
    ({"ends_on": date(2025, 12, 31)}, "ends_on"),
    ({"serials": ["P2"]}, "serials"),
    ({"number": "H" * 41}, "number"),
])  # fmt: skip
def test_what_cannot_be_kept_is_refused_at_its_field(world, fields, where):
    with pytest.raises(OutOfRange) as refusal:
        agreed(world, **fields)
    assert where in refusal.value.details


def test_a_number_is_given_once_and_never_left_out(world):
    agreed(world)
    with pytest.raises(OutOfRange):
        agreed(world)
    with pytest.raises(Incomplete):
        agreed(world, number=" ")


def test_an_amendment_tells_what_changed_and_one_that_changes_nothing_tells_nothing(world):
    contract = agreed(world, arrival="8h")
    services.amend_contract(contract=contract, arrival="6h", serials=["P1"], actor=world.clerk, now=MARCH)
    assert journal.last_of(contract).data == {"arrival": ["8h", "6h"], "serials": [[], ["P1"]]}
    services.amend_contract(contract=contract, arrival="6h", serials=["P1"], actor=world.clerk, now=MARCH)
    assert journal.told(contract).filter(act="amend_contract").count() == 1


def test_machines_taken_out_of_a_contract_are_covered_no_more(world):
    machine("P9", world.customers["c1"])
    contract = agreed(world, serials=["P1", "P9"])
    services.amend_contract(contract=contract, serials=["P9"], actor=world.clerk, now=MARCH)
    assert contract_for(world.customers["c1"], world.machines["P1"], date(2026, 3, 2)) is None


def test_a_contract_ended_early_holds_to_its_new_last_day_and_is_closed_to_further_acts(world):
    contract = agreed(world, ends_on=date(2026, 12, 31))
    ended = services.end_contract(contract=contract, on=date(2026, 3, 31), reason="客户停产", actor=world.clerk,
                                  now=MARCH)  # fmt: skip
    assert contract_for(world.customers["c1"], None, date(2026, 3, 31)) == ended
    assert contract_for(world.customers["c1"], None, date(2026, 4, 1)) is None
    with pytest.raises(WrongState):
        services.amend_contract(contract=contract, arrival="6h", actor=world.clerk, now=MARCH)


@pytest.mark.parametrize("on", [date(2025, 12, 31), date(2027, 1, 1)])
def test_a_contract_ends_within_its_time(world, on):
    contract = agreed(world, ends_on=date(2026, 12, 31))
    with pytest.raises(OutOfRange):
        services.end_contract(contract=contract, on=on, reason="停产", actor=world.clerk, now=MARCH)


@pytest.mark.parametrize(("ends", "due"), [
    (date(2026, 5, 15), "2026-04-15"), (date(2026, 5, 31), "2026-04-30"), (date(2027, 3, 31), "2027-02-28"),
    (date(2028, 3, 29), "2028-02-29"),
])  # fmt: skip
def test_the_notice_is_due_one_month_before_the_end_or_on_the_months_last_day(watched, ends, due):
    contract = agreed(watched, ends_on=ends)
    assert limit(contract).due_at == moment(f"{due} 00:00:00") + timedelta(days=1) - timedelta(microseconds=1)


@pytest.mark.parametrize(("when", "state"), [
    ("2026-04-30 23:59:59.999999", "met"), ("2026-05-01 00:00:00", "missed"),
])  # fmt: skip
def test_a_notice_is_given_in_the_last_microsecond_or_missed(watched, when, state):
    contract = agreed(watched, ends_on=date(2026, 5, 31))
    sweep(now=moment(when))
    services.give_notice(contract=contract, actor=watched.liaison, now=moment(when))
    assert limit(contract).state == state


def test_the_office_is_told_a_week_before_the_notice_is_due(watched):
    contract = agreed(watched, ends_on=date(2026, 5, 31))
    sweep(now=moment("2026-04-23 23:00:00"))
    assert not Notice.objects.filter(about="deadline_near").exists()
    sweep(now=moment("2026-04-24 00:00:00"))
    told = Notice.objects.get(about="deadline_near", person=watched.liaison)
    assert contract.number in told.title


def test_another_end_lets_the_limit_run_anew_and_wants_a_notice_of_its_own(watched):
    contract = agreed(watched, ends_on=date(2026, 5, 31))
    contract = services.give_notice(contract=contract, actor=watched.liaison, now=MARCH)
    contract = services.amend_contract(contract=contract, ends_on=date(2027, 5, 31), actor=watched.clerk, now=MARCH)
    assert contract.notice_at is None
    assert limit(contract, occurrence="2027-05-31").state == "open"
    assert limit(contract, occurrence="2026-05-31").state == "met"


def test_an_extension_withdraws_the_breach_of_the_end_that_is_no_more(watched):
    contract = agreed(watched, ends_on=date(2026, 5, 31))
    may = moment("2026-05-02 09:00:00")
    sweep(now=may)
    assert Fact.objects.filter(event="deadline.contract_notice.missed", withdrawal=None).count() == 1
    services.amend_contract(contract=contract, ends_on=date(2027, 5, 31), actor=watched.clerk, now=may)
    assert not Fact.objects.filter(event="deadline.contract_notice.missed", withdrawal=None).exists()


def test_an_amendment_back_to_an_end_opens_it_again(watched):
    contract = agreed(watched, ends_on=date(2026, 5, 31))
    for end in (date(2027, 5, 31), date(2026, 5, 31)):
        services.amend_contract(contract=contract, ends_on=end, actor=watched.clerk, now=MARCH)
    assert (limit(contract).occurrence, limit(contract).epoch) == ("2026-05-31", 2)


def test_an_ended_contract_is_watched_no_more(watched):
    contract = agreed(watched, ends_on=date(2026, 5, 31))
    services.end_contract(contract=contract, on=date(2026, 3, 31), reason="停产", actor=watched.clerk, now=MARCH)
    assert not Deadline.objects.filter(kind="contract_notice", superseded_at=None).exists()


def test_a_contract_entered_after_its_notice_was_due_is_no_breach_but_told_to_the_office(watched):
    contract = agreed(watched, ends_on=date(2026, 3, 20))
    assert limit(contract).state == "ended"
    assert Notice.objects.filter(about="contract_near", person=watched.liaison).count() == 1
    sweep(now=MARCH)
    assert not Fact.objects.filter(event="deadline.contract_notice.missed").exists()


@pytest.mark.parametrize("terms", [{"ends_on": None}, {"ends_on": date(2026, 3, 1)}])
def test_there_is_nothing_to_notice_without_an_end_or_after_it(world, terms):
    contract = agreed(world, **terms)
    with pytest.raises(WrongState):
        services.give_notice(contract=contract, actor=world.liaison, now=MARCH)


def test_a_second_notice_of_one_end_is_too_many(world):
    contract = agreed(world, ends_on=date(2026, 12, 31))
    contract = services.give_notice(contract=contract, actor=world.liaison, now=MARCH)
    with pytest.raises(WrongState):
        services.give_notice(contract=contract, actor=world.clerk, now=MARCH)


def test_contracts_older_than_the_version_that_watches_them_are_watched_by_the_next_round(
    world, django_assert_num_queries
):
    contract = agreed(world, ends_on=date(2026, 12, 31))
    later = MARCH + timedelta(hours=1)
    publish({"deadlines.contract_notice": NOTICE}, actor=world.gm, now=later)
    assert services.open_missing(later) == 1
    assert limit(contract).version.number == 2
    with django_assert_num_queries(1):
        assert services.open_missing(later) == 0
    assert Contract.objects.count() == 1
