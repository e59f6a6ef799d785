"""A trade is data: no line of the product knows a shipped book, or a word that only one of them has."""

import re

from accounts.models import DEFAULT_RULEBOOK
from rulebook.loader import load, shipped
from rulebook.schema.document import Document
from tests.support.sources import ROOT, product_files

# Sections whose ids a trade chooses for itself.
OWN = (
    "areas", "zones", "slas", "deadlines", "obligations", "consequences", "escalations", "groups", "params", "surveys",
)  # fmt: skip
# The clocks and parameters that code does know, as the books' contract with it.
KNOWN = {"arrival", "follow_up", "appeal", "waiver_submit", "unreachable_attempts", "repeat_window", "appeal_submit",
         "visit", "complaint", "call", "survey", "late", "conduct", "city", "repair_guarantee"}  # fmt: skip
# The stories of the demo company and the bench's figures are told in one trade.
TOLD = ("scenarios/demo/", "bench/")


def ids_of(book: Document) -> set[str]:
    """The names that the book gives to its own entries."""
    found: set[str] = set()
    for section in OWN:
        part = getattr(book, section)
        found |= {entry.id for entry in part} if isinstance(part, tuple) else set(part)
    return found


def sources() -> dict[str, str]:
    """The product's Python, but for migrations, which are history."""
    files = {str(path.relative_to(ROOT)): path for path in product_files() if "migrations" not in path.parts}
    return {name: path.read_text("utf-8") for name, path in files.items() if not name.startswith(TOLD)}


def test_only_one_place_names_a_shipped_book() -> None:
    slugs = re.compile("|".join(re.escape(path.stem) for path in shipped()))

    assert [name for name, text in sources().items() if slugs.search(text)] == ["accounts/models.py"]


def test_no_code_names_what_only_one_trade_has() -> None:
    first, *_ = (load(path) for path in shipped() if path.stem == DEFAULT_RULEBOOK)
    others = [load(path) for path in shipped() if path.stem != DEFAULT_RULEBOOK]
    own = {name for book in others for name in ids_of(book)} - ids_of(first) - KNOWN
    words = re.compile(rf"""["'](?:{"|".join(sorted(map(re.escape, own)))})["']""")

    assert {name: found for name, text in sources().items() if (found := sorted(set(words.findall(text))))} == {}
