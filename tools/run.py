"""`make run`: install what is missing, prepare the database, and start everything. Uses the standard library only."""

import errno
import os
import socket

from tools import setup
from tools.terminal import EVERY_ADDRESS, PYTHON, ROOT, Stop, main, run

DEFAULT_PORT = 8000


def start() -> None:
    host, port = os.environ.get("HOST") or "127.0.0.1", _port()
    _refuse_taken(host, port)
    setup.setup(tests=False)
    os.chdir(ROOT)
    os.environ |= {"HOST": host, "PORT": str(port)}
    os.environ |= _defaults(host)
    if not run([PYTHON, "-m", "tools.prepare"]):
        raise Stop("The product was not started.")
    os.execv(PYTHON, [str(PYTHON), "-m", "tools.processes"])


def _port() -> int:
    given = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not given.isdecimal() or not 1 <= int(given) <= 65535:
        raise Stop(f"PORT must be a whole number from 1 to 65535, not {given!r}.")
    return int(given)


def _refuse_taken(host: str, port: int) -> None:
    if _free(host, port):
        return
    other = next((n for n in range(port + 1, min(port + 100, 65536)) if _free(host, n)), None)
    hint = f" Choose another, for example: PORT={other} make run" if other else ""
    raise Stop(f"Port {port} is taken by another program.{hint}")


def _free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Stop(f"Port {port} needs root; choose one above 1023: PORT=8000 make run") from None
        except OSError as error:
            if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
                raise Stop(f"HOST must be an address of this machine, not {host!r}.") from None
            return False
    return True


def _defaults(host: str) -> dict[str, str]:
    """What a start on one's own machine means, where the environment says nothing else."""
    given = {
        "DEBUG": "false",
        "HTTPS": "false",
        # All addresses of this machine, for the phones in its network.
        "ALLOWED_HOSTS": "*" if host in EVERY_ADDRESS else f"{host},localhost,127.0.0.1,[::1]",
        "DJANGO_SETTINGS_MODULE": "aftersales.settings",
        "PYTHONUNBUFFERED": "1",
    }
    return {name: value for name, value in given.items() if not os.environ.get(name)} | _secret()


def _secret() -> dict[str, str]:
    if os.environ.get("SECRET_KEY") or os.environ.get("SECRET_KEY_FILE"):
        return {}
    file = os.path.join(os.environ.get("VAR_DIR") or ROOT / "var", "secret_key")
    if os.path.isfile(file):
        return {"SECRET_KEY_FILE": file}
    code = f"from pathlib import Path; from aftersales.environment import kept_secret; kept_secret(Path({file!r}))"
    if not run([PYTHON, "-c", code]):
        raise Stop(f"The secret key could not be kept in {file}.")
    return {"SECRET_KEY_FILE": file}


if __name__ == "__main__":
    main(start)
