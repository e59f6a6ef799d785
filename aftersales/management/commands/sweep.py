"""The second way to wake sweep and outbox: by cron or a systemd timer, with no broker at all."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

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
        while True:
            done = sweep_round()
            sent = relay(now=clock.now()).sent
            self.stdout.write(
                f"{done.fired} fired, {done.warned} warned, {done.opened} opened, {done.failed} failed, {sent} sent"
            )
            if not every:
                return
            time.sleep(every)
            # A connection that died between two rounds must not cost the next one.
            close_old_connections()
