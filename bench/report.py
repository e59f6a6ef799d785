"""What a run found: a table at the terminal, JSON for machines, and the page of the documentation."""

import json
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime

from bench.options import PAGE, RESULTS
from bench.rounds import Result
from tools.terminal import say

HEAD = ("#", "Work", "median", "min", "max", "floor", "ratio", "goal", "met")
INTRO = """# Speed, measured

Written by `make bench`, which builds its data on PostgreSQL and runs every line beside its floor in the same run,
interleaved. Only ratios count: a slow minute of the machine slows both. `BENCH_SIZES=10k,100k make bench` is quicker,
`BENCH_LINES=1,7` runs single lines, `BENCH_ROUNDS` says how many rounds, `BENCH_SERVER` (a PostgreSQL URL) keeps the
data for the next run. Floors: **bare** is a Django view with one indexed statement and 25 rows and no middleware;
**full** is the same page with default middleware, session, user, ORM and template inheritance.
"""


def report(results: Sequence[Result], sizes: str) -> None:
    rows = [_cells(result) for result in results]
    widths = [max(len(row[column]) for row in (HEAD, *rows)) for column in range(len(HEAD))]
    for row in (HEAD, *rows):
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    about = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, {platform.system()}, tickets: {sizes}"
    RESULTS.mkdir(exist_ok=True)
    told = {"about": about, "lines": [result.as_json() for result in results]}
    file = RESULTS / f"{datetime.now(UTC):%Y%m%d-%H%M%S}.json"
    file.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    say(f"\n{file}")
    _page(about, rows, [result for result in results if result.note])


def _cells(result: Result) -> tuple[str, ...]:
    floor, ratio = result.floor, result.ratio
    met = {True: "yes", False: "no", None: "–"}[result.met]
    return (
        result.line, result.what, f"{_number(result.median)} {result.unit}", _number(min(result.values)),
        _number(max(result.values)), _number(floor) if floor is not None else "–",
        f"{ratio:.2f}" if ratio is not None else "–", result.told, met,
    )  # fmt: skip


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def _page(about: str, rows: Sequence[Sequence[str]], noted: Sequence[Result]) -> None:
    lines = [INTRO, f"Last run: {about}.\n", "| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    lines += ["", *(f"- {result.line} {result.what}: {result.note}" for result in noted)]
    PAGE.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
