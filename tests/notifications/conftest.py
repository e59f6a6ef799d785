"""Two people with mailboxes, and something to tell them about."""

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.models import Person
from accounts.services import hire
from core.journal import SYSTEM


@pytest.fixture
def noon(at: Callable[[str], datetime]) -> datetime:
    return at("2026-03-02 12:00:00")


@pytest.fixture
def lin(db: None, noon: datetime) -> Person:
    return hire(username="lin", name="Lin", roles=["liaison"], email="lin@example.cn", actor=SYSTEM, now=noon)


@pytest.fixture
def he(db: None, noon: datetime) -> Person:
    return hire(username="he", name="He", roles=["dept_head"], email="he@example.cn", actor=SYSTEM, now=noon)


@pytest.fixture
def mail_configured(settings) -> None:  # type: ignore[no-untyped-def]
    settings.EMAIL_CONFIGURED = True
    settings.DEFAULT_FROM_EMAIL = "售后服务 <service@maker.example>"
    settings.PUBLIC_URL = "https://service.maker.example/"
