"""The people of the accounts tests, hired in January."""

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts import services
from accounts.models import Person
from core.journal import SYSTEM

Hire = Callable[..., Person]


@pytest.fixture
def january(at: Callable[[str], datetime]) -> datetime:
    return at("2026-01-05 08:00:00")


@pytest.fixture
def hire(db: None, january: datetime) -> Hire:
    """`hire("Wang", "liaison")` is a person with that role since January."""

    def _hire(name: str, *roles: str, **details: object) -> Person:
        return services.hire(
            username=name.lower(), name=name, roles=roles, actor=SYSTEM, now=january,
            **{"password": None, **details},
        )  # fmt: skip

    return _hire


@pytest.fixture
def adele(hire: Hire) -> Person:
    """The administrator."""
    return hire("Adele", "administrator")


@pytest.fixture
def gu(hire: Hire) -> Person:
    """The general manager."""
    return hire("Gu", "general_manager")


@pytest.fixture
def he(hire: Hire) -> Person:
    """The department head."""
    return hire("He", "dept_head")


@pytest.fixture
def su(hire: Hire) -> Person:
    """The service supervisor."""
    return hire("Su", "service_supervisor")


@pytest.fixture
def lin(hire: Hire) -> Person:
    """The liaison."""
    return hire("Lin", "liaison")


@pytest.fixture
def en(hire: Hire) -> Person:
    """A company-stationed engineer of Chongqing and Sichuan."""
    return hire("En", "field_engineer", kind="company_stationed", regions=["重庆", "四川"])
