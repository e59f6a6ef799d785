"""`python -m aftersales.alive web|worker|beat|sweeper`: whether this container's process does its work.

Standard library and settings of the environment only: it runs every few seconds.
"""

import http.client
import os
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

from aftersales.environment import env

PATIENCE_SECONDS = 4
# Clock and sweeper come round every few seconds; a database that is slow to answer may hold one up.
STALE_SECONDS = 90


def web() -> bool:
    """The process answers, and the database with it."""
    host = env.listed("ALLOWED_HOSTS", default="localhost")[0].lstrip("*.") or "localhost"
    connection = http.client.HTTPConnection("127.0.0.1", env.whole("PORT", 8000), timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", "/healthz/live", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False


def worker() -> bool:
    """The worker of this host answers over the broker."""
    from aftersales.celery import beat as app

    name = f"celery@{socket.gethostname()}"
    return bool(app.control.inspect(destination=[name], timeout=PATIENCE_SECONDS).ping())


def beat() -> bool:
    return _young("beat-alive")


def sweeper() -> bool:
    return _young("sweep-alive")


def _young(name: str) -> bool:
    file = env.path("VAR_DIR", Path("var")) / "run" / name
    return file.is_file() and time.time() - file.stat().st_mtime < STALE_SECONDS


CHECKS: dict[str, Callable[[], bool]] = {"web": web, "worker": worker, "beat": beat, "sweeper": sweeper}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftersales.settings")
    sys.exit(0 if CHECKS[sys.argv[1]]() else 1)
