"""What every test may ask for."""

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from accounts.models import Person
from core.clock import zone
from core.worktime import table
from rulebook.models import RulebookVersion
from tests.support import flushing, reading
from tests.support.company import engineer, install_book, staff

ROOT = Path(__file__).resolve().parent.parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the tests that need PostgreSQL to the run that has one; give browsers a database file."""
    database = settings.DATABASES["default"]
    if "sqlite" not in database["ENGINE"]:
        return
    if needing := [item for item in items if item.get_closest_marker("postgres")]:
        config.hook.pytest_deselected(items=needing)
        items[:] = [item for item in items if item not in needing]
    if any(item.get_closest_marker("browser") for item in items):
        # The live server answers several requests at once; in memory they would share one connection.
        database.setdefault("TEST", {})["NAME"] = str(settings.VAR / "browser.sqlite3")


def pytest_configure(config: pytest.Config) -> None:
    flushing.let_tests_empty_append_only_tables()
    reading.read_each_book_once()
    # A traceback that mixes encodings helps nobody; the runs' terminals are not always UTF-8.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


@pytest.fixture
def at() -> Callable[[str], datetime]:
    """`at("2026-03-02 08:00:00")` is that instant on the company's clock."""
    return lambda text: datetime.fromisoformat(text).replace(tzinfo=zone())


@pytest.fixture
def vendor(db: None) -> str:
    """The kind of database under test: sqlite or postgresql."""
    return connection.vendor


@pytest.fixture
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(autouse=True)
def _forget_chosen_language() -> Iterator[None]:
    """Each test starts with the language of the settings, whatever the last one chose."""
    from django.utils import translation

    yield
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def version(db: None) -> RulebookVersion:
    """The shipped book of a small company, its blanks filled."""
    return install_book()


@pytest.fixture
def holidays(db: None) -> None:
    """The published public holidays, also where a transactional test emptied what the migration had filled."""
    table.fill()


@pytest.fixture
def head(version: RulebookVersion) -> Person:
    return staff("head", "周正", "dept_head")


@pytest.fixture
def manager(version: RulebookVersion) -> Person:
    return staff("gm", "吴总", "general_manager")


@pytest.fixture
def wang(version: RulebookVersion) -> Person:
    return engineer("wang", "王强")


@pytest.fixture
def li(version: RulebookVersion) -> Person:
    return engineer("li", "李敏")
