"""Lines 13 and 14: from the command to the first page, and what all processes hold then."""

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.client import Browser
from bench.house import SETTINGS, House
from bench.rounds import Goal, Result, interleaved
from bench.serving import FLOORS, PRODUCT, family, memory_of, served
from tools.services import _free_port
from tools.terminal import PYTHON, ROOT, Stop

PATIENCE_SECONDS = 180


def web(house: House, rounds: int) -> Iterator[Result]:
    """13: one worker, until its first page is there."""

    def start(application: str, path: str, part: str, **environment: str) -> float:
        session = {"sessionid": house.told["sessions"][part]}
        begun = time.perf_counter()
        with served(application, house.database, workers=1, **environment) as port:
            Browser(port, session).get(path)
            return time.perf_counter() - begun

    ours, floors = interleaved(
        rounds, lambda: start(PRODUCT, "/tickets/", "desk"),
        lambda: start(FLOORS, "/full/", "floor", FLOOR="full", DJANGO_SETTINGS_MODULE=SETTINGS),
    )  # fmt: skip
    yield Result("13", "start of the web process to the first page", "s", ours, floors, Goal(1.8), "≤ 1.8 × bare Django")


def run() -> Iterator[Result]:
    """14: `make run` in an empty folder and once more; the packages are those installed for this run."""
    with tempfile.TemporaryDirectory(prefix="run-") as folder:
        first, _held = _run(Path(folder))
        second, held = _run(Path(folder))
    yield Result("14", "make run, empty data, packages installed", "s", [first], [], Goal(90, of_floor=False), "≤ 90 s",
                 "without installing packages")  # fmt: skip
    yield Result("14", "make run, second time", "s", [second], [], Goal(10, of_floor=False), "≤ 10 s")
    yield Result("14", "memory of all its processes", "MB", [held], [], Goal(400, of_floor=False), "≤ 400 MB")


def _run(var: Path) -> tuple[float, float]:
    """Seconds to the first page and MB held then."""
    port = _free_port()
    env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DEBUG")}
    env |= {"VAR_DIR": str(var), "PORT": str(port)}
    begun = time.perf_counter()
    process = subprocess.Popen([str(PYTHON), "-m", "tools.run"], cwd=ROOT, env=env, start_new_session=True,
                               stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)  # fmt: skip
    try:
        _first_page(port, process)
        taken = time.perf_counter() - begun
        time.sleep(3)
        return taken, memory_of(family(process.pid))
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _first_page(port: int, process: subprocess.Popen[bytes]) -> None:
    for _attempt in range(PATIENCE_SECONDS * 20):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                Browser(port).get("/login/")
                return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise Stop("`make run` did not bring up a page.")
