"""The product's own files, as the tests of the rules read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "aftersales", "scenarios", "figures", "penalties", "fieldservice", "warranty", "tickets", "customers",
    "approvals", "deadlines", "judgement", "notifications", "rulebook", "accounts", "core",
)  # fmt: skip


@cache
def product_files() -> tuple[Path, ...]:
    """Every Python file of the apps and tools, migrations left out."""
    files = (path for folder in (*APPS, "tools") for path in (ROOT / folder).rglob("*.py"))
    return tuple(sorted(path for path in files if "migrations" not in path.parts))


@cache
def files_of_tests() -> tuple[Path, ...]:
    return tuple(sorted((ROOT / "tests").rglob("*.py")))


@cache
def templates() -> tuple[Path, ...]:
    folders = (ROOT / "templates", *(ROOT / app / "templates" for app in APPS))
    return tuple(sorted(path for folder in folders for path in folder.rglob("*.html")))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def place(path: Path, line: int = 0) -> str:
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))
