from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from scenarios.format import Scenario, read

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
