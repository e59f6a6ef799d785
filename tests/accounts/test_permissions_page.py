"""The page about permissions says what the matrix says."""

from pathlib import Path

from accounts.permission_table import document


def test_the_page_is_up_to_date(root: Path) -> None:
    written = (root / "docs/reference/permissions.md").read_text(encoding="utf-8")

    assert written == document(), "run manage.py permissions --write"


def test_denials_stand_there_too() -> None:
    line = next(line for line in document().splitlines() if line.startswith("| `reinstate`"))

    assert (line.count("●"), line.count("·")) == (1, 17)
