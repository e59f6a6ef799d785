"""Speaking to the person at the terminal, and starting programs for him."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 - compared with what the person chose
PYTHON = VENV / "bin" / "python"
# Under VAR_DIR: what the demo command told, for the next start.
DEMO_LOGINS = "demo-logins.txt"


class Stop(Exception):
    """The work cannot go on; the text says why and what to do."""


def say(text: str) -> None:
    print(text, flush=True)


def run(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None, quiet: bool = False) -> bool:
    """Run a program in the project's folder; whether it succeeded. A quiet one shows its output when it failed."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=dict(os.environ) | dict(env or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        check=False,
    )
    if quiet and done.returncode:
        sys.stdout.write(done.stdout.decode(errors="replace"))
        sys.stdout.flush()
    return done.returncode == 0


def main(work: Callable[[], int | None]) -> None:
    """Run `work()`; a Stop ends the program with its sentence, Ctrl-C without a traceback."""
    try:
        sys.exit(work() or 0)
    except Stop as stop:
        sys.exit(f"\n{stop}")
    except KeyboardInterrupt:
        sys.exit(130)
