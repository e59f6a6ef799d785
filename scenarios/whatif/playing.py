"""The replay of a question in a process of its own: minutes of arithmetic keep no page and no sweep waiting."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from typing import Any

from django.conf import settings

# Seconds; a year of a hundred thousand tickets takes a hundredth of it.
LONGEST = 3600
Told = tuple[int, int] | dict[str, Any]


class Unplayed(Exception):
    """The process ended without an answer; the message is the last that it said."""


def in_process_of_its_own(book: str, first: date, last: date) -> Iterator[Told]:
    """How far it is, again and again, and at the end the report."""
    with TemporaryDirectory(prefix="what-if-") as name:
        folder = Path(name)
        (folder / "book.yaml").write_text(book, encoding="utf-8")
        with (folder / "report.json").open("w+", encoding="utf-8") as answer:
            yield from _played(_command(folder / "book.yaml", first, last), answer)
            answer.seek(0)
            yield json.load(answer)


def _played(command: list[str], answer: Any) -> Iterator[Told]:
    process = subprocess.Popen(  # noqa: S603 -- our own command, with a path and two days
        command, stdout=answer, stderr=subprocess.PIPE, encoding="utf-8"
    )
    limit = Timer(LONGEST, process.kill)
    limit.start()
    said = ""
    try:
        for line in process.stderr or ():
            found = line.split()
            if len(found) == 2 and all(word.isdecimal() for word in found):
                yield int(found[0]), int(found[1])
            else:
                said = (said + line)[-500:]
        if process.wait() != 0:
            raise Unplayed(said.strip())
    finally:
        limit.cancel()
        process.kill()
        process.wait()


def _command(book: Path, first: date, last: date) -> list[str]:
    manage = str(settings.BASE_DIR / "manage.py")
    days = ["--from", first.isoformat(), "--to", last.isoformat()]
    return [sys.executable, manage, "whatif", "--rulebook", str(book), *days, "--json", "--progress"]
