from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from aftersales.backup.drill import Compared, drill
from aftersales.backup.errors import BackupError
from core import clock


class Command(BaseCommand):
    help = "Prove that a backup can be restored: into a scratch database, with every count and hash compared"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, help="an existing backup; default: make one for the drill")

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        try:
            compared = drill(now=clock.now(), file=file)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self._table(compared)
        if wrong := [line for line in compared if not line.same]:
            raise CommandError(f"{len(wrong)} of {len(compared)} facts differ")
        self.stdout.write(f"restore drill passed: {len(compared)} facts are the same")

    def _table(self, compared: list[Compared]) -> None:
        width = max(len(line.what) for line in compared)
        self.stdout.write(f"{'':{width}}  {'backed up':>16}  {'restored':>16}")
        for line in compared:
            mark = "" if line.same else "  DIFFERS"
            self.stdout.write(f"{line.what:{width}}  {line.backed_up:>16}  {line.restored:>16}{mark}")
