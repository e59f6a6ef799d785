"""The copies of the trial files are those that the project was given."""

from pathlib import Path

import pytest

from tests.customers.conftest import FILES


@pytest.mark.parametrize("name", ["customers_gbk.csv", "customers_dirty_utf8bom.csv", "machines.xlsx"])
def test_our_copy_is_the_shared_file(root: Path, name: str) -> None:
    shared = root.parent / "shared" / "data" / "installed_base" / name
    if not shared.is_file():
        pytest.skip("no shared files beside this clone")

    assert (FILES / name).read_bytes() == shared.read_bytes()
