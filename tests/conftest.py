"""What every test may ask for."""

import gc
import os
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
from tests.support import databases, flushing, reading
from tests.support.company import engineer, install_book, staff

ROOT = Path(__file__).resolve().parent.parent


# What makes a test a matter of the database; the others prove the same on every one.
OF_THE_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}
# Each as long as hundreds of others: begun last, they would leave all processors but one idle at the end.
LONG = ("tests/scenarios/test_demo.py", "tests/accounts/test_guessing.py")
MARKS_OF_SERVICES = ("django_db", "postgres", "browser", "chaos", "both")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give each run what it alone can prove; `make test` says where a run is the second one."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
    database = settings.DATABASES["default"]
    if "sqlite" not in database["ENGINE"]:
        if os.environ.get("TESTS_WITHOUT_DATABASE") == "done":
            _leave_out(config, items, [item for item in items if not needs_services(item)])
        return
    _leave_out(config, items, [item for item in items if item.get_closest_marker("postgres")])
    if any(item.get_closest_marker("browser") for item in items):
        # The live server answers several requests at once; in memory they would share one connection.
        database.setdefault("TEST", {})["NAME"] = str(settings.VAR / "browser.sqlite3")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Let the collector pass over what was loaded once: looking through it again and again took a quarter of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def _leave_out(config: pytest.Config, items: list[pytest.Item], left: list[pytest.Item]) -> None:
    if left:
        config.hook.pytest_deselected(items=left)
        names = {id(item) for item in left}
        items[:] = [item for item in items if id(item) not in names]


def needs_services(item: pytest.Item) -> bool:
    """Whether the test asks a database, or says by its mark that it wants what runs beside one."""
    return bool(OF_THE_DATABASE & set(getattr(item, "fixturenames", ()))) or any(
        item.get_closest_marker(mark) for mark in MARKS_OF_SERVICES
    )


def pytest_configure(config: pytest.Config) -> None:
    databases.share_what_the_migrations_make()
    flushing.clean_only_what_was_written()
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
