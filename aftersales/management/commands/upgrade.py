import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

PATIENCE_SECONDS = 60


class Command(BaseCommand):
    help = "Bring the database to this version once: wait for it, migrate, give the product's own role its rights"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--role", default="", help="the role that the product runs under, on PostgreSQL")

    def handle(self, *args: Any, role: str, **options: Any) -> None:
        _wait()
        # Its own check refuses a server that may forget what it has acknowledged.
        call_command("migrate", interactive=False, verbosity=1, skip_checks=False, stdout=self.stdout)
        if role:
            call_command("database_roles", role, stdout=self.stdout)


def _wait() -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            connection.ensure_connection()
            return
        except OperationalError as error:
            if time.monotonic() > until:
                raise CommandError(f"The database cannot be reached: {str(error).strip()}") from error
            time.sleep(1)
