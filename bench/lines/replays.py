"""Line 11: a year of a hundred thousand tickets replayed under a regulation with another limit and another fine."""

import json
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.rounds import Goal, Result
from tools.terminal import PYTHON, ROOT, Stop

SIZE = 100_000
# The tickets end today; what was reported a year ago is due by then.
DAYS = 350
ROUNDS = 3
BOOK = ROOT / "rulebook" / "books" / "equipment-maker.yaml"
CHANGES = (("{zone: in_province, within: 12h}", "{zone: in_province, within: 10h}"), ("{fixed: 1000}", "{fixed: 800}"))


def year(database: str) -> Iterator[Result]:
    """11: the command as people call it, on one core; nothing else of its kind to set beside it."""
    with tempfile.TemporaryDirectory(prefix="whatif-") as folder:
        book = Path(folder) / "draft.yaml"
        book.write_text(_draft(), encoding="utf-8")
        runs = [_run(database, book) for _ in range(ROUNDS)]
    seconds, memory, told = zip(*runs, strict=True)
    note = f"{told[0]['looked_at']:,} records, {sum(told[0]['kinds'].values()):,} differences"
    yield Result("11", "what-if: one year, 100k tickets", "s", seconds, [], Goal(300, of_floor=False), "≤ 5 min", note)
    yield Result("11", "memory of that replay", "MB", memory, [], None, "flat")


def _draft() -> str:
    text = BOOK.read_text(encoding="utf-8")
    for old, new in CHANGES:
        if old not in text:
            raise Stop(f"{BOOK.name} does not say {old} any more.")
        text = text.replace(old, new)
    return text


def _run(database: str, book: Path) -> tuple[float, float, dict[str, object]]:
    """Seconds, MB at most, and the report."""
    last = datetime.now(UTC).date()
    first = last - timedelta(days=365)
    told = {"DATABASE_URL": database, "DEBUG": "false", "SECRET_KEY": "bench", "HTTPS": "false", "LOG_LEVEL": "ERROR"}
    begun = time.perf_counter()
    done = subprocess.run(_command(book, first, last), cwd=ROOT, env=os.environ | told, capture_output=True, text=True,
                          check=False)  # fmt: skip
    taken = time.perf_counter() - begun
    if done.returncode:
        raise Stop(f"whatif failed:\n{done.stderr}")
    # In kB on Linux: of the largest child so far.
    return taken, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, json.loads(done.stdout)


def _command(book: Path, first: date, last: date) -> list[str]:
    pinned = ["taskset", "-c", "0"] if Path("/usr/bin/taskset").exists() else []
    days = ["--from", str(first), "--to", str(last)]
    return [*pinned, str(PYTHON), "manage.py", "whatif", "--rulebook", str(book), *days, "--json"]
