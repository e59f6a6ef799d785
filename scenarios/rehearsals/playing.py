"""Playing a rehearsal's stories in a process of its own: the product's settings, clock and connections stay apart."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from queue import Empty, Queue
from threading import Thread, Timer
from typing import Any

from django.conf import settings

from scenarios.format import Scenario
from scenarios.rehearsals.folder import BEFORE, DRAFT, chosen
from scenarios.results import Result
from scenarios.runner import play
from scenarios.stage import Stage

# Seconds; all shipped stories of the largest book take a tenth of it.
LONGEST = 3600
# Building the database alone may take minutes on a busy machine.
SILENCE = 5.0


class Unplayed(Exception):
    """The process ended before its stories did; the message is the last that it said."""


def in_process_of_its_own(folder: Path) -> Iterator[dict[str, Any]]:
    """What `rehearse FOLDER` tells, entry by entry, while it plays; an empty entry now and then while it is silent."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "rehearse", str(folder)]
    with (folder / "stderr").open("w+", encoding="utf-8") as complaints:
        player = subprocess.Popen(  # noqa: S603 -- our own command on a folder of our own
            command, stdout=subprocess.PIPE, stderr=complaints, encoding="utf-8"
        )
        limit = Timer(LONGEST, player.kill)
        limit.start()
        try:
            for line in _lines(player):
                yield json.loads(line) if line else {}
            if player.wait() != 0:
                complaints.seek(0)
                raise Unplayed(complaints.read().strip()[-300:])
        finally:
            limit.cancel()
            player.kill()
            player.wait()


def _lines(player: "subprocess.Popen[str]") -> Iterator[str]:
    """The lines as they come; an empty one after every SILENCE seconds without any."""
    said: Queue[str | None] = Queue()

    def listen() -> None:
        for line in player.stdout or ():
            said.put(line)
        said.put(None)

    Thread(target=listen, daemon=True).start()
    while True:
        try:
            line = said.get(timeout=SILENCE)
        except Empty:
            yield ""
            continue
        if line is None:
            return
        yield line


def told(folder: Path) -> Iterator[dict[str, Any]]:
    """One entry a story by the draft; then one with `before` for each that failed, by the version in force."""
    yield {"ready": True}
    failed: list[Scenario] = []
    with Stage(book=folder / DRAFT) as stage:
        for story in chosen(folder):
            result = play(story, stage)
            if not result.ok:
                failed.append(story)
            yield _entry(result)
    with Stage(book=folder / BEFORE) as stage:
        for story in failed:
            result = play(story, stage)
            yield {"scenario": result.scenario, "file": Path(result.file).name, "before": result.ok}


def _entry(result: Result) -> dict[str, Any]:
    return {**asdict(result), "file": Path(result.file).name}
