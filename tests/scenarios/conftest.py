from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from django.test.utils import setup_databases, teardown_databases

from scenarios.format import Scenario, read
from scenarios.stage import Stage

OPENING = """
scenario: "a story"
clause: "6.2"
"""
REPORT = '{at: "2026-03-02 08:00:00", by: liaison, do: report_fault, ticket: T1, with: {serial: P1}}'


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a scenario file from its steps and, optionally, other top-level keys."""

    def write_(*steps: str, name: str = "story.yaml", opening: str = OPENING) -> Path:
        lines = [dedent(opening).strip(), "steps:", *(f"  - {step}" for step in steps)]
        file = tmp_path / name
        file.write_text("\n".join(lines) + "\n", "utf-8")
        return file

    return write_


@pytest.fixture
def scenario(write: Callable[..., Path]) -> Callable[..., Scenario]:
    """The scenario of such a file, read."""
    return lambda *steps, **options: read(write(*steps, **options))[0]


@pytest.fixture(scope="session")
def _test_database(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database, also where only stories are run: pytest-django creates it for marked tests alone."""
    if any(item.get_closest_marker("django_db") for item in request.session.items):
        yield
        return
    with django_db_blocker.unblock():
        created = setup_databases(verbosity=0, interactive=False, aliases={"default"})
        yield
        teardown_databases(created, verbosity=0)


@pytest.fixture(scope="module")
def stage(_test_database: None, django_db_blocker: Any) -> Iterator[Stage]:
    """One stage for the stories of a module, so that those with the same cast load it once.

    No `django_db` mark beside it: that would open, and on PostgreSQL close, the connection for each story.
    """
    with django_db_blocker.unblock(), Stage() as stage_:
        yield stage_
