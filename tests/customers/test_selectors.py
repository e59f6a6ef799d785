"""Finding machines and customers as callers tell them, and what was repaired before."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from accounts.models import Person
from customers import selectors, services
from customers.models import Customer, Machine
from tests.customers.conftest import CUSTOMER, MACHINE

Load = Callable[..., Any]
ROWS = (1, 3)


@pytest.fixture
def base(load: Load) -> Callable[[int], None]:
    """`base(3)` is three customers of one phone, each with a machine."""

    def _base(rows: int) -> None:
        load(*[CUSTOMER | {"客户编号": f"C{i}", "客户名称": f"永川机械{i}厂"} for i in range(rows)])
        load(*[MACHINE | {"出厂编号": f"ZK00{i}", "客户编号": f"C{i}", "安装地址": f"{i}号车间"} for i in range(rows)])

    return _base


def service(machine: Machine, engineer: Person, day: int, until: date | None = None) -> Any:
    return services.record_service(
        machine=machine, completed_at=datetime(2026, 3, day, 16, 0, tzinfo=UTC), engineer=engineer, in_warranty=True,
        guarantee_until=until, ticket_id=day, ticket_number=f"T2603-{day:04}",
    )  # fmt: skip


@pytest.mark.parametrize("told", ["ZK001", "zk001", " ｚｋ００１ ", "ZK 001"])
def test_a_serial_is_found_however_it_is_typed(press: Machine, told: str) -> None:
    assert selectors.find_machine(told) == press


@pytest.mark.parametrize("told", ["", " ", "ZK00", "ZK002"])
def test_no_serial_is_guessed(press: Machine, told: str) -> None:
    assert selectors.find_machine(told) is None


@pytest.mark.parametrize("told", ["13800138000", "１３８ 0013 8000", "+86-13800138000"])
def test_machines_of_a_phone(press: Machine, told: str) -> None:
    assert list(selectors.machines_of_phone(told)) == [press]


def test_no_phone_has_no_machines(press: Machine, load: Load) -> None:
    load(CUSTOMER | {"客户编号": "C2", "联系电话": ""})
    load(MACHINE | {"出厂编号": "ZK002", "客户编号": "C2"})

    assert [list(selectors.machines_of_phone(told)) for told in ("", "123")] == [[], []]


@pytest.mark.parametrize("told", ["zk0", "C1", "永川", "机械厂", "138-0013-8000"])
def test_a_search_finds_by_serial_number_name_and_phone(press: Machine, told: str) -> None:
    assert selectors.search(told).machines == [press]


@pytest.mark.parametrize("told", ["", "Z", "不存在", "%%", "__"])
def test_a_search_for_nothing_finds_nothing(press: Machine, told: str) -> None:
    assert not selectors.search(told)


def test_a_search_brings_no_more_than_its_limit(base: Any) -> None:
    base(3)

    found = selectors.search("永川", limit=2)

    assert (len(found.customers), len(found.machines)) == (2, 2)


@pytest.mark.parametrize("rows", ROWS)
def test_the_search_costs_four_statements(base: Any, rows: int, django_assert_num_queries: Any) -> None:
    base(rows)

    with django_assert_num_queries(4):
        found = selectors.search("永川")
        assert [(one.customer.name, one.model.code, one.site.address) for one in found.machines]


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize(
    "listed",
    [selectors.machines, lambda: selectors.machines_told("ZK"), lambda: selectors.machines_of_phone("13800138000")],
)
def test_a_list_of_machines_is_one_statement(base: Any, rows: int, listed: Any, django_assert_num_queries: Any) -> None:
    base(rows)

    with django_assert_num_queries(1):
        assert len([(one.customer.name, one.model.code, one.site.address) for one in listed()]) == rows


@pytest.mark.parametrize("rows", ROWS)
def test_the_history_of_a_machine_is_one_statement(
    press: Machine, en: Person, rows: int, django_assert_num_queries: Any
) -> None:
    for day in range(1, rows + 1):
        service(press, en, day)

    with django_assert_num_queries(1):
        assert [row.engineer.name for row in selectors.machine_history(press)] == ["恩平"] * rows


def test_machines_of_a_customer(press: Machine, factory: Customer) -> None:
    assert list(selectors.machines_of(factory)) == [press]
