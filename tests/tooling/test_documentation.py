"""What the documentation promises exists."""

import re

import pytest

from aftersales import settings, webserver
from aftersales.environment import env
from tests.support.sources import ROOT

REFERENCE = ROOT / "docs" / "reference" / "settings.md"
DOCUMENTS = sorted(
    [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")], key=str
)


def documented() -> dict[str, str]:
    return dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]*) \|", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE))


def test_every_variable_is_documented_and_nothing_else():
    assert settings.PUBLIC_URL
    assert webserver.bind
    read = {name for name in env.declared if not name.endswith("_FILE")}

    assert set(documented()) == read | {"DEMO"}  # read by `make run`


@pytest.mark.parametrize("name", sorted(documented()))
def test_documented_default_is_the_real_one(name):
    told = documented()[name].strip()
    if re.fullmatch(r"`[^`]*`", told) and name in env.declared:
        assert told.strip("`") == env.declared[name]


def test_every_secret_is_marked():
    text = REFERENCE.read_text(encoding="utf-8")
    secrets = {name.removesuffix("_FILE") for name in env.declared if name.endswith("_FILE")}
    marked = set(re.findall(r"^\| `([A-Z_]+)` \| [^|]* \| \*secret\*", text, re.MULTILINE))

    assert marked == secrets


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(path):
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))

    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_every_make_target_of_the_readme_exists():
    named = set(re.findall(r"`?\bmake ([a-z-]+)(?=`|\s|$)", (ROOT / "README.md").read_text(encoding="utf-8")))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

    assert named <= targets


def test_continuous_checks_call_what_a_person_calls():
    script = ROOT / ".ci" / "run"

    assert script.stat().st_mode & 0o111
    assert {"make lint", "make test"} <= set(script.read_text(encoding="utf-8").splitlines())
