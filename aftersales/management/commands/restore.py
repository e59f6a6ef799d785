import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from aftersales.backup.errors import BackupError
from aftersales.backup.restoring import Restored, restore


class Command(BaseCommand):
    help = "Put a backup in the place of database and uploads, after checking every byte of it"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="also over a database that holds data")
        parser.add_argument("--seal", default="", help="the seal that `backup` told, where it was kept elsewhere")
        parser.add_argument("--json", action="store_true", help="tell what was restored for a program to read")

    def handle(self, *args: Any, file: Path, force: bool, seal: str, **options: Any) -> None:
        try:
            restored = restore(file, force=force, seal=seal)
        except BackupError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(restored.told()))
        else:
            self._tell(restored)
        if restored.broken:
            raise CommandError(f"{restored.broken} rows of the journal are not as they were written")

    def _tell(self, restored: Restored) -> None:
        rows = sum(restored.facts.tables.values())
        self.stdout.write(f"restored {rows:,} rows of {len(restored.facts.tables)} tables, {restored.files} uploads")
        self.stdout.write(f"ledger {restored.facts.ledger}")
        if restored.behind or connection.vendor == "postgresql":
            self.stdout.write("Now run `upgrade` (with --role where the product has a role of its own), then start it.")
