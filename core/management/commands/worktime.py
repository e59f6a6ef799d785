"""`manage.py worktime FILE…` checks files of vectors (JSON) and of days (CSV) against the counting of working time."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from core.worktime.daylists import DayList
from core.worktime.table import day_list, fill, published_list
from core.worktime.vectors import Outcome, check_file


class Command(BaseCommand):
    help = "检查工作时间算例文件，末行为 N passed, N failed；--fill 把已公布而表中没有的年份补入放假安排表。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
        parser.add_argument("--fill", action="store_true", help="补入已公布的年份")

    def handle(self, *, files: list[Path], **options: Any) -> None:
        if options["fill"]:
            self.stdout.write(f"years added: {', '.join(map(str, fill())) or 'none'}")
        elif not files:
            raise CommandError("请给出要检查的文件，或用 --fill")
        if files and self._check_all(files):
            raise SystemExit(1)

    def _check_all(self, files: list[Path]) -> int:
        """Print every file's outcome and the sum in the last line; the number of failures."""
        listed = self._listed()
        outcomes = [self._check(path, listed) for path in files]
        passed = sum(outcome.passed for outcome in outcomes)
        failed = sum(len(outcome.failures) for outcome in outcomes)
        self.stdout.write(f"{passed} passed, {failed} failed")
        return failed

    def _check(self, path: Path, listed: DayList) -> Outcome:
        try:
            outcome = check_file(path, listed)
        except OSError as error:
            outcome = Outcome(failures=[error.strerror or str(error)])
        except ValueError as error:
            outcome = Outcome(failures=[str(error)])
        for failure in outcome.failures:
            self.stdout.write(f"{path.name}: {failure}")
        self.stdout.write(f"{path.name}: {outcome.passed} passed, {len(outcome.failures)} failed")
        if outcome.mapped:
            told = ", ".join(f"{name} {count}" for name, count in sorted(outcome.mapped.items()))
            self.stdout.write(f"{path.name}: of these {outcome.mapped.total()} after a mapping: {told}")
        return outcome

    def _listed(self) -> DayList:
        try:
            return day_list()
        except (OperationalError, ProgrammingError):
            self.stdout.write("no table of holidays yet (run migrate): checked with the published list")
            return published_list()
