"""The desk of the customers tests, and small files as people send them."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import Workbook

from accounts.models import Person, RoleAssignment
from customers import services
from customers.models import Customer, Machine

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
FILES = Path(__file__).resolve().parent.parent / "data" / "installed_base"

CUSTOMER = {
    "客户编号": "C1", "客户名称": "永川机械厂", "客户等级": "B", "省份": "重庆市", "城市": "市辖区", "区县": "永川区",
    "详细地址": "永川区兴龙大道1号", "联系人": "周敏", "联系电话": "13800138000", "出口客户": "否",
}  # fmt: skip
MACHINE = {
    "出厂编号": "ZK001", "客户编号": "C1", "产品型号": "ZK-35", "保修类别": "十八个月", "出厂日期": "2025-01-31",
    "出厂价": "52000", "安装地址": "永川区兴龙大道1号",
}  # fmt: skip


def staff(username: str, name: str, *roles: str, **details: Any) -> Person:
    person = Person.objects.create_user(username, name=name, **details)
    since = datetime(2019, 1, 1, tzinfo=UTC)
    RoleAssignment.objects.bulk_create(RoleAssignment(person=person, role=role, since=since) for role in roles)
    return person


def csv_file(*rows: dict[str, Any], encoding: str = "utf-8-sig") -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode(encoding)


def xlsx_file(headers: Sequence[Any], *rows: Sequence[Any]) -> bytes:
    book = Workbook()
    for row in (headers, *rows):
        book.active.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def now() -> datetime:
    return NOON


@pytest.fixture
def lin(db: None) -> Person:
    """The liaison, at home in the managers' pages too."""
    return staff("lin", "林静", "liaison", is_staff=True)


@pytest.fixture
def en(db: None) -> Person:
    """An engineer, who brings nothing in."""
    return staff("en", "恩平", "field_engineer", is_staff=True)


@pytest.fixture
def xiao(db: None) -> Person:
    """A salesperson of 供销部."""
    return staff("xiao", "肖洁", "salesperson", is_staff=True)


@pytest.fixture
def he(db: None) -> Person:
    """The department head."""
    return staff("he", "何伟", "dept_head", is_staff=True)


@pytest.fixture
def load(lin: Person, now: datetime) -> Callable[..., services.ImportReport]:
    """`load(CUSTOMER, …)` imports a csv file of these rows as Lin."""

    def _load(*rows: dict[str, Any], at: datetime = now, **options: Any) -> services.ImportReport:
        return services.import_base(source=csv_file(*rows), name="base.csv", actor=lin, now=at, **options)

    return _load


@pytest.fixture
def factory(load: Callable[..., Any]) -> Customer:
    """The customer C1."""
    load(CUSTOMER)
    return Customer.objects.get(number="C1")


@pytest.fixture
def press(factory: Customer, load: Callable[..., Any]) -> Machine:
    """The machine ZK001 of C1."""
    load(MACHINE)
    return Machine.objects.get(serial="ZK001")


@pytest.fixture
def office(lin: Person) -> Client:
    """Lin's browser."""
    client = Client()
    client.force_login(lin)
    return client
