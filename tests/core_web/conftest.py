from typing import Any

import pytest
from django.test import Client

from accounts.models import Person


@pytest.fixture(autouse=True)
def plain_acts(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.core_web.urls"


@pytest.fixture
def wang(db: None) -> Person:
    return Person.objects.create_user("wang", name="王敏")


@pytest.fixture
def li(db: None) -> Person:
    return Person.objects.create_user("li", name="李建国")


@pytest.fixture
def browser(wang: Person) -> Client:
    """Wang's browser."""
    client = Client(raise_request_exception=False)
    client.force_login(wang)
    return client
