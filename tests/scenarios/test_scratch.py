"""The empty database of a rehearsal is built once for the same code, and anew for any other."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from scenarios import scratch
from scenarios.scratch import scratch_database


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any) -> Iterator[list[str]]:
    """What was built; instead of the product's tables one with a row, which takes no minute."""
    told: list[str] = []

    def migrate(name: str, **options: Any) -> None:
        told.append(name)
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE met (day integer)")

    monkeypatch.setattr(scratch, "call_command", migrate)
    with django_db_blocker.unblock():
        yield told


def days(kept: Path) -> list[Any]:
    with scratch_database(kept=kept), connection.cursor() as cursor:
        cursor.execute("SELECT day FROM met")
        found = cursor.fetchall()
        cursor.execute("INSERT INTO met VALUES (1)")
    return list(found)


def test_what_is_kept_is_empty_and_of_the_same_code(
    built: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "scratch"

    assert [days(kept), days(kept), built] == [[], [], ["migrate"]]

    monkeypatch.setattr(scratch, "_code", lambda: "other")
    assert [days(kept), built] == [[], ["migrate", "migrate"]]
    assert [file.name for file in kept.iterdir()] == ["other.sqlite3"]
