"""A whole product on the tests' database: broker, web, worker and beat as processes that can be killed."""

import http.client
import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from honcho.environ import parse_procfile

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_SECONDS = 60


def database_url() -> str:
    """The tests' own database, as the environment of another process names it."""
    told = connection.settings_dict
    return f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


@dataclass
class Installation:
    """Its processes by the names of the Procfile; a second beat is called `beat.2`."""

    folder: Path
    port: int = 0
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.commands = parse_procfile((ROOT / "Procfile").read_text(encoding="utf-8")).processes

    @property
    def environment(self) -> dict[str, str]:
        own = {
            "DATABASE_URL": database_url(), "VAR_DIR": str(self.folder), "PORT": str(self.port), "HOST": "127.0.0.1",
            "SECRET_KEY": settings.SECRET_KEY, "DEBUG": "true", "WEB_PROCESSES": "2", "WEB_THREADS": "4",
        }  # fmt: skip
        ours = {*own, "CELERY_BROKER_URL", "DJANGO_SETTINGS_MODULE"}
        return {name: value for name, value in os.environ.items() if name not in ours} | own

    def start(self, *names: str) -> None:
        for name in names:
            self.running[name] = subprocess.Popen(
                ["/bin/sh", "-c", self._command(name)], cwd=ROOT, env=self.environment, start_new_session=True,
                stdout=self._log(name), stderr=subprocess.STDOUT,
            )  # fmt: skip

    def kill(self, name: str) -> None:
        """kill -9 of the process and everything that it started."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for name in list(self.running):
            self.kill(name)

    def manage(self, *words: str) -> int:
        command = [str(ROOT / ".venv/bin/python"), "manage.py", *words]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, check=False).returncode

    def answers(self) -> bool:
        try:
            self.request("GET", "/healthz")
        except (OSError, http.client.HTTPException):
            return False
        return True

    def request(self, method: str, path: str, body: str = "", **headers: str) -> http.client.HTTPResponse:
        """One request; the body is not read. OSError or HTTPException where no whole answer came."""
        told = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            told.request(method, path, body or None, {name.replace("_", "-"): text for name, text in headers.items()})
            response = told.getresponse()
            response.read()
        finally:
            told.close()
        return response

    def logs(self) -> str:
        return "\n".join(f"── {file.name}\n{file.read_text(errors='replace')[-3000:]}" for file in self._logs())

    def _command(self, name: str) -> str:
        kind = name.partition(".")[0]
        # A second beat keeps a schedule of its own, as it would on another machine.
        more = f" --schedule {self.folder}/{name}-schedule" if kind == "beat" else ""
        return self.commands[kind] + more

    def _log(self, name: str) -> Any:
        return (self.folder / f"{name}.log").open("ab")

    def _logs(self) -> list[Path]:
        return sorted(self.folder.glob("*.log"))


def wait_for(condition: Any, seconds: float = PATIENCE_SECONDS) -> float:
    """Wait until `condition()` holds; how long it took, or AssertionError after `seconds`."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, f"not within {seconds} s"
        time.sleep(0.2)
    return time.monotonic() - began
