"""`make test`: every test on SQLite, then on PostgreSQL with Redis, then the pages in a real browser, then kill -9.

Tests that ask no database run in the first stage only; the second tells how many it left out.
"""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.services import postgres, redis
from tools.system import CHROMIUM, found
from tools.terminal import PYTHON, ROOT, Stop, main, say

# One process for each processor, each with a database of its own; a file's tests stay together, the long files first.
PARALLEL = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")
# A browser waits more than it works.
BROWSERS = ("-n", "2", "--dist", "loadfile")
# What decides where the product runs must not leak from the terminal into the tests.
OWN = ("DATABASE_URL", "CELERY_BROKER_URL", "VAR_DIR", "DEBUG", "HTTPS", "ALLOWED_HOSTS", "SECRET_KEY")


def test() -> int:
    # Whoever ends the run early must not leave its servers behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if not found(CHROMIUM):
        raise Stop("The browser tests need the package chromium; install it and start again.")
    with (
        tempfile.TemporaryDirectory(prefix="lite-") as migrated,
        tempfile.TemporaryDirectory(prefix="template-") as template,
        tempfile.TemporaryDirectory(prefix="pg-") as data,
        tempfile.TemporaryDirectory(prefix="mq-") as messages,
        postgres(Path(data)) as database,
        redis(Path(messages)) as broker,
    ):
        closing = [_pytest("SQLite", {"TEST_DATABASES": migrated}, "not browser and not chaos", *PARALLEL)]
        services = {
            "DATABASE_URL": database, "CELERY_BROKER_URL": broker, "TEST_DATABASES": template,
            # What asks no database has just been tried.
            "TESTS_WITHOUT_DATABASE": "done",
        }  # fmt: skip
        closing.append(_pytest("PostgreSQL and Redis", services, "not browser and not chaos", *PARALLEL))
        closing.append(_pytest("Chromium on PostgreSQL", services, "browser", *BROWSERS))
        closing.append(_pytest("Processes killed at random", services, "chaos"))
    say("")
    for name, _code, line in closing:
        say(f"{name}:\n{line}")
    return max(code for _name, code, _line in closing)


def _pytest(name: str, services: dict[str, str], marker: str, *options: str) -> tuple[str, int, str]:
    """One run, shown while it goes on: its name, exit code and closing line."""
    say(f"\n──── {name} ────")
    environment = {key: value for key, value in os.environ.items() if key.removesuffix("_FILE") not in OWN}
    command = [str(PYTHON), "-m", "pytest", "-m", marker, *options, *sys.argv[1:]]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment | services, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    )
    last = ""
    for line in process.stdout or ():
        sys.stdout.write(line)
        sys.stdout.flush()
        last = line.rstrip() or last
    return name, process.wait(), last


if __name__ == "__main__":
    main(test)
