"""Files copied into the project equal their originals, where the folder that holds them lies beside it."""

import sys
from pathlib import Path

import pytest

from tests.support.sources import ROOT

ORIGINALS = ROOT.parent / "shared"
COPIES = {
    "scenarios/files": "scenarios",
    "tests/data": "data",
}


# Folders beside the copies whose files only happen to be called alike: the stories of other trades.
OURS = {"equipment-maker-more", "security-systems", "appliance-service"}


def original_of(copy: Path, kept_in: str) -> Path | None:
    """The file of the same name, wherever below the folder it lies."""
    candidates = sorted((ORIGINALS / kept_in).rglob(copy.name)) if copy.parent.name not in OURS else []
    return candidates[0] if candidates else None


@pytest.mark.parametrize(("folder", "kept_in"), COPIES.items(), ids=COPIES)
def test_copies_equal_their_originals(folder, kept_in):
    if not ORIGINALS.is_dir():
        sys.stdout.write(f"{folder} was not compared: there is no ../shared beside the project\n")
        return
    copies = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
    differing = [
        str(copy.relative_to(ROOT))
        for copy in sorted(copies)
        if (original := original_of(copy, kept_in)) and original.read_bytes() != copy.read_bytes()
    ]
    assert differing == []
