"""Line 11: a year of a hundred thousand tickets replayed under a regulation with another limit and another fine."""

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

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


def _run(database: str, book: Path) -> tuple[float, float, dict[str, Any]]:
    """Seconds, MB at most, and the report."""
    last = datetime.now(UTC).date()
    told = {"DATABASE_URL": database, "DEBUG": "false", "SECRET_KEY": "bench", "HTTPS": "false", "LOG_LEVEL": "ERROR"}
    command = _command(book, last - timedelta(days=365), last)
    with tempfile.TemporaryFile("w+") as answer:
        begun = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | told, stdout=answer)
        # Of this child alone: what the builders of the data held is not its memory.
        _pid, status, usage = os.wait4(process.pid, 0)
        taken, process.returncode = time.perf_counter() - begun, os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise Stop("whatif failed; the reason stands above.")
        answer.seek(0)
        return taken, usage.ru_maxrss / 1024, json.load(answer)


def _command(book: Path, first: date, last: date) -> list[str]:
    pinned = ["taskset", "-c", "0"] if Path("/usr/bin/taskset").exists() else []
    days = ["--from", str(first), "--to", str(last)]
    return [*pinned, str(PYTHON), "manage.py", "whatif", "--rulebook", str(book), *days, "--json"]
