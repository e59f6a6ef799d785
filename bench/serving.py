"""Real gunicorn, two workers, for the product as for its floors; how long a start takes and what it holds."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from tools.services import _free_port
from tools.terminal import PYTHON, ROOT, Stop

PRODUCT, FLOORS = "aftersales.wsgi", "bench.floors.wsgi"
SECRET = "bench"  # noqa: S105 - signs the sessions of a database that lives for one run
PATIENCE_SECONDS = 60


@contextmanager
def served(application: str, database: str, *, workers: int = 2, **environment: str) -> Iterator[int]:
    """The port of a server that answers."""
    port = _free_port()
    told = {"DATABASE_URL": database, "SECRET_KEY": SECRET, "DEBUG": "false", "HTTPS": "false", "PORT": str(port),
            "WEB_PROCESSES": str(workers), "WEB_THREADS": "4", "LOG_LEVEL": "ERROR"}  # fmt: skip
    # A floor has the same workers and threads, and nothing of what the product's own file hangs on them.
    plain = ["--worker-class", "gthread", "--workers", str(workers), "--threads", "4", "--bind", f"127.0.0.1:{port}"]
    own = ["--config", "python:aftersales.webserver"] if application == PRODUCT else [*plain, "--log-level", "warning"]
    command = [str(PYTHON), "-m", "gunicorn", *own, application]
    process = subprocess.Popen(command, cwd=ROOT, env=_clean() | told | environment, start_new_session=True)
    try:
        _wait(port, process)
        yield port
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _clean() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("BENCH_")}


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _attempt in range(PATIENCE_SECONDS * 100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.01)
    raise Stop("A web server for the bench did not start.")


def memory_of(pids: list[int]) -> float:
    """What these processes hold together, in MB; pages that they share count once."""
    total = 0
    for pid in pids:
        rollup = Path(f"/proc/{pid}/smaps_rollup")
        if rollup.exists():
            total += next(int(line.split()[1]) for line in rollup.read_text().splitlines() if line.startswith("Pss:"))
    return total / 1024


def family(pid: int) -> list[int]:
    """A process with all that it started."""
    parents: Mapping[int, int] = _parents()
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def _parents() -> dict[int, int]:
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
    return parents
