"""Everything that one size of the data is asked through: servers of product and floors, a resident worker, browsers."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bench.client import Browser
from bench.serving import FLOORS, PRODUCT, served
from tools.terminal import PYTHON, ROOT, Stop


class Resident:
    """The product in one process; see bench.resident."""

    def __init__(self, database: str, **environment: str) -> None:
        told = {"DATABASE_URL": database, "DEBUG": "false", "SECRET_KEY": "bench", "HTTPS": "false", "LOG_LEVEL": "ERROR"}
        self.process = subprocess.Popen(
            [str(PYTHON), "-m", "bench.resident"], cwd=ROOT, env=os.environ | told | environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def do(self, order: str, **given: Any) -> dict[str, Any]:
        if self.process.stdin is None or self.process.stdout is None:
            raise Stop("The resident worker has no pipes.")
        self.process.stdin.write(json.dumps({"do": order, **given}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise Stop(f"The resident worker failed at {order}; the reason stands above.")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        self.process.terminate()
        self.process.wait()


@dataclass
class House:
    """One database with its servers' ports."""

    size: int
    database: str
    product: int
    bare: int
    full: int
    resident: Resident

    @cached_property
    def told(self) -> dict[str, Any]:
        return self.resident.do("sessions")

    def browser(self, part: str) -> Browser:
        """Of the product, signed in as desk, head or engineer."""
        return Browser(self.product, {"sessionid": self.told["sessions"][part], "csrftoken": TOKEN})

    def bare_browser(self) -> Browser:
        return Browser(self.bare)

    def full_browser(self) -> Browser:
        return Browser(self.full, {"sessionid": self.told["sessions"]["floor"]})


TOKEN = "b" * 32


@contextmanager
def house(size: int, database: str) -> Iterator[House]:
    with ExitStack() as stack:
        ports = {
            "product": stack.enter_context(served(PRODUCT, database)),
            "bare": stack.enter_context(served(FLOORS, database, FLOOR="bare", DJANGO_SETTINGS_MODULE=SETTINGS)),
            "full": stack.enter_context(served(FLOORS, database, FLOOR="full", DJANGO_SETTINGS_MODULE=SETTINGS)),
        }
        resident = Resident(database)
        stack.callback(resident.close)
        yield House(size, database, **ports, resident=resident)


SETTINGS = "bench.floors.settings"
