"""`manage.py scenario PATH…`: play scenario files through the services, in a database of their own."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scenarios.reading import scenario_files
from scenarios.results import Result, as_json, summary
from scenarios.runner import play_all
from scenarios.scratch import scratch_database


class Command(BaseCommand):
    help = "Plays scenario files (scenario/1). Exit status 0 only if none failed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files, or folders of *.yaml")
        parser.add_argument("--rulebook", type=Path, metavar="FILE", help="a book to try instead of the shipped one")
        parser.add_argument("--json", action="store_true", help="one JSON document instead of lines")
        parser.add_argument(
            "--database", choices=["memory", "configured"], default="memory",
            help="where to play: SQLite in memory, or a temporary database beside the configured one",
        )  # fmt: skip

    def handle(self, *, paths: list[Path], rulebook: Path | None, **options: Any) -> None:
        if missing := [str(path) for path in [*paths, *filter(None, [rulebook])] if not path.exists()]:
            raise CommandError(f"no such file or folder: {', '.join(missing)}")
        if not list(scenario_files(paths)):
            raise CommandError("no scenario found")
        with scratch_database(configured=options["database"] == "configured"):
            results = self._play(paths, rulebook, tell=not options["json"])
        self.stdout.write(as_json(results) if options["json"] else summary(results))
        if not all(result.ok for result in results):
            raise SystemExit(1)

    def _play(self, paths: list[Path], rulebook: Path | None, *, tell: bool) -> list[Result]:
        """Play them all; each line is written when its scenario has ended."""
        results = []
        for result in play_all(paths, book=rulebook):
            results.append(result)
            if tell:
                self.stdout.write(result.line())
        return results
