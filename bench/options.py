"""What a run may be told by its environment; without anything it is the complete table."""

import os
from dataclasses import dataclass
from pathlib import Path

from tools.terminal import ROOT, Stop

WORDS = {"k": 1_000, "m": 1_000_000}
RESULTS = ROOT / "bench" / "results"
PAGE = ROOT / "docs" / "reference" / "bench.md"


@dataclass(frozen=True)
class Options:
    """`sizes` in tickets, ascending; `server` is a PostgreSQL kept by the caller, whose databases stay for next time."""

    sizes: tuple[int, ...]
    rounds: int
    lines: frozenset[str]
    server: str
    folder: Path | None

    @property
    def largest(self) -> int:
        return self.sizes[-1]

    def wants(self, line: str) -> bool:
        return not self.lines or line in self.lines


def read() -> Options:
    env = os.environ
    lines = frozenset(filter(None, env.get("BENCH_LINES", "").split(",")))
    folder = env.get("BENCH_FOLDER", "")
    return Options(
        sizes=tuple(sorted(size(word) for word in env.get("BENCH_SIZES", "10k,100k,1m").split(","))),
        rounds=max(5, int(env.get("BENCH_ROUNDS", "7"))), lines=lines, server=env.get("BENCH_SERVER", ""),
        folder=Path(folder) if folder else None,
    )  # fmt: skip


def size(word: str) -> int:
    """`size("100k")` is 100000."""
    word = word.strip().lower()
    number, factor = (word[:-1], WORDS[word[-1]]) if word[-1:] in WORDS else (word, 1)
    if not number.isdecimal():
        raise Stop(f"BENCH_SIZES lists numbers of tickets such as 10k,100k,1m, not {word!r}.")
    return int(number) * factor


def name_of(size: int) -> str:
    """`name_of(100000)` is "100k"."""
    for letter, factor in sorted(WORDS.items(), key=lambda pair: -pair[1]):
        if size % factor == 0:
            return f"{size // factor}{letter}"
    return str(size)
