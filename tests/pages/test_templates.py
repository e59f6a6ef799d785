"""What every template keeps to: nothing in place that a strict content policy would have to allow, and short."""

import re
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parents[2] / "templates"
# Admin pages are rendered by their theme under a policy of their own.
TEMPLATES = sorted(path for path in ROOT.rglob("*.html") if path.relative_to(ROOT).parts[0] not in ("admin", "unfold"))
IN_PLACE = {
    "a style element": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"\sstyle\s*=", re.I),
    "an event attribute": re.compile(r"\son[a-z]+\s*=", re.I),
    "a javascript address": re.compile(r"javascript:", re.I),
    "hx-on": re.compile(r"\bhx-on\b", re.I),
    "a script in place": re.compile(r"<script(?![^>]*\bsrc=)", re.I),
    "another host": re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", re.I),
    "unescaped output": re.compile(r"\|\s*safe\b|autoescape\s+off"),
}


@pytest.mark.parametrize("what", IN_PLACE)
def test_no_template_has(what: str) -> None:
    pattern = IN_PLACE[what]

    found = [str(path.relative_to(ROOT)) for path in TEMPLATES if pattern.search(path.read_text(encoding="utf-8"))]

    assert found == []


def test_templates_are_short() -> None:
    lengths = [len(path.read_text(encoding="utf-8").splitlines()) for path in TEMPLATES]

    assert median(lengths) <= 30
    assert max(lengths) <= 150


def test_every_posting_form_carries_a_key() -> None:
    """Sign-in, set-up (nobody is signed in yet) and what is harmless to repeat carry the cross-site token alone."""
    without = (
        "accounts/login.html", "components/languages.html", "components/user_menu.html",
        "notifications/inbox.html", "notifications/notice.html",
        "setup/company.html",
    )  # fmt: skip
    lacking = []
    for path in TEMPLATES:
        name, text = str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
        if 'method="post"' in text and name not in without and not re.search(r"keys\.html|act_key", text):
            lacking.append(name)

    assert lacking == []
