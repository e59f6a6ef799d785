"""The recipe of the images: stages, users, and only files that are there and may be taken."""

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.support.sources import ROOT

RECIPE = re.sub(r"\\\n\s*", " ", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
LINES = [line for line in RECIPE.splitlines() if line.strip() and not line.startswith("#")]
STAGES = re.findall(r"^FROM (\S+) AS (\w+)$", RECIPE, re.MULTILINE)
IGNORED = [
    line for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"
]


def stage(name: str) -> str:
    """The instructions of one stage."""
    return re.split(rf"^FROM \S+ AS {name}$", RECIPE, flags=re.MULTILINE)[1].split("\nFROM ")[0]


def ignored(path: str) -> bool:
    parts = Path(path).parts
    heads = ["/".join(parts[: length + 1]) for length in range(len(parts))]
    return any(fnmatch(head, rule.removeprefix("**/")) for rule in IGNORED for head in (*heads, *parts))


def test_front_end_packages_product_and_edge_are_built_in_this_order() -> None:
    assert [name for _image, name in STAGES] == ["frontend", "packages", "product", "edge"]


@pytest.mark.parametrize(("image", "name"), STAGES)
def test_every_image_names_its_version(image: str, name: str) -> None:
    assert re.fullmatch(r"[a-z]+:\d[\w.-]*", image), name


def test_every_stage_of_python_is_of_one_version() -> None:
    assert len({image for image, _name in STAGES if image.startswith("python:")}) == 1


@pytest.mark.parametrize("name", ["product", "edge"])
def test_what_runs_is_not_root(name: str) -> None:
    users = re.findall(r"^USER (\S+)$", stage(name), re.MULTILINE)

    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", users[-1])


@pytest.mark.parametrize("name", ["product", "edge"])
def test_what_runs_gets_signals_itself_and_is_watched(name: str) -> None:
    assert re.search(r"^CMD \[", stage(name), re.MULTILINE)
    assert "HEALTHCHECK" in stage(name)


def test_no_compiler_and_no_package_lists_stay_in_the_product() -> None:
    product = stage("product")

    assert not re.search(r"build-essential|gcc|\bnpm\b|pip install", product)
    assert "--no-install-recommends" in product
    assert "rm -rf /var/lib/apt/lists/*" in product


def test_packages_come_by_their_hashes_and_as_wheels_only() -> None:
    assert re.search(r"pip install .*--only-binary :all: --require-hashes +--requirement requirements.txt", RECIPE)


def test_the_recipe_holds_no_secret() -> None:
    assert not re.search(r"^(ENV|ARG) .*(PASSWORD|SECRET|TOKEN)", RECIPE, re.MULTILINE)


@pytest.mark.parametrize(
    "path",
    [
        word
        for line in LINES
        if line.startswith("COPY ") and "--from=" not in line
        for word in line.split()[1:-1]
        if word != "."
    ],
)
def test_what_is_copied_exists_and_is_not_left_out(path: str) -> None:
    assert (ROOT / path).exists()
    assert not ignored(path)


@pytest.mark.parametrize(
    "path",
    [
        "manage.py", "aftersales/settings.py", "accounts/matrix.yaml", "rulebook/books/equipment-maker.yaml",
        "locale/zh_Hans/LC_MESSAGES/django.mo", "static", "templates/base.html", "frontend/build.mjs", ".npmrc",
        "deploy/nginx/https.conf", "requirements.txt",
    ],
)  # fmt: skip
def test_what_the_product_needs_is_taken_along(path: str) -> None:
    assert not ignored(path)


@pytest.mark.parametrize(
    "path",
    [
        "deploy/env", "deploy/tls/privkey.pem", ".env", "var/secret_key", ".git/config", ".venv/bin/python",
        "node_modules/esbuild/package.json", "tests/conftest.py", "core/__pycache__/clock.cpython-311.pyc",
    ],
)  # fmt: skip
def test_secrets_and_working_files_stay_outside(path: str) -> None:
    assert ignored(path)
