"""Run the processes of the Procfile until one ends or Ctrl-C stops them all, and say where the product is."""

import fcntl
import http.client
import os
import signal
import sys
import threading
import time
from io import TextIOWrapper
from pathlib import Path

from honcho.environ import parse_procfile
from honcho.manager import Manager

from aftersales.environment import env
from tools.terminal import DEMO_LOGINS, EVERY_ADDRESS, ROOT, Stop, main, say

PATIENCE_SECONDS = 60


def serve() -> int:
    var = env.path("VAR_DIR", ROOT / "var")
    host = env.text("HOST", "127.0.0.1")
    seen = "127.0.0.1" if host in EVERY_ADDRESS else host
    address = f"http://{seen}:{env.whole('PORT', 8000)}/"
    lock = _only_one(var / "run" / "lock", address)
    # Several processes run as root in a container; the worker's advice about that is not for whoever looks around.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:You're running the worker")
    manager = Manager()
    for name, command in parse_procfile((ROOT / "Procfile").read_text(encoding="utf-8")).processes.items():
        if name != "broker" or not env.secret("CELERY_BROKER_URL"):
            manager.add_process(name, command, cwd=str(ROOT))
    # A closed terminal must not leave processes behind.
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    threading.Thread(target=_announce, args=(address, var / DEMO_LOGINS), daemon=True).start()
    manager.loop()
    lock.close()
    stopped_by_hand = manager.returncode in (128 + signal.SIGINT, 128 + signal.SIGTERM)
    say("Stopped." if stopped_by_hand else "Stopped, because one of the processes ended; its last lines say why.")
    return 0 if stopped_by_hand else 1


def _only_one(file: Path, address: str) -> TextIOWrapper:
    """Two starts on one folder would share a broker and a database file without knowing of each other."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = file.open("a+", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        raise Stop(f"The product already runs from this folder: {lock.read().strip()}") from None
    lock.truncate(0)
    lock.write(f"{address} (process {os.getpid()})\n")
    lock.flush()
    return lock


def _announce(address: str, logins: Path) -> None:
    """Wait until the first page answers, then tell its address and who may sign in."""
    host, port = address.removeprefix("http://").rstrip("/").rsplit(":", 1)
    for _attempt in range(PATIENCE_SECONDS * 4):
        try:
            connection = http.client.HTTPConnection(host, int(port), timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse()
            break
        except OSError:
            time.sleep(0.25)
    told = logins.read_text(encoding="utf-8").strip() if logins.is_file() else ""
    lines = ["", f"  The product is ready: {address}", "  Ctrl-C stops it.", ""]
    sys.stdout.write("\n".join([*lines, *(f"  {line}".rstrip() for line in told.splitlines()), ""]) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(serve)
