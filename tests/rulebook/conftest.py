"""The first book with its blanks filled, and the people who write and publish."""

from datetime import UTC, datetime
from typing import Any

import pytest

from accounts.models import Person
from core.journal import SYSTEM
from rulebook import services
from rulebook.book import Book, validated
from rulebook.changes import changed
from rulebook.loader import template
from rulebook.models import RulebookVersion
from tests.support import company

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)  # 09:00 in Chongqing


@pytest.fixture(scope="session")
def document() -> dict[str, Any]:
    return changed(template("equipment-maker"), company.BLANKS)


@pytest.fixture(scope="session")
def book(document: dict[str, Any]) -> Book:
    return validated(document)


@pytest.fixture
def first(db: None) -> RulebookVersion:
    company.found()
    return services.install_book(slug="equipment-maker", params=company.BLANKS, actor=SYSTEM, now=company.FOUNDED)


@pytest.fixture
def zhou(db: None) -> Person:
    """The general manager."""
    return company.staff("zhou", "周总", "general_manager")


@pytest.fixture
def luo(db: None) -> Person:
    """The head of the technical department."""
    return company.staff("luo", "罗部长", "dept_head")
