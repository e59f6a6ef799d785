"""The second way to wake sweep and outbox: by cron or a systemd timer, with no broker at all."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from aftersales.checks import refuse_forgetful
from aftersales.sweeping import sweep_round
from core import clock
from notifications.services import relay


class Command(BaseCommand):
    help = (
        "Fire the deadlines that are due and send what is queued, once, or again every N seconds until it is stopped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=int, metavar="N", help="go on, with a round every N seconds")

    def handle(self, *args: Any, every: int | None, **options: Any) -> None:
        refuse_forgetful()
        while True:
            done = sweep_round()
            sent = relay(now=clock.now()).sent
            self.stdout.write(
                f"{done.fired} fired, {done.warned} warned, {done.opened} opened, {done.failed} failed, {sent} sent"
            )
            if not every:
                return
            _tell_alive()
            time.sleep(every)
            # A connection that died between two rounds must not cost the next one.
            close_old_connections()


def _tell_alive() -> None:
    """For the health check of a container that does nothing else."""
    file = Path(settings.VAR) / "run" / "sweep-alive"
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.touch()
