"""Read each rulebook once: hundreds of tests begin with the same shipped one, and reading YAML is slow."""

from copy import deepcopy
from functools import cache

from rulebook import loader


def read_each_book_once() -> None:
    kept = cache(loader.read)
    # A copy, because whoever composes a variant writes into what was read.
    loader.read = lambda text: deepcopy(kept(text))
