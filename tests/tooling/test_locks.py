"""Lock files pin everything by hash and name no host; whoever installs chooses where from."""

import json
import re

import pytest

from tests.support.sources import ROOT

LOCKS = sorted(path.name for path in ROOT.glob("requirements*.txt"))


def test_every_list_has_its_lock():
    assert sorted(path.with_suffix(".txt").name for path in ROOT.glob("requirements*.in")) == LOCKS


@pytest.mark.parametrize("name", LOCKS)
def test_python_lock_names_no_host_and_no_option(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if "://" in line or (line.startswith("-") and not line.startswith("-r"))] == []


@pytest.mark.parametrize("name", LOCKS)
def test_python_lock_has_hashes_for_every_pin(name):
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    pins = [line for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line)]

    assert pins
    assert [pin for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []


def test_the_tests_run_on_the_products_own_versions():
    def pinned(name: str) -> dict[str, str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))

    assert pinned("requirements.txt").items() <= pinned("requirements-dev.txt").items()


def test_npm_lock_names_no_host_and_has_hashes():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []


def test_npm_versions_are_exact():
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    versions = [*package["dependencies"].values(), *package["devDependencies"].values()]

    assert [version for version in versions if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
