from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from aftersales.backup.errors import BackupError
from aftersales.backup.making import make
from core import clock


class Command(BaseCommand):
    help = "Back up database and uploads into one file, while the product runs"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, metavar="DIR", help="folder; default: backups/ of VAR_DIR")
        parser.add_argument("--keep", type=int, default=0, metavar="N", help="keep only the newest N backups there")

    def handle(self, *args: Any, to: Path | None, keep: int, **options: Any) -> None:
        try:
            made = make(to=to or settings.VAR / "backups", now=clock.now(), keep=keep)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made.file}  {made.file.stat().st_size:,} bytes, {made.files} uploads")
        self.stdout.write(f"seal {made.seal}")
