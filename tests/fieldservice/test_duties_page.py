"""The pages of what is owed: the office's list, the engineer's own, a customer, and writing down a visit."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core import clock
from core.files import files_of
from core.idempotency import fresh_key
from customers import services as customers
from customers.models import ClassChange, Customer
from deadlines.services import sweep
from fieldservice.models import CustomerVisit
from fieldservice.openers import OPENERS
from fieldservice.owed import Wanted, owed
from rulebook.selectors import in_force
from tests.factories import moment

pytestmark = pytest.mark.django_db

MARCH = moment("2026-03-02 09:00:00")
LIST, MINE = "/duties/", "/m/visits/"
SEVEN = ("appearance", "design", "quality", "supply", "price", "service", "technical_response")


@pytest.fixture(autouse=True)
def in_march():
    with clock.travel(MARCH):
        yield


@pytest.fixture
def world(world):
    for number, engineer in (("c1", world.e1), ("c2", world.e2)):
        world.customers[number].visited_by = engineer
        world.customers[number].save()
    for opener in OPENERS:
        opener(MARCH, since=MARCH.date())
    return world


def as_person(person):
    client = Client()
    client.force_login(person)
    return client


def answers(**more):
    return {**dict.fromkeys(SEVEN, "5"), "_key": fresh_key(), **more}


@pytest.mark.parametrize(("who", "status"), [
    ("liaison", 200), ("clerk", 200), ("head", 200), ("salesperson", 200), ("auditor", 200), ("e1", 403),
    ("finance", 403), ("inspector", 403),
])  # fmt: skip
def test_the_list_opens_to_the_office(world, who, status):
    assert as_person(world.people[who]).get(LIST).status_code == status


def test_the_list_tells_what_to_whom_until_when_and_who(world):
    page = as_person(world.liaison).get(LIST).content.decode()
    assert all(text in page for text in ("甲类用户季度回访", "重庆江北机械厂", "2026Q1", "03-31 24:00", "张伟"))
    assert page.index("重庆江北机械厂") < page.index("成都锦江水务")


def test_the_overdue_come_first_and_are_counted(world):
    april = moment("2026-04-01 09:00:00")
    with clock.travel(april):
        for opener in OPENERS:
            opener(april, since=MARCH.date())
        sweep(now=april)
        page = as_person(world.liaison).get(LIST).content.decode()
        late = as_person(world.liaison).get(f"{LIST}?state=late").content.decode()
    assert page.index("2026Q1") < page.index("2026Q2")
    assert ("2026Q1" in late, "2026Q2" in late) == (True, False)


@pytest.mark.parametrize(("query", "found"), [
    ("kind=visit_a", ["重庆江北机械厂"]), ("person=e2", ["成都锦江水务"]), ("q=成都", ["成都锦江水务"]),
    ("state=soon", []), ("person=none", []), ("after=nonsense|x", ["重庆江北机械厂", "成都锦江水务"]),
])  # fmt: skip
def test_the_list_is_narrowed_by_what_who_and_customer(world, query, found):
    page = as_person(world.liaison).get(f"{LIST}?{query}").content.decode()
    for name in ("重庆江北机械厂", "成都锦江水务"):
        assert (name in page) == (name in found)


def test_pages_follow_each_other_without_a_row_twice(world):
    Customer.objects.bulk_create(Customer(number=f"K{n:03}", name=f"客户{n:03}") for n in range(70))
    ClassChange.objects.bulk_create(
        ClassChange(customer=row, customer_class="A", since=date(2020, 1, 1))
        for row in Customer.objects.filter(number__startswith="K")
    )
    tomorrow = MARCH + timedelta(days=1)
    from deadlines.services import forget_rounds

    forget_rounds(today=MARCH.date())
    OPENERS[0](tomorrow, since=MARCH.date())
    version, seen, after = in_force(now=MARCH), [], ""
    while True:
        page = owed(world.liaison, Wanted(after=after), version, now=tomorrow)
        seen += [row.deadline.pk for row in page.rows]
        after = page.after
        if not after:
            break
    assert len(seen) == len(set(seen)) == 72


def test_the_list_reads_in_few_statements(world, django_assert_max_num_queries):
    customers.add_contract(customer=world.customers["c4"], number="HT-1", starts_on=date(2026, 1, 1),
                           actor=world.liaison, now=MARCH)  # fmt: skip
    version = in_force(now=MARCH)
    with django_assert_max_num_queries(6):
        rows = owed(world.liaison, Wanted(), version, now=MARCH).rows
        assert [(row.title, row.customer.name, str(row.deadline.person)) for row in rows]


def test_an_engineer_sees_what_is_his_and_nothing_else(world):
    page = as_person(world.e1).get(MINE).content.decode()
    assert ("重庆江北机械厂" in page, "成都锦江水务" in page) == (True, False)


def test_a_visit_is_written_down_on_the_phone(world):
    client = as_person(world.e1)
    assert "产品外观" in client.get("/visits/new/c1/").content.decode()
    done = client.post("/visits/new/c1/", answers(interviewee="李厂长"))
    visit = CustomerVisit.objects.get()
    assert (done.status_code, done.url) == (302, f"/visits/{visit.number}/")
    assert visit.fulfilled == [{"kind": "visit_a", "period": "2026Q1"}]
    assert "李厂长" in client.get(done.url).content.decode()
    assert "甲类用户季度回访" not in client.get(MINE).content.decode().split("最近交的")[0]


def test_a_question_left_out_is_shown_at_its_place_and_nothing_typed_is_lost(world):
    page = as_person(world.e1).post("/visits/new/c1/", answers(price="", interviewee="李厂长"))
    text = page.content.decode()
    assert (page.status_code, CustomerVisit.objects.count()) == (422, 0)
    assert "请选择" in text.split('id="q-price"')[1].split("</fieldset>")[0]
    assert "李厂长" in text


def test_an_engineer_does_not_open_a_colleagues_customer(world):
    assert as_person(world.e1).get("/visits/new/c2/").status_code == 404
    assert as_person(world.e1).get("/duties/customers/c1/").status_code == 403


def test_the_office_says_who_was_there_and_when(world):
    given = answers(visitor=world.e1.pk, visited_at="2026-03-01T15:00")
    assert as_person(world.clerk).post("/visits/new/c1/", given).status_code == 302
    visit = CustomerVisit.objects.get()
    assert (visit.visitor, visit.by, visit.visited_at) == (world.e1, world.clerk, moment("2026-03-01 15:00:00"))


@pytest.mark.parametrize(("who", "status"), [
    ("clerk", 200), ("auditor", 200), ("e1", 200), ("e2", 404), ("finance", 403),
])  # fmt: skip
def test_a_sheet_is_read_by_who_may_know_of_it(world, who, status):
    as_person(world.e1).post("/visits/new/c1/", answers())
    number = CustomerVisit.objects.get().number
    assert as_person(world.people[who]).get(f"/visits/{number}/").status_code == status


def test_a_customers_page_tells_contracts_duties_averages_and_visits(world):
    customers.add_contract(customer=world.customers["c1"], number="HT-1", starts_on=date(2026, 1, 1), arrival="8h",
                           actor=world.liaison, now=MARCH)  # fmt: skip
    as_person(world.e1).post("/visits/new/c1/", answers())
    page = as_person(world.liaison).get("/duties/customers/c1/").content.decode()
    assert all(text in page for text in ("HT-1", "8小时", "5.0", "100%", "甲类用户季度回访 2026Q1"))


def test_the_admin_lists_visits_and_changes_none(world):
    as_person(world.e1).post("/visits/new/c1/", answers())
    client = as_person(world.clerk)
    assert "重庆江北机械厂" in client.get("/admin/fieldservice/customervisit/").content.decode()
    page = client.get(f"/admin/fieldservice/customervisit/{CustomerVisit.objects.get().pk}/")
    assert "5 很满意" in page.content.decode()


def test_the_ways_lead_there(world):
    assert f'href="{LIST}"' in as_person(world.liaison).get("/").content.decode()
    assert f'href="{MINE}"' in as_person(world.e1).get("/m/account/").content.decode()


def test_a_stamped_sheet_is_kept_with_the_visit_and_read_by_who_may_see_it(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    paper = SimpleUploadedFile("sheet.pdf", b"%PDF-1.4 stamped", content_type="application/pdf")
    assert as_person(world.e1).post("/visits/new/c1/", answers(papers=paper)).status_code == 302
    stored = files_of(CustomerVisit.objects.get())[0]
    assert as_person(world.clerk).get(f"/files/{stored.pk}/").status_code == 200
    assert as_person(world.e2).get(f"/files/{stored.pk}/").status_code in (403, 404)
