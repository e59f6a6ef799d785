"""The product on a folder and a port of its own, gone when the pictures are taken."""

import http.client
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.terminal import PYTHON, ROOT, Stop, run

PATIENCE_SECONDS = 90
# What labels and links name; the pictures must not show a port that nobody meets again.
PUBLIC_URL = "https://service.example.cn"


def environment(var: Path, port: int, *, demo: bool = True) -> dict[str, str]:
    """The variables of a product that lives in `var` and answers on `port`; nothing of the terminal's own is kept."""
    return {
        "DJANGO_SETTINGS_MODULE": "aftersales.settings", "DEBUG": "false", "HTTPS": "false",
        "ALLOWED_HOSTS": "127.0.0.1", "SECRET_KEY": secrets.token_urlsafe(48), "VAR_DIR": str(var),
        "DATABASE_URL": "", "CELERY_BROKER_URL": "", "PUBLIC_URL": PUBLIC_URL,
        "HOST": "127.0.0.1", "PORT": str(port), "DEMO": str(demo).lower(), "LOG_LEVEL": "ERROR",
    }  # fmt: skip


def prepare(given: dict[str, str]) -> None:
    if not run([PYTHON, "-m", "tools.prepare"], env=given):
        raise Stop("The product could not be prepared; its last lines say why.")


@contextmanager
def serving(given: dict[str, str]) -> Iterator[str]:
    """Only the web process: whatever a page shows is there without a worker. Gives the address."""
    port = int(given["PORT"])
    command = [str(PYTHON), "-m", "gunicorn", "--config", "python:aftersales.webserver", "aftersales.wsgi"]
    process = subprocess.Popen(command, cwd=ROOT, env=dict(os.environ) | given)
    try:
        _wait(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz/live")
            connection.getresponse()
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise Stop("The web server did not answer; its last lines say why.")
