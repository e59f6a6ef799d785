"""Contracts in the admin: who opens them, what the page tells, and its acts."""

from datetime import date

import pytest
from django.test import Client

from core.idempotency import fresh_key
from customers import services
from customers.models import Contract
from tests.factories import company, moment

pytestmark = pytest.mark.django_db

MARCH = moment("2026-03-02 09:00:00")
LIST = "/admin/customers/contract/"


@pytest.fixture
def world():
    return company()


@pytest.fixture
def contract(world):
    return services.add_contract(
        customer=world.customers["c1"], number="HT-1", starts_on=date(2026, 1, 1), ends_on=date(2036, 12, 31),
        arrival="8h", actor=world.liaison, now=MARCH,
    )  # fmt: skip


def as_person(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize(("who", "status"), [
    ("liaison", 200), ("clerk", 200), ("head", 200), ("auditor", 200), ("e1", 403), ("finance", 403),
])  # fmt: skip
def test_the_list_opens_to_who_keeps_or_reads_contracts(world, contract, who, status):
    page = as_person(world.people[who]).get(LIST)
    assert page.status_code == status
    assert ("HT-1" in page.content.decode()) == (status == 200)


def test_the_page_tells_terms_and_offers_the_acts(world, contract):
    page = as_person(world.clerk).get(f"{LIST}{contract.pk}/").content.decode()
    assert all(text in page for text in ("8小时", "2036", "该客户的全部设备", "尚未通知", "提前终止", "已通知到期"))


def test_who_only_reads_is_offered_nothing(world, contract):
    page = as_person(world.auditor).get(f"{LIST}{contract.pk}/").content.decode()
    assert "提前终止" not in page
    assert as_person(world.auditor).get(f"{LIST}{contract.pk}/amend/").status_code == 403


def test_a_contract_is_entered_on_the_customers_page(world):
    url = f"/admin/customers/customer/{world.customers['c1'].pk}/add_contract/"
    client = as_person(world.liaison)
    told = {"number": "HT-9", "starts_on": "2026-01-01", "ends_on": "", "arrival": "6h", "serials": "p1",
            "_key": fresh_key()}  # fmt: skip
    assert client.post(url, told).status_code == 302
    entered = Contract.objects.get(number="HT-9")
    assert [one.serial for one in entered.covered.all()] == ["P1"]
    assert "HT-9" in client.get(f"/admin/customers/customer/{world.customers['c1'].pk}/").content.decode()


def test_a_refused_entry_comes_back_at_its_field(world):
    url = f"/admin/customers/customer/{world.customers['c1'].pk}/add_contract/"
    page = as_person(world.liaison).post(
        url, {"number": "HT-9", "starts_on": "2026-01-01", "arrival": "八小时", "_key": fresh_key()}
    )
    assert page.status_code == 422
    assert "不是期限" in page.content.decode()


def test_a_notice_is_given_by_its_button_once(world, contract):
    client = as_person(world.liaison)
    assert client.post(f"{LIST}{contract.pk}/notice/", {"remarks": "电话", "_key": fresh_key()}).status_code == 302
    assert Contract.objects.get().notice_at is not None
    assert client.get(f"{LIST}{contract.pk}/notice/").status_code == 409


def test_the_list_shows_what_ends_soon(world, contract):
    page = as_person(world.liaison).get(f"{LIST}?standing=near").content.decode()
    assert "HT-1" not in page


def test_a_list_of_contracts_takes_few_statements(world, contract, django_assert_max_num_queries):
    client = as_person(world.liaison)
    client.get(LIST)
    with django_assert_max_num_queries(10):
        client.get(LIST)
